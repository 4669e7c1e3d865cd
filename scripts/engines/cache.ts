import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const cache = join(repository, '.cache', 'engines');

/** A folder under the ignored `.cache/engines/`, made when missing. */
export function cacheFolder(...names: string[]): string {
  const folder = join(cache, ...names);
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw new Error(`${folder} cannot be written: give it to the user who runs this, or remove it.`, { cause });
  }
  return folder;
}
