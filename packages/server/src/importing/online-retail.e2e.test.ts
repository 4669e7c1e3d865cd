import type { ChildProcess } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { BoardPage, Entry } from '@engagement/contract';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { rows } from '../platform/db/database.ts';
import { CommandLine } from '../testing/command-line.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { type Purchase, type Reading, readPlainly } from '../testing/plain-reading.ts';
import { assertProven } from '../testing/proven.ts';
import type { ImportResult } from './import-file.ts';

const example = fileURLToPath(new URL('../../../../examples/import/online-retail', import.meta.url));

let folder: string;
let db: TestDatabase;
let server: ChildProcess;
let url: string;
let key: string;
let result: ImportResult;
let reading: Reading;
let numbers: ReadonlyMap<string, Held>;

/** Does what the guide says, with the same commands. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'online-retail-'));
  db = await createTestDatabase(inject('postgresUrl'));
  const settings = { PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'info' };
  const engagement = new CommandLine({ databaseUrl: db.url, folder, settings });
  const file = join(folder, 'online-retail-invoices.csv');
  await copyFile(join(example, 'online-retail-invoices.csv'), file);
  reading = await readPlainly(file);
  numbers = numbersOf(reading.purchases);
  const place = ['--zone', 'Europe/London', '--currency', 'GBP'];
  await engagement.run('tenant', 'create', 'online-retail', '--name', 'Online Retail', ...place);
  await engagement.run('apply', join(example, 'definitions.ts'), '--tenant', 'online-retail');
  const mapping = ['--mapping', join(example, 'mapping.ts')];
  result = await engagement.json<ImportResult>('import', file, '--tenant', 'online-retail', ...mapping);
  key = (await engagement.json<{ key: string }>('keys', 'create', 'online-retail', '--kind', 'secret')).key;
  server = engagement.start(['serve']);
  url = `http://127.0.0.1:${await portOf(server)}`;
  server.stderr?.resume();
});

/** The port that a server says in its log that it listens on. */
async function portOf(child: ChildProcess): Promise<string> {
  let log = '';
  for await (const chunk of (child.stderr as Readable).iterator({ destroyOnReturn: false })) {
    log += chunk;
    const port = /"port":(\d+)/.exec(log)?.[1];
    if (port) return port;
  }
  throw new Error(`The server ended before it listened: ${log}`);
}

afterAll(async () => {
  const ended = new Promise((resolve) => server.once('close', resolve));
  server.kill('SIGTERM');
  await ended;
  try {
    await assertProven(db.database);
  } finally {
    await db.drop();
    await rm(folder, { recursive: true });
  }
});

interface Row {
  readonly metric: string;
  readonly period: string;
  readonly segment: string;
  readonly customer: string;
}

interface Held {
  value: bigint;
  count: bigint;
  /** Of the latest purchase, in minutes since the epoch. */
  minute: number;
}

const SEPARATOR = '|';
const nameOf = ({ metric, period, segment, customer }: Row) => [metric, period, segment, customer].join(SEPARATOR);

/** Every number that the purchases should have come to, by metric, period, segment and customer. */
function numbersOf(purchases: readonly Purchase[]): Map<string, Held> {
  const numbers = new Map<string, Held>();
  const invoices = new Set<string>();
  for (const { invoice, customer, country, month, minute, stands } of purchases) {
    const count = stands > 0n ? 1n : 0n;
    for (const metric of ['revenue', 'orders']) {
      for (const period of ['all-time', month]) {
        for (const segment of ['', `data.properties.country:${country}`]) {
          const name = nameOf({ metric, period, segment, customer });
          const number = numbers.get(name) ?? { value: 0n, count: 0n, minute: 0 };
          const known = `${name}|${invoice}`;
          if (metric === 'revenue') number.value += stands;
          else if (stands > 0n && !invoices.has(known)) {
            invoices.add(known);
            number.value += 1n;
          }
          number.count += count;
          number.minute = Math.max(number.minute, minute);
          numbers.set(name, number);
        }
      }
    }
  }
  return numbers;
}

test('every number of every customer, month and country is the one that a plain reading of the file gives', async () => {
  const stored = await rows<{ metric: string; period: string; segment: string; customer: string; number: string }>(
    db.database.orm,
    sql`select m.key as metric, p.key as period, segment, s.key as customer,
          concat_ws(' ', value, count, extract(epoch from reached_at)::bigint) as number
        from metric_values v
        join metrics m on m.id = v.metric_id
        join metric_periods p on p.id = v.period_id
        join metric_subjects s on s.ref = v.subject_ref`,
  );
  const found = stored.map((row) => [nameOf(row), row.number]);
  const expected = [...numbers].map(([name, { value, count, minute }]) => [name, `${value} ${count} ${minute * 60}`]);
  expect(found.sort()).toEqual(expected.sort());
  expect(found.length).toBeGreaterThan(10_000);
});

describe('the whole board', () => {
  const PERIODS = ['all-time', '2010-12', '2011-01', '2011-02', '2011-03', '2011-04', '2011-05'];
  const SEGMENTS = ['', 'data.properties.country:United Kingdom', 'data.properties.country:Germany'];
  const boards = ['revenue', 'orders'].flatMap((board) =>
    PERIODS.flatMap((period) => SEGMENTS.map((segment) => ({ board, period, segment }))),
  );

  async function readBoard(board: string, period: string, segment: string): Promise<Entry[]> {
    const entries: Entry[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query = new URLSearchParams({
        period,
        limit: '100',
        ...(segment && { segment }),
        ...(cursor && { cursor }),
      });
      const reply = await fetch(`${url}/v1/leaderboards/${board}/entries?${query}`, {
        headers: { authorization: `Bearer ${key}` },
      });
      expect(reply.status).toBe(200);
      const page = (await reply.json()) as BoardPage;
      entries.push(...page.data);
      cursor = page.nextCursor;
    }
    return entries;
  }

  /** Score from the highest, then who reached it first, then id by bytes; equal scores share a rank: 1 2 2 4. */
  function expectedBoard(board: string, period: string, segment: string) {
    const prefix = `${[board, period, segment].join(SEPARATOR)}${SEPARATOR}`;
    const standing = [...numbers]
      .filter(([name, { count }]) => name.startsWith(prefix) && count > 0n)
      .map(([name, number]) => ({ id: name.slice(prefix.length), score: Number(number.value), minute: number.minute }))
      .sort((a, b) => b.score - a.score || a.minute - b.minute || Buffer.compare(Buffer.from(a.id), Buffer.from(b.id)));
    return standing.map(({ id, score }) => ({
      id,
      score,
      rank: standing.findIndex((each) => each.score === score) + 1,
    }));
  }

  test.each(boards)(
    '$board of $period $segment is in order over HTTP, with its ranks',
    async ({ board, period, segment }) => {
      const found = await readBoard(board, period, segment);
      expect(found.map(({ id, score, rank }) => ({ id, score, rank }))).toEqual(expectedBoard(board, period, segment));
      expect(found.length).toBeGreaterThan(0);
    },
  );
});

test('what is recorded and what is skipped add up to the file, with the reasons and the amounts', async () => {
  expect(result.skipped).toEqual(reading.skipped);
  expect(result.recorded).toBe(reading.purchases.length + reading.refunds);
  expect(result).toMatchObject({ rows: 10_817, duplicate: 0, conflict: 0, failed: 0, rejected: 0 });
  const rejects = (await readFile(result.rejectsFile ?? '', 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { detail: string });
  expect(rejects.length).toBe(Object.values(reading.skipped).reduce((sum, count) => sum + count, 0));
  const missing = rejects
    .map(({ detail }) => /^(\d+)\.(\d\d) of/.exec(detail))
    .reduce((sum, found) => sum + (found ? BigInt(`${found[1]}${found[2]}`) : 0n), 0n);
  expect(missing).toBe(reading.missing);
});
