import { extname } from 'node:path';
import type { FrontDoor } from '../activity/front-door.ts';
import type { Recorder } from '../activity/recorder.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import type { Tenant } from '../kernel/tenant.ts';
import { Batch } from './batch.ts';
import { addCounts, type Counts, noCounts } from './counts.ts';
import { readCsvRows } from './csv.ts';
import { judgeRows, mapRow } from './judge-rows.ts';
import { readLines } from './lines.ts';
import type { Mapping } from './mapping.ts';
import { readJsonRows } from './ndjson.ts';
import { type FileIdentity, identify, openInput, ProgressFile } from './progress.ts';
import { recordFacts } from './record-facts.ts';
import { RejectsFile } from './rejects.ts';
import type { Row } from './row.ts';

export interface ImportOptions {
  /** `.csv`, or `.ndjson` (`.jsonl`) with one object a line. */
  readonly file: string;
  readonly tenant: Tenant;
  /** Needed for CSV; without it each row is an event. */
  readonly mapping?: Mapping | undefined;
  readonly door: Pick<FrontDoor, 'judge'>;
  readonly recorder: Pick<Recorder, 'recordAll'>;
  /** `<file>.rejects.ndjson` when left out. */
  readonly rejectsFile?: string | undefined;
  /** `<file>.progress.json` when left out. */
  readonly resumeFile?: string | undefined;
  /** Told after each commit. */
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
  /** Stops after the commit in hand, and rejects with the signal's reason; the next import goes on from there. */
  readonly signal?: AbortSignal | undefined;
}

export interface ImportProgress {
  /** Lines that are done with. */
  readonly line: number;
  /** How far the file is read, and its length. */
  readonly bytes: number;
  readonly totalBytes: number;
  readonly counts: Readonly<Counts>;
}

export interface ImportResult extends Readonly<Counts> {
  /** How long this run took. */
  readonly seconds: number;
  /** Each row that was not recorded, with the reason; null when there is none. */
  readonly rejectsFile: string | null;
}

/**
 * Imports a file of any size through the front door, in constant memory: batches are committed one after the other,
 * each counted exactly once, and the next is read and judged while the last is being committed.
 * @throws OperatorError with a sentence for the operator
 */
export async function importFile(options: ImportOptions): Promise<ImportResult> {
  const began = performance.now();
  const readRows = readerOf(options);
  const input = await openInput(options.file);
  try {
    const run = new Import(options, await identify(input));
    await run.begin();
    const chunks = input.createReadStream({ start: 0, autoClose: false });
    try {
      for await (const rows of readRows(readLines(chunks))) await run.take(rows, chunks.bytesRead);
    } finally {
      await run.settle();
    }
    return { ...(await run.finish()), seconds: (performance.now() - began) / 1000 };
  } finally {
    await input.close();
  }
}

function readerOf({ file, mapping }: ImportOptions) {
  const extension = extname(file).toLowerCase();
  if (extension === '.ndjson' || extension === '.jsonl') return readJsonRows;
  if (extension !== '.csv') throw new OperatorError(`${file} is neither .ndjson nor .csv.`);
  if (!mapping) throw new OperatorError('A CSV file needs a mapping that makes its rows into events.');
  return readCsvRows;
}

class Import {
  readonly #options: ImportOptions;
  readonly #identity: FileIdentity;
  readonly #progress: ProgressFile;
  readonly #rejects: RejectsFile;
  #counts = noCounts();
  #doneLine = 0;
  #batch = new Batch();
  #committing: Promise<void> = Promise.resolve();

  constructor(options: ImportOptions, identity: FileIdentity) {
    this.#options = options;
    this.#identity = identity;
    this.#progress = new ProgressFile(options.resumeFile ?? `${options.file}.progress.json`);
    this.#rejects = new RejectsFile(options.rejectsFile ?? `${options.file}.rejects.ndjson`);
  }

  /** Goes on where an earlier import of the same file was cut short. */
  async begin(): Promise<void> {
    const stored = await this.#progress.load(this.#options.tenant.key, this.#identity);
    await this.#rejects.begin(stored?.rejectsBytes ?? 0);
    this.#counts = stored?.counts ?? noCounts();
    this.#doneLine = stored?.line ?? 0;
  }

  async take(rows: readonly Row[], bytes: number): Promise<void> {
    const { door, tenant, mapping } = this.#options;
    // Rows that are done with go through the mapping too, which may keep state, and no further.
    const mapped = rows.map((row) => ({ line: row.line, mapped: mapRow(row, mapping) }));
    const fresh = mapped.filter(({ line }) => line > this.#doneLine);
    for (const row of await judgeRows(door, tenant, fresh)) {
      if (!this.#batch.hasRoomFor(row.parts.length)) await this.#send(bytes);
      this.#batch.add(row);
    }
  }

  /** Starts to commit the batch in hand, once the one before it is committed. */
  async #send(bytes: number): Promise<void> {
    await this.#committing;
    this.#options.signal?.throwIfAborted();
    this.#committing = this.#commit(this.#batch, bytes);
    this.#committing.catch(() => {});
    this.#batch = new Batch();
  }

  async #commit(batch: Batch, bytes: number): Promise<void> {
    const { recorder, tenant, onProgress } = this.#options;
    const { counts, rejects } = batch.settle(await recordFacts(recorder, tenant, batch.facts));
    this.#counts = addCounts(this.#counts, counts);
    await this.#rejects.append(rejects);
    await this.#progress.save({
      tenant: tenant.key,
      file: this.#identity,
      line: batch.line,
      rejectsBytes: this.#rejects.bytes,
      counts: this.#counts,
    });
    onProgress?.({ line: batch.line, bytes, totalBytes: this.#identity.bytes, counts: this.#counts });
  }

  /** Waits for the commit in hand, however it ends. */
  async settle(): Promise<void> {
    await this.#committing.catch(() => {});
  }

  async finish(): Promise<Omit<ImportResult, 'seconds'>> {
    if (!this.#batch.isEmpty) await this.#send(this.#identity.bytes);
    await this.#committing;
    await this.#progress.remove();
    return { ...this.#counts, rejectsFile: this.#rejects.bytes > 0 ? this.#rejects.path : null };
  }
}
