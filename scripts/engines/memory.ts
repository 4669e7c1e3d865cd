import { createHash } from 'node:crypto';
import { existsSync, statfsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { repository } from './cache.ts';

const SHARED_MEMORY = '/dev/shm';
const GIB = 2 ** 30;

const checkout = createHash('sha256').update(repository).digest('hex').slice(0, 8);

/** For the runs of this checkout that are kept in memory. It is not there before the first of them. */
export const memoryFolder = join(SHARED_MEMORY, `engagement-${userInfo().uid}-${checkout}`);

/** Whether this is a system that keeps files in memory, with room for the databases of a test run. */
export function roomInMemory(): boolean {
  if (!existsSync(SHARED_MEMORY)) return false;
  const { bavail, bsize } = statfsSync(SHARED_MEMORY);
  return bavail * bsize > 2 * GIB && process.availableMemory() > 6 * GIB;
}
