import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCsvRows } from './csv.ts';
import { type Line, MAX_ROW_BYTES, readLines } from './lines.ts';
import { readJsonRows } from './ndjson.ts';
import type { Row } from './row.ts';

type Reader = (batches: AsyncIterable<readonly Line[]>) => AsyncGenerator<Row[]>;

async function* chunksOf(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Rows as `line: value` or `line: reason`. */
async function read(reader: Reader, bytes: Buffer, chunkSize = 64 * 1024): Promise<string[]> {
  const found: string[] = [];
  for await (const rows of reader(readLines(chunksOf(bytes, chunkSize)))) {
    for (const row of rows) {
      found.push(`${row.line}: ${'value' in row ? JSON.stringify(row.value) : row.refusal.reason}`);
    }
  }
  return found;
}

const bytes = (...parts: (string | readonly number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));

const MARK = [0xef, 0xbb, 0xbf];
const NOT_UTF8 = [0xc3, 0x28];
const LONG = 'x'.repeat(10 * MAX_ROW_BYTES);

describe('NDJSON', () => {
  test('a line that cannot be read costs itself alone, and is named by its number', async () => {
    const file = bytes(
      MARK,
      '{"a":1}\r\n\n{"a":\n  {"a":2}\t\n[1]\nnull\n"text"\n{"a":"',
      NOT_UTF8,
      `"}\n{"a":"${LONG}"}\n{"a":1,"a":2}\n${'['.repeat(100)}\n{"a":3}`,
    );
    expect(await read(readJsonRows, file)).toEqual([
      '1: {"a":1}',
      '3: not-json',
      '4: {"a":2}',
      '5: not-an-object',
      '6: not-an-object',
      '7: not-an-object',
      '8: not-json',
      '9: too-long',
      '10: not-json',
      '11: not-json',
      '12: {"a":3}',
    ]);
  });

  test('an empty file has no rows', async () => {
    expect(await read(readJsonRows, bytes(''))).toEqual([]);
    expect(await read(readJsonRows, bytes('\n \r\n'))).toEqual([]);
  });
});

describe('CSV', () => {
  test('quotes, doubled quotes, commas and line breaks in fields are read as the format has it', async () => {
    const file = bytes(MARK, 'a,b\r\n1,"x, ""y"""\r\n"two\r\nlines",2\r\n,\r\n');
    expect(await read(readCsvRows, file)).toEqual([
      '2: {"a":"1","b":"x, \\"y\\""}',
      '3: {"a":"two\\r\\nlines","b":"2"}',
      '5: {"a":"","b":""}',
    ]);
  });

  test('a row that cannot be read costs one line, and is named by its number', async () => {
    const file = bytes(
      'a,b\n1,2\n\n3\n4,5,6\n7,8"9\n10,"11"x\n12,"',
      NOT_UTF8,
      `"\n13,14\n${LONG},15\n16,"never closed\n17,18\n19,20`,
    );
    expect(await read(readCsvRows, file)).toEqual([
      '2: {"a":"1","b":"2"}',
      '4: wrong-number-of-columns',
      '5: wrong-number-of-columns',
      '6: not-csv',
      '7: not-csv',
      '8: not-utf8',
      '9: {"a":"13","b":"14"}',
      '10: too-long',
      '11: not-csv',
      '12: {"a":"17","b":"18"}',
      '13: {"a":"19","b":"20"}',
    ]);
  });

  test('two lost quotes cost their two lines, and none of those between', async () => {
    const file = bytes('a,b\n1,"2\n3,4\n5,6\n7"x,8\n9,10\n');
    expect(await read(readCsvRows, file)).toEqual([
      '2: not-csv',
      '3: {"a":"3","b":"4"}',
      '4: {"a":"5","b":"6"}',
      '5: not-csv',
      '6: {"a":"9","b":"10"}',
    ]);
  });

  test('a quote that is never closed in a large file costs its line', async () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => `${index},b`);
    rows[5_000] = '5000,"b';
    const found = await read(readCsvRows, bytes(`a,b\n${rows.join('\n')}\n`));
    expect(found.length).toBe(20_000);
    expect(found.filter((row) => !row.includes('{'))).toEqual(['5002: not-csv']);
  });

  test.each([
    ['', 'The file has no header row that names its columns.'],
    ['a,a\n1,2\n', 'The header names the column "a" twice.'],
    ['a,"b\n', 'The header cannot be read. The row opens a quote that is not closed.'],
  ])('a file whose header is %j is refused', async (text, message) => {
    await expect(read(readCsvRows, bytes(text))).rejects.toThrow(message);
  });

  test('UTF-16 is refused in words', async () => {
    const file = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('a,b\n1,2\n', 'utf16le')]);
    await expect(read(readCsvRows, file)).rejects.toThrow('The file is UTF-16. Save it as UTF-8 and import it again.');
  });
});

test('rows do not depend on where the chunks of a file end', async () => {
  const piece = fc.constantFrom('a', ',', '"', '\n', '\r\n', 'é', '{', '}', '1', '"x,y"', '{"a":1}', '\u{1f600}');
  const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), async (body, size) => {
      const json = bytes(body);
      expect(await read(readJsonRows, json, size)).toEqual(await read(readJsonRows, json));
      const csv = bytes(`h,i\n${body}`);
      expect(await read(readCsvRows, csv, size)).toEqual(await read(readCsvRows, csv));
    }),
    { numRuns: 300 },
  );
});
