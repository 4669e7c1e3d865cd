import { createHash } from 'node:crypto';
import { type FileHandle, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { OperatorError } from '../kernel/operator-error.ts';

const count = z.int().nonnegative();

const StoredProgress = z.strictObject({
  tenant: z.string(),
  file: z.strictObject({ bytes: count, start: z.string() }),
  /** The last line whose row is done with. */
  line: count,
  rejectsBytes: count,
  counts: z.strictObject({
    rows: count,
    recorded: count,
    duplicate: count,
    conflict: count,
    failed: count,
    rejected: count,
    skipped: z.record(z.string(), count),
  }),
});

/** How far an import has come, and all that it needs to go on from there. */
export type StoredProgress = z.infer<typeof StoredProgress>;

/** By what a file is known again: its length and the SHA-256 of its first megabyte. */
export type FileIdentity = StoredProgress['file'];

const START_BYTES = 1024 * 1024;

export async function identify(file: FileHandle): Promise<FileIdentity> {
  const { size } = await file.stat();
  const { buffer, bytesRead } = await file.read(Buffer.alloc(START_BYTES), 0, null, 0);
  return { bytes: size, start: createHash('sha256').update(buffer.subarray(0, bytesRead)).digest('hex') };
}

/** The small file beside the input in which an import that was cut short is found again. */
export class ProgressFile {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** What was saved, if it is about the same file and tenant; null when no import was cut short. */
  async load(
    tenant: string,
    file: FileIdentity,
  ): Promise<Pick<StoredProgress, 'line' | 'rejectsBytes' | 'counts'> | null> {
    const text = await readFile(this.#path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    if (text === null) return null;
    const stored = this.#parse(text);
    if (stored.tenant !== tenant) {
      throw this.#refusal(
        `An import of this file for the tenant ${stored.tenant} was cut short: finish that one first`,
      );
    }
    if (stored.file.bytes !== file.bytes || stored.file.start !== file.start) {
      throw this.#refusal('The file has changed since its import was cut short: put the old one back to go on');
    }
    return stored;
  }

  #parse(text: string): StoredProgress {
    try {
      return StoredProgress.parse(JSON.parse(text));
    } catch {
      throw this.#refusal('The progress of an earlier import cannot be read');
    }
  }

  #refusal(what: string): OperatorError {
    return new OperatorError(
      `${what}, or remove ${this.#path} to begin anew; events that are recorded are not recorded twice.`,
    );
  }

  /** Replaces the file whole, so that it is never half written. */
  async save(progress: StoredProgress): Promise<void> {
    await writeFile(`${this.#path}.new`, JSON.stringify(progress));
    await rename(`${this.#path}.new`, this.#path);
  }

  remove(): Promise<void> {
    return rm(this.#path, { force: true });
  }
}

/** Opens a file for reading; what is no file is refused. */
export async function openInput(path: string): Promise<FileHandle> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw new OperatorError(
      error.code === 'ENOENT' ? `There is no file ${path}.` : `The file ${path} cannot be read: ${error.message}`,
    );
  });
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw new OperatorError(`${path} is not a file.`);
}
