// npm test               everything that has to hold, one step after another; stops at the first that fails
// npm test -- <filter>   vitest alone with these arguments: a part of a path, -t <name>, --project node …
import { run } from './bootstrap/child.mjs';
import { runStep, type StepOutcome } from './checks/run-step.ts';
import { steps, vitest } from './checks/steps.ts';
import { summaryLine } from './checks/vitest-report.ts';

const filter = process.argv.slice(2);
process.exitCode = filter.length > 0 ? await run('node', [...vitest, ...filter], { stdio: 'inherit' }) : await runAll();

async function runAll(): Promise<number> {
  const outcomes: StepOutcome[] = [];
  for (const step of steps) {
    const outcome = await runStep(step);
    outcomes.push(outcome);
    if (outcome.code !== 0) break;
  }
  printTable(outcomes);
  const last = outcomes.at(-1) as StepOutcome;
  if (last.code === 0) console.log(summaryLine());
  else console.error(`npm test: the step "${last.name}" failed: ${last.complaint}.`);
  return last.code;
}

function printTable(outcomes: StepOutcome[]): void {
  console.log('');
  for (const { name, code, seconds } of outcomes) {
    console.log(`${code === 0 ? 'passed' : 'FAILED'}  ${seconds.toFixed(1).padStart(6)} s  ${name}`);
  }
  for (const { name } of steps.slice(outcomes.length)) console.log(`not run          ${name}`);
  console.log('');
}
