import type { ChildProcess } from 'node:child_process';
import { run } from '../bootstrap/child.mjs';
import type { Step } from './steps.ts';

export interface StepOutcome {
  name: string;
  code: number;
  seconds: number;
  complaint: string;
}

const headingOf = ({ name }: Step): string => `\n── ${name}`;

export async function runStep(step: Step): Promise<StepOutcome> {
  const started = Date.now();
  const live = step.show === 'live';
  if (live) console.log(headingOf(step));
  let output = '';
  const collect = (child: ChildProcess): void => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (live) process.stdout.write(text);
      });
    }
  };
  // Colours are kept although the output passes through here.
  const env = process.stdout.isTTY ? { ...process.env, FORCE_COLOR: '1' } : process.env;
  const ended = await run(step.command, step.args, { stdio: ['ignore', 'pipe', 'pipe'], env }, collect);
  const complaint = ended === 0 ? step.complaint?.(output) : `it ended with code ${ended}`;
  // In one piece, as another step may run beside this one.
  if (!live) console.log(headingOf(step) + (complaint || step.show ? `\n${output.trimEnd()}` : ''));
  const seconds = (Date.now() - started) / 1000;
  return { name: step.name, code: complaint ? ended || 1 : 0, seconds, complaint: complaint ?? '' };
}
