import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Where the files of the script tag are, built from the sources as they are. */
export const cdnFolder = join(import.meta.dirname, '../../packages/widgets/dist-cdn');

export async function buildCdn(): Promise<void> {
  execFileSync(process.execPath, [join(import.meta.dirname, '../../scripts/cdn.ts')], { stdio: 'inherit' });
}
