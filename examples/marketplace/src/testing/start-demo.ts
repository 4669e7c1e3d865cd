import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '@engagement/engines/process';

const root = join(import.meta.dirname, '../../../..');

/** The demo as `npm start` runs it, on a port and a folder of its own. */
export interface Demo {
  readonly url: string;
  /** Starts it again, on the same port and data. */
  start(): Promise<void>;
  /** As the kernel would: nothing is finished, nothing is cleaned up. */
  kill(): Promise<void>;
  /** As Ctrl-C would; resolves with the exit code. */
  interrupt(): Promise<number | null>;
  /** Runs a command of the operator on its data. */
  command(...args: readonly string[]): Promise<{ code: number | null; output: string }>;
  dispose(): Promise<void>;
}

export async function openDemo(): Promise<Demo> {
  const port = await freePort();
  // Open to others, unlike a temporary folder: Postgres may run as another user.
  const folder = join(root, '.cache', `demo-${port}`);
  await mkdir(folder, { recursive: true });
  const env = {
    ...process.env,
    PORT: `${port}`,
    ENGAGEMENT_DATA_DIR: folder,
    DATABASE_URL: '',
    KAFKA_BROKERS: '',
    LOG_LEVEL: 'error',
  };
  const run = (args: readonly string[]) =>
    spawn(process.execPath, ['--conditions=source', 'packages/server/src/main.ts', ...args], {
      cwd: root,
      env,
      stdio: 'pipe',
    });
  let server: ChildProcess | undefined;

  async function end(signal: NodeJS.Signals): Promise<number | null> {
    if (!server || server.exitCode !== null || server.signalCode !== null) return server?.exitCode ?? null;
    const gone = once(server, 'exit');
    server.kill(signal);
    await gone;
    return server.exitCode;
  }

  return {
    url: `http://127.0.0.1:${port}/`,
    async start() {
      server = run(['demo', '--shop', 'examples/marketplace/src/shop.ts']);
      await untilSaid(server, 'Ctrl-C');
    },
    async kill() {
      await end('SIGKILL');
    },
    interrupt: () => end('SIGINT'),
    async command(...args) {
      const child = run(args);
      const output = gather(child);
      await once(child, 'close');
      return { code: child.exitCode, output: output() };
    },
    async dispose() {
      await end('SIGINT');
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function gather(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (text += chunk));
  return () => text;
}

function untilSaid(child: ChildProcess, words: string): Promise<void> {
  const output = gather(child);
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', () => output().includes(words) && resolve());
    child.once('exit', () => reject(new Error(`The demo ended: ${output()}`)));
  });
}
