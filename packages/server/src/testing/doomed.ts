import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** What a process that is going to be killed is told. */
export interface DoomedOptions {
  readonly role: 'worker' | 'api';
  readonly databaseUrl: string;
  readonly masterKey: string;
  /** The log is this topic, which is also its group; without it the log is in Postgres. */
  readonly kafka?: { readonly brokers: string; readonly topic: string } | undefined;
  /** SIGKILL between the commit of this batch, counted from 1, and the saving of its offset. */
  readonly dieAfterBatch?: number | undefined;
}

/** What it says, a line each. */
export type DoomedLine =
  | { readonly listening: number }
  /** Handed a batch: the places in the log. */
  | { readonly taken: readonly string[] }
  /** The batch's work is committed. */
  | { readonly committed: readonly string[] };

export interface Doomed {
  readonly lines: readonly DoomedLine[];
  /** Resolves with the first such line, as soon as it is said. */
  hear<K extends string>(key: K): Promise<Extract<DoomedLine, Record<K, unknown>>>;
  kill(): void;
  /** Resolves with how it ended. */
  readonly ended: Promise<NodeJS.Signals | number>;
}

const program = fileURLToPath(new URL('./doomed-process.ts', import.meta.url));

/** A process of the server that runs until it is killed. */
export function startDoomed(options: DoomedOptions): Doomed {
  const child = spawn(
    process.execPath,
    ['--conditions=source', '--disable-warning=TimeoutNegativeWarning', program, JSON.stringify(options)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'engagement-compile-cache') },
    },
  );
  const lines: DoomedLine[] = [];
  const listeners = new Set<(line: DoomedLine) => void>();
  createInterface(child.stdout).on('line', (text) => {
    const line = JSON.parse(text) as DoomedLine;
    lines.push(line);
    for (const listener of listeners) listener(line);
  });
  return {
    lines,
    hear: (key) =>
      new Promise((resolve) => {
        const listener = (line: DoomedLine) => {
          if (!(key in line)) return;
          listeners.delete(listener);
          resolve(line as Extract<DoomedLine, Record<typeof key, unknown>>);
        };
        listeners.add(listener);
        for (const line of lines) listener(line);
      }),
    kill: () => void child.kill('SIGKILL'),
    ended: once(child, 'close').then(([code, signal]) => (signal ?? code) as NodeJS.Signals | number),
  };
}
