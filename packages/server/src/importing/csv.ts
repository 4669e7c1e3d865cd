import { isUtf8 } from 'node:buffer';
import { CsvError, parse } from 'csv-parse/sync';
import { OperatorError } from '../kernel/operator-error.ts';
import { type Line, MAX_ROW_BYTES } from './lines.ts';
import { type Row, refused } from './row.ts';

/** A quoted field may hold line breaks; a row that goes on for longer has lost a quote. */
const MAX_ROW_LINES = 200;
const QUOTE = 0x22;

/** The rows of a CSV file with a header: each an object of texts by column name. Blank lines are passed over. */
export async function* readCsvRows(batches: AsyncIterable<readonly Line[]>): AsyncGenerator<Row[]> {
  const reader = new CsvReader();
  for await (const lines of batches) yield reader.read(lines, false);
  yield reader.read([], true);
  reader.requireHeader();
}

/** Some whole lines that may be one row. */
interface Record {
  readonly line: number;
  readonly text: string;
}

const UNCLOSED = 'unclosed';
const PENDING = 'pending';

class CsvReader {
  #header: readonly string[] | undefined;
  /** Lines of a row that is not complete yet. */
  #open: readonly Line[] = [];

  requireHeader(): readonly string[] {
    if (!this.#header) throw new OperatorError('The file has no header row that names its columns.');
    return this.#header;
  }

  /** Rows in order. What cannot be read costs one line: reading goes on with the next. */
  read(more: readonly Line[], isEnd: boolean): Row[] {
    const lines = this.#open.length > 0 ? [...this.#open, ...more] : more;
    this.#open = [];
    const rows: Row[] = [];
    let simple: Record[] = [];
    const flush = () => {
      rows.push(...this.#parseMany(simple));
      simple = [];
    };
    for (let at = 0; at < lines.length; ) {
      const line = lines[at] as Line;
      const count = countLines(lines, at, isEnd);
      if (count === PENDING) {
        this.#open = lines.slice(at);
        break;
      }
      if (count === 1 && line.bytes && isUtf8(line.bytes) && this.#header) {
        simple.push({ line: line.number, text: textOf([line]) });
        at += 1;
        continue;
      }
      flush();
      at += this.#readCarefully(lines, at, count, rows);
    }
    flush();
    return rows;
  }

  /** Reads what is not simply one good line; returns how many lines that took. */
  #readCarefully(lines: readonly Line[], at: number, count: number | typeof UNCLOSED, rows: Row[]): number {
    const [row] = this.#parseOne(lines.slice(at, count === UNCLOSED ? at + 1 : at + count), count === UNCLOSED);
    if (row) rows.push(row);
    if (!row || !('refusal' in row)) return count === UNCLOSED ? 1 : count;
    if (!this.#header) throw new OperatorError(`The header cannot be read. ${row.refusal.detail}`);
    return 1;
  }

  #parseOne(own: readonly Line[], isUnclosed: boolean): Row[] {
    const line = own[0]?.number ?? 0;
    if (own.some(({ bytes }) => bytes === null)) {
      return [refused(line, 'too-long', `The row is longer than ${MAX_ROW_BYTES} bytes.`)];
    }
    if (isUnclosed) return [refused(line, 'not-csv', 'The row opens a quote that is not closed.')];
    if (!own.every(({ bytes }) => bytes && isUtf8(bytes))) {
      return [refused(line, 'not-utf8', 'The row is not valid UTF-8.')];
    }
    return this.#parseMany([{ line, text: textOf(own) }]);
  }

  /** Together, for speed; one by one when something among them is wrong. */
  #parseMany(records: readonly Record[]): Row[] {
    const filled = records.filter(({ text }) => text.trim() !== '');
    if (filled.length === 0) return [];
    try {
      const parsed = parse(filled.map(({ text }) => text).join('\n'), OPTIONS);
      if (parsed.length === filled.length) {
        return parsed.flatMap((fields, index) => this.#rowOf((filled[index] as Record).line, fields));
      }
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      const [only] = filled;
      if (filled.length === 1 && only)
        return [refused(only.line, 'not-csv', 'The row has a quote in the wrong place.')];
    }
    return filled.flatMap((record) => this.#parseMany([record]));
  }

  #rowOf(line: number, fields: readonly string[]): Row[] {
    if (!this.#header) {
      this.#header = headerOf(fields);
      return [];
    }
    const header = this.#header;
    if (fields.length !== header.length) {
      const detail = `The row has ${fields.length} columns, the header ${header.length}.`;
      return [refused(line, 'wrong-number-of-columns', detail)];
    }
    return [{ line, value: Object.fromEntries(header.map((name, index) => [name, fields[index]])) }];
  }
}

const OPTIONS = { record_delimiter: '\n', relax_column_count: true } as const;

function headerOf(names: readonly string[]): readonly string[] {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new OperatorError(`The header names the column "${twice}" twice.`);
  return names;
}

/** How many lines a row takes from here: as many as it takes to close its quotes. */
function countLines(lines: readonly Line[], from: number, isEnd: boolean): number | typeof UNCLOSED | typeof PENDING {
  let isOpen = false;
  let size = 0;
  for (let at = from; at < lines.length; at++) {
    const { bytes } = lines[at] as Line;
    if (bytes === null) return at === from ? 1 : UNCLOSED;
    size += bytes.length;
    if (size > MAX_ROW_BYTES || at - from >= MAX_ROW_LINES) return UNCLOSED;
    if (countQuotes(bytes) % 2 === 1) isOpen = !isOpen;
    if (!isOpen) return at - from + 1;
  }
  return isEnd ? UNCLOSED : PENDING;
}

function countQuotes(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(QUOTE); at >= 0; at = bytes.indexOf(QUOTE, at + 1)) count += 1;
  return count;
}

function textOf(lines: readonly Line[]): string {
  const text = lines.map(({ bytes }) => bytes?.toString('utf8')).join('\n');
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}
