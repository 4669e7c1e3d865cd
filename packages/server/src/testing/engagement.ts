import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

/** Part of every Linux: has the kernel end the program with whoever started it, also when that is killed. */
const SETPRIV = '/usr/bin/setpriv';
const MORTAL = existsSync(SETPRIV) ? [SETPRIV, '--pdeathsig', 'KILL'] : [];

type Environment = Readonly<Record<string, string | undefined>>;

function launch(argv: readonly string[], environment: Environment): ChildProcess {
  const node = [process.execPath, '--conditions=source', '--disable-warning=TimeoutNegativeWarning'];
  const [program = '', ...words] = [...MORTAL, ...node, main, ...argv];
  return spawn(program, words, {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: tmpdir(),
    env: {
      PATH: process.env.PATH,
      HOST: '127.0.0.1',
      NODE_COMPILE_CACHE: join(tmpdir(), 'engagement-compile-cache'),
      ...environment,
    },
  });
}

/** A process of the command line that runs on. */
export interface Running {
  readonly url: string;
  readonly pid: number;
  /** What it wrote to standard error so far. */
  readonly log: () => string;
  readonly process: ChildProcess;
  /** Resolves with its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

/** Runs a command to its end. */
export async function runEngagement(argv: readonly string[], environment: Environment) {
  const child = launch(argv, environment);
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  const [code] = await once(child, 'close');
  return { code: code as number, stdout: stdout(), stderr: stderr() };
}

/** Starts `serve`, and does not wait for it. */
export function launchServe(argv: readonly string[], environment: Environment) {
  const child = launch(['serve', ...argv], { PORT: '0', ...environment });
  const log = collect(child.stderr);
  const ended = once(child, 'close').then(([code, signal]) => (signal ?? code) as number | NodeJS.Signals);
  return { process: child, log, ended };
}

/** Starts `serve`, and resolves when it says that it is ready. An abort sends it a SIGTERM. */
export async function startServe(
  argv: readonly string[],
  environment: Environment,
  abort?: AbortSignal,
): Promise<Running> {
  const { process: child, log, ended } = launchServe(argv, environment);
  abort?.addEventListener('abort', () => child.kill('SIGTERM'));
  const port = await Promise.race([
    new Promise<number>((resolve) => {
      const look = () => {
        const ready = /"port":(\d+).*"msg":"ready"/.exec(log());
        if (!ready) return;
        child.stderr?.off('data', look);
        resolve(Number(ready[1]));
      };
      child.stderr?.on('data', look);
    }),
    ended.then((how) => Promise.reject(new Error(`serve ended with ${how}: ${log()}`))),
  ]);
  return { url: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, log, process: child, ended };
}

function collect(stream: NodeJS.ReadableStream | null): () => string {
  let text = '';
  stream?.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  return () => text;
}
