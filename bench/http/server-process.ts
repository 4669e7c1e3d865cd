import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const child = fileURLToPath(new URL('child.ts', import.meta.url));

/** A server that runs in a process of its own. */
export interface ServerProcess<Ready> {
  /** What the module's `start` has returned. */
  readonly ready: Ready;
  /** CPU time since it began, in microseconds. */
  cpuMicros(): Promise<number>;
  stop(): Promise<void>;
}

/** Runs `start(options)` of a module in a process of its own; both options and result cross as JSON. */
export async function startServerProcess<Ready>(module: URL, options: object): Promise<ServerProcess<Ready>> {
  const running = fork(child, [module.href, JSON.stringify(options)], { execArgv: ['--conditions=source'] });
  const ready = (await answerOf(running)) as Ready;
  return {
    ready,
    async cpuMicros() {
      running.send('cpu');
      return ((await answerOf(running)) as { cpuMicros: number }).cpuMicros;
    },
    async stop() {
      const ended = once(running, 'exit');
      running.disconnect();
      await ended;
    },
  };
}

async function answerOf(running: ChildProcess): Promise<unknown> {
  const answered = new AbortController();
  const { signal } = answered;
  const failed = once(running, 'exit', { signal }).then(([code]) => {
    throw new Error(`the server's process ended with code ${code}`);
  });
  failed.catch(() => {});
  const [message] = await Promise.race([once(running, 'message', { signal }), failed]);
  answered.abort();
  return message;
}
