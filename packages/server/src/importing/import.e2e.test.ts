import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { rows } from '../platform/db/database.ts';
import { CommandLine, finished } from '../testing/command-line.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { assertProven } from '../testing/proven.ts';
import type { ImportResult } from './import-file.ts';

let db: TestDatabase;
let folder: string;
let engagement: CommandLine;

beforeEach(async () => {
  db = await createTestDatabase(inject('postgresUrl'));
  folder = await mkdtemp(join(tmpdir(), 'import-'));
  engagement = new CommandLine({ databaseUrl: db.url, folder });
});
afterEach(async () => {
  try {
    await assertProven(db.database);
  } finally {
    await db.drop();
    await rm(folder, { recursive: true });
  }
});

async function importWith(file: string, nodeOptions: readonly string[] = []): Promise<ImportResult> {
  return JSON.parse(await finished(engagement.start(['import', file, '--tenant', 'shop', '--json'], nodeOptions)));
}

const eventOf = (index: number, more: object) => ({
  id: `p${index}`,
  source: 'shop',
  type: 'purchase.completed',
  time: new Date(1_150_000_000_000 + index * 60_000).toISOString(),
  subject: `u${index % 1_000}`,
  data: {
    amount: index + 1,
    currency: 'GBP',
    properties: { country: index % 2 === 0 ? 'France' : 'Germany', ...more },
  },
});

/** Every hundredth row is not readable. */
const isBad = (index: number) => index % 100 === 99;

async function writeEvents(count: number, more: object = {}): Promise<string> {
  const file = join(folder, 'events.ndjson');
  function* lines() {
    for (let index = 0; index < count; index++)
      yield isBad(index) ? '{broken\n' : `${JSON.stringify(eventOf(index, more))}\n`;
  }
  await pipeline(Readable.from(lines()), createWriteStream(file));
  return file;
}

async function prepareTenant(): Promise<void> {
  const definitions = join(folder, 'definitions.json');
  const source = { type: 'purchase.completed', subject: 'subject', value: 'data.amount' };
  await writeFile(
    definitions,
    JSON.stringify({ metrics: [{ key: 'revenue', subject: 'user', fold: 'sum', sources: [source] }] }),
  );
  await engagement.run('tenant', 'create', 'shop', '--name', 'Shop', '--zone', 'Europe/London');
  await engagement.run('apply', definitions, '--tenant', 'shop');
}

/** Facts, and what they come to: n and the sum of all revenue. */
async function totals() {
  const [found] = await rows<{ facts: string; revenue: string; counted: string }>(
    db.database.orm,
    sql`select (select count(*) from activity_facts) as facts, sum(value) as revenue, sum(count) as counted from metric_values`,
  );
  return found;
}

function expectedTotals(count: number) {
  const good = Array.from({ length: count }, (_, index) => index).filter((index) => !isBad(index));
  const revenue = good.reduce((sum, index) => sum + BigInt(index + 1), 0n);
  return { facts: `${good.length}`, revenue: `${revenue}`, counted: `${good.length}` };
}

const savedLine = async (file: string): Promise<number> =>
  JSON.parse(await readFile(`${file}.progress.json`, 'utf8').catch(() => '{"line":0}')).line;

test('an import that is killed again and again loses nothing, counts nothing twice and names each reject once', async () => {
  const COUNT = 20_000;
  await prepareTenant();
  const file = await writeEvents(COUNT);
  const reached: number[] = [0];
  for (let kill = 0; kill < 3; kill++) {
    const child = engagement.start(['import', file, '--tenant', 'shop']);
    const gone = new Promise((resolve) => child.once('close', (_code, signal) => resolve(signal)));
    const enough = (reached.at(-1) ?? 0) + 1_000 + 1_500 * kill;
    await expect.poll(() => savedLine(file), { interval: 5, timeout: 60_000 }).toBeGreaterThan(enough);
    child.kill('SIGKILL');
    expect(await gone).toBe('SIGKILL');
    reached.push(await savedLine(file));
  }
  expect(reached.at(-1)).toBeLessThan(COUNT);

  const result = await importWith(file);
  expect(await totals()).toEqual(expectedTotals(COUNT));
  expect(result.rows).toBe(COUNT);
  // What was committed just before a kill, and not noted, is met again as a duplicate.
  expect(result.recorded + result.duplicate).toBe(COUNT - COUNT / 100);
  expect(result).toMatchObject({ conflict: 0, failed: 0, rejected: COUNT / 100, skipped: {} });
  const rejects = (await readFile(`${file}.rejects.ndjson`, 'utf8')).trim().split('\n');
  expect(rejects.map((line) => JSON.parse(line).line)).toEqual(
    Array.from({ length: COUNT / 100 }, (_, index) => 100 * (index + 1)),
  );
  expect(await savedLine(file)).toBe(0);
});

test('asked to stop, an import finishes the commit in hand and the same command goes on from there', async () => {
  const COUNT = 12_000;
  await prepareTenant();
  const file = await writeEvents(COUNT);
  const child = engagement.start(['import', file, '--tenant', 'shop']);
  const ended = finished(child);
  await Promise.all([
    expect(ended).rejects.toThrow('exit 1: The import was stopped. The same command goes on from there.'),
    expect
      .poll(() => savedLine(file), { interval: 5, timeout: 60_000 })
      .toBeGreaterThan(0)
      .then(() => child.kill('SIGINT')),
  ]);
  expect(await savedLine(file)).toBeGreaterThan(0);
  expect(await importWith(file)).toMatchObject({ rows: COUNT, recorded: COUNT - COUNT / 100, duplicate: 0 });
  expect(await totals()).toEqual(expectedTotals(COUNT));
});

test('a file of 80 MB is imported in a heap of 96 MB', async () => {
  const COUNT = 40_000;
  await prepareTenant();
  const file = await writeEvents(COUNT, { note: 'x'.repeat(1_900) });
  expect((await stat(file)).size).toBeGreaterThan(80e6);
  const result = await importWith(file, ['--max-old-space-size=96', '--max-semi-space-size=4']);
  expect(result).toMatchObject({ rows: COUNT, recorded: COUNT - COUNT / 100, rejected: COUNT / 100 });
  expect(await totals()).toEqual(expectedTotals(COUNT));
});
