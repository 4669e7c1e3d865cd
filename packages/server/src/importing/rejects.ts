import { appendFile, rm, truncate } from 'node:fs/promises';
import type { Refusal } from './row.ts';

/** One line of the file of rejects. */
export interface Reject extends Refusal {
  /** The line of the imported file where the row begins. */
  readonly line: number;
  readonly outcome: 'rejected' | 'skipped' | 'conflict' | 'failed';
  /** The id of the event, when it came to one. */
  readonly id?: string;
}

/** The file beside the input that names each row, or part of one, that was not recorded, and why. */
export class RejectsFile {
  readonly path: string;
  #bytes = 0;

  constructor(path: string) {
    this.path = path;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Cuts off what was written after the progress was last saved; 0 begins anew. */
  async begin(bytes: number): Promise<void> {
    if (bytes === 0) await rm(this.path, { force: true });
    else await truncate(this.path, bytes);
    this.#bytes = bytes;
  }

  async append(rejects: readonly Reject[]): Promise<void> {
    if (rejects.length === 0) return;
    const text = Buffer.from(rejects.map((reject) => `${JSON.stringify(reject)}\n`).join(''));
    await appendFile(this.path, text);
    this.#bytes += text.length;
  }
}
