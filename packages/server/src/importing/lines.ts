import { OperatorError } from '../kernel/operator-error.ts';

/** A longer row is no event: it is passed over without being held. */
export const MAX_ROW_BYTES = 1024 * 1024;

export interface Line {
  /** From 1, as an editor counts. */
  readonly number: number;
  /** Without its line feed; null when it is too long to be held. */
  readonly bytes: Buffer | null;
}

const LINE_FEED = 0x0a;
const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const UTF16_MARKS = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];

/** The lines of a file, as many at a time as one chunk holds. A byte order mark is left out. */
export async function* readLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Line[]> {
  const splitter = new LineSplitter();
  for await (const chunk of chunks) yield splitter.push(chunk);
  yield splitter.end();
}

class LineSplitter {
  #number = 0;
  #held: Buffer[] = [];
  #heldBytes = 0;

  push(chunk: Buffer): Line[] {
    const lines: Line[] = [];
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      this.#hold(chunk.subarray(start, end));
      lines.push(this.#finish());
      start = end + 1;
    }
    this.#hold(chunk.subarray(start));
    return lines;
  }

  end(): Line[] {
    return this.#heldBytes > 0 ? [this.#finish()] : [];
  }

  #hold(part: Buffer): void {
    this.#heldBytes += part.length;
    if (this.#heldBytes > MAX_ROW_BYTES) this.#held = [];
    else this.#held.push(part);
  }

  #finish(): Line {
    const [only] = this.#held;
    const whole = this.#held.length === 1 && only ? only : Buffer.concat(this.#held);
    const tooLong = this.#heldBytes > MAX_ROW_BYTES;
    this.#held = [];
    this.#heldBytes = 0;
    this.#number += 1;
    if (tooLong) return { number: this.#number, bytes: null };
    return { number: this.#number, bytes: this.#number === 1 ? withoutMark(whole) : whole };
  }
}

function withoutMark(first: Buffer): Buffer {
  if (UTF16_MARKS.some((mark) => first.subarray(0, 2).equals(mark))) {
    throw new OperatorError('The file is UTF-16. Save it as UTF-8 and import it again.');
  }
  return first.subarray(0, 3).equals(UTF8_MARK) ? first.subarray(3) : first;
}
