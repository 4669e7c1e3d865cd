import { ProblemError } from '../kernel/problem-error.ts';
import { parseJson } from '../platform/http/json-text.ts';
import { type Line, MAX_ROW_BYTES } from './lines.ts';
import { type Row, refused } from './row.ts';

/** One JSON object a line, as strictly read as a request. Blank lines are passed over. */
export async function* readJsonRows(batches: AsyncIterable<readonly Line[]>): AsyncGenerator<Row[]> {
  for await (const lines of batches) yield lines.filter(({ bytes }) => !isBlank(bytes)).map(rowOf);
}

const isBlank = (bytes: Buffer | null) => bytes?.every((byte) => byte === 0x20 || byte === 0x0d || byte === 0x09);

function rowOf({ number, bytes }: Line): Row {
  if (bytes === null) return refused(number, 'too-long', `The row is longer than ${MAX_ROW_BYTES} bytes.`);
  try {
    const value = parseJson(bytes, 'The row');
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return { line: number, value: value as Record<string, unknown> };
    }
    return refused(number, 'not-an-object', 'The row is not a JSON object.');
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return refused(number, 'not-json', error.message);
  }
}
