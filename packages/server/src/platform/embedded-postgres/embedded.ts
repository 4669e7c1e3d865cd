import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import postgres from 'postgres';
import { Cluster } from './cluster.ts';
import { findOwner, findPrograms } from './programs.ts';

/** The role that the server works as: it owns its database, and is no superuser. */
const ROLE = 'engagement';

export interface EmbeddedDatabase {
  /** As the server's own role. */
  readonly url: string;
  /** The process whose database this is, when it runs already: then nothing was started, and `stop` stops nothing. */
  readonly sharedWith?: number;
  stop(): Promise<void>;
}

interface Passwords {
  readonly superuser: string;
  readonly role: string;
}

/** Which process runs the database of a folder, and on which port. */
interface Running {
  readonly pid: number;
  readonly port: number;
}

/** Starts the Postgres whose data is in `folder`, making it at first; or joins the one that another process runs there. */
export async function startEmbedded(folder: string): Promise<EmbeddedDatabase> {
  await mkdir(folder, { recursive: true });
  // Written last: a folder without it was left half set up, and holds nothing yet.
  const readyFile = join(folder, 'postgres-ready.json');
  const runningFile = join(folder, 'running.json');
  const ready = existsSync(readyFile) ? (JSON.parse(await readFile(readyFile, 'utf8')) as Passwords) : undefined;
  const running = await findRunning(runningFile);
  if (ready && running) return { url: urlOf(ready, running.port), sharedWith: running.pid, stop: async () => {} };

  const cluster = new Cluster(await findPrograms(), await findOwner(), join(folder, 'postgres'));
  await cluster.stop();
  const passwords = ready ?? { superuser: randomBytes(18).toString('hex'), role: randomBytes(18).toString('hex') };
  if (!ready) await cluster.initialise(passwords.superuser);
  const port = await freePort();
  await writeFile(runningFile, JSON.stringify({ pid: process.pid, port } satisfies Running));
  await cluster.start(port);
  if (!ready) {
    await makeDatabase(passwords, port);
    await writeFile(readyFile, JSON.stringify(passwords), { mode: 0o600 });
  }
  return {
    url: urlOf(passwords, port),
    async stop() {
      await cluster.stop();
      await rm(runningFile, { force: true });
    },
  };
}

const urlOf = ({ role }: Passwords, port: number) => `postgres://${ROLE}:${role}@127.0.0.1:${port}/${ROLE}`;

async function makeDatabase({ superuser, role }: Passwords, port: number): Promise<void> {
  const admin = postgres(`postgres://postgres:${superuser}@127.0.0.1:${port}/postgres`, { max: 1, onnotice: () => {} });
  try {
    await admin.unsafe(`create role ${ROLE} login nosuperuser nobypassrls nocreatedb nocreaterole password '${role}'`);
    await admin.unsafe(`create database ${ROLE} owner ${ROLE}`);
  } finally {
    await admin.end();
  }
}

async function findRunning(file: string): Promise<Running | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const running = text === '' ? undefined : (JSON.parse(text) as Running);
  return running && running.pid !== process.pid && isServer(running.pid) ? running : undefined;
}

/** A process that lives, and is no stranger that was given the number of one that died. */
function isServer(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const command = `/proc/${pid}/cmdline`;
  return !existsSync('/proc') || (existsSync(command) && readFileSync(command, 'utf8').includes('node'));
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
