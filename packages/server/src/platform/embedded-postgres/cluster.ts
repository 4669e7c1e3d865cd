import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { OperatorError } from '../../kernel/operator-error.ts';
import type { Owner, Programs } from './programs.ts';

const run = promisify(execFile);

const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'shared_buffers=128MB',
  'max_connections=80',
];

/** A Postgres whose files are in one folder. pg_ctl gives it a session of its own, so that Ctrl-C reaches the server alone. */
export class Cluster {
  readonly #programs: Programs;
  readonly #owner: Owner | undefined;
  readonly #folder: string;
  readonly #data: string;
  readonly #log: string;

  constructor(programs: Programs, owner: Owner | undefined, folder: string) {
    this.#programs = programs;
    this.#owner = owner;
    this.#folder = folder;
    this.#data = join(folder, 'data');
    this.#log = join(folder, 'postgres.log');
  }

  /** Makes it anew, with a superuser `postgres`. */
  async initialise(password: string): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    await mkdir(this.#folder, { recursive: true });
    await chmod(this.#folder, 0o700);
    const passwordFile = join(this.#folder, 'password');
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (this.#owner)
      for (const path of [this.#folder, passwordFile]) await chown(path, this.#owner.uid, this.#owner.gid);
    const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8'];
    const access = ['--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
    await this.#run(this.#programs.initdb, ['-D', this.#data, ...access, ...locale]);
    await rm(passwordFile);
  }

  async start(port: number): Promise<void> {
    const settings = [`-p ${port}`, ...SETTINGS.map((setting) => `-c ${setting}`)].join(' ');
    await this.#run(this.#programs.pg_ctl, [
      '-D',
      this.#data,
      '-l',
      this.#log,
      '-o',
      settings,
      '-w',
      '-t',
      '60',
      '-s',
      'start',
    ]);
  }

  /** Also stops what a killed process left running. */
  async stop(): Promise<void> {
    if (!existsSync(join(this.#data, 'postmaster.pid'))) return;
    // It answers with an error when the file is stale, and then there is nothing to stop.
    await this.#run(this.#programs.pg_ctl, ['-D', this.#data, '-m', 'fast', '-w', '-t', '30', '-s', 'stop']).catch(
      () => {},
    );
  }

  async #run(program: string, args: readonly string[]): Promise<void> {
    try {
      await run(program, [...args], { ...this.#owner, cwd: '/', env: { ...process.env, LC_ALL: 'C' } });
    } catch (cause) {
      throw new OperatorError(await this.#explain(cause), { cause });
    }
  }

  async #explain(cause: unknown): Promise<string> {
    const said = String((cause as { stderr?: unknown }).stderr || (cause instanceof Error ? cause.message : cause));
    if (/permission denied|EACCES/i.test(said)) {
      return `Postgres may not use ${this.#folder}: every folder above it must be open (chmod o+x) to the user that it runs as.`;
    }
    const logged = await readFile(this.#log, 'utf8').catch(() => '');
    const reason = (logged || said).trim().split('\n').at(-1);
    return `The embedded Postgres did not start (${reason}); its log is ${this.#log}.`;
  }
}
