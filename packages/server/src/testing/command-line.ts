import { type ChildProcess, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

export interface CommandLineOptions {
  readonly databaseUrl: string;
  /** Where commands run: relative paths start here, and no `.env` but its own is read. */
  readonly folder: string;
  readonly settings?: Readonly<Record<string, string>>;
}

/** The `engagement` command in processes of its own, on a database. */
export class CommandLine {
  readonly #options: CommandLineOptions;

  constructor(options: CommandLineOptions) {
    this.#options = options;
  }

  /** `nodeOptions` are those of Node itself. */
  start(argv: readonly string[], nodeOptions: readonly string[] = []): ChildProcess {
    const { databaseUrl, folder, settings } = this.#options;
    return spawn(process.execPath, ['--conditions=source', ...nodeOptions, main, ...argv], {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        DATABASE_URL: databaseUrl,
        ENGAGEMENT_MASTER_KEY: '07'.repeat(32),
        LOG_LEVEL: 'error',
        NODE_COMPILE_CACHE: join(tmpdir(), 'engagement-compile-cache'),
        ...settings,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** What a command printed. */
  run(...argv: readonly string[]): Promise<string> {
    return finished(this.start(argv));
  }

  /** What a command printed, however it ended. */
  async outcome(...argv: readonly string[]): Promise<{ code: number | null; printed: string }> {
    const child = this.start(argv);
    const output: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => output.push(chunk));
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    return { code, printed: `${Buffer.concat(output)}` };
  }

  /** What a command printed with `--json`. */
  async json<T>(...argv: readonly string[]): Promise<T> {
    return JSON.parse(await this.run(...argv, '--json')) as T;
  }
}

/** Waits for the end of a command and returns what it printed; throws what it complained of. */
export async function finished(child: ChildProcess): Promise<string> {
  const output: Buffer[] = [];
  const complaints: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => complaints.push(chunk));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`exit ${code}: ${Buffer.concat(complaints)}`);
  return `${Buffer.concat(output)}`;
}
