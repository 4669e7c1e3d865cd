import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DefinitionsInput } from '@engagement/contract';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { type Fact, identityKey } from '../activity/fact.ts';
import type { Tenant, TenantId } from '../kernel/tenant.ts';
import { rows } from '../platform/db/database.ts';
import { createTestEngine, type TestEngine } from '../testing/engine.ts';
import { type ImportOptions, importFile } from './import-file.ts';
import { loadMapping, type Mapping } from './mapping.ts';
import { summary } from './summary.ts';

let engine: TestEngine;
let folder: string;
let tenants = 0;
let tenant: Tenant;

beforeAll(async () => {
  engine = await createTestEngine({ postgresUrl: inject('postgresUrl') });
  folder = await mkdtemp(join(tmpdir(), 'import-'));
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  tenants += 1;
  tenant = { ...engine.tenant, id: (100 + tenants) as TenantId, key: `market-${tenants}` };
  await engine.apply({ metrics: [SPENT] }, { to: tenant });
});

/** Something for imports to count: what it comes to is proven when the engine closes. */
const SPENT: NonNullable<DefinitionsInput['metrics']>[number] = {
  key: 'spent',
  subject: 'user',
  sources: [{ type: 'purchase.completed', subject: 'subject', value: 'data.amount' }],
  fold: 'sum',
  windows: ['all-time', 'month'],
};

async function write(name: string, lines: readonly (string | object)[]): Promise<string> {
  const file = join(folder, `${tenants}-${name}`);
  await writeFile(file, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
  return file;
}

const run = (file: string, more: Partial<ImportOptions> = {}) =>
  importFile({ file, tenant, door: engine.door, recorder: engine.recorder, ...more });

const purchase = (id: string | number, fields: object = {}) => ({
  id: `p${id}`,
  source: 'shop',
  type: 'purchase.completed',
  time: '2011-03-01T12:00:00Z',
  subject: 'u1',
  data: { amount: 100, currency: 'GBP' },
  ...fields,
});

const purchases = (count: number) => Array.from({ length: count }, (_, index) => purchase(index));

async function rejectsOf(file: string): Promise<Record<string, unknown>[]> {
  const text = await readFile(`${file}.rejects.ndjson`, 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

async function recordedIds(): Promise<string[]> {
  const found = await rows<{ id: string }>(
    engine.database.orm,
    sql`select id from activity_facts where tenant_id = ${tenant.id} order by id`,
  );
  return found.map(({ id }) => id);
}

const exists = (path: string) =>
  readFile(path).then(
    () => true,
    () => false,
  );

describe('counts', () => {
  test('every event is recorded once, and a second import of the same file changes nothing', async () => {
    const file = await write('plain.ndjson', purchases(4_500));
    expect(await run(file)).toMatchObject({ rows: 4_500, recorded: 4_500, duplicate: 0, rejectsFile: null });
    expect(await run(file)).toMatchObject({ rows: 4_500, recorded: 0, duplicate: 4_500, rejectsFile: null });
    expect(await recordedIds()).toHaveLength(4_500);
    expect(await exists(`${file}.progress.json`)).toBe(false);
    expect(await exists(`${file}.rejects.ndjson`)).toBe(false);
  });

  test('an id that one batch repeats is a duplicate with equal content and a conflict with other', async () => {
    const other = purchase(1, { subject: 'u2' });
    const file = await write('repeats.ndjson', [purchase(1), other, purchase(1), other, purchase(2), purchase(1)]);
    expect(await run(file)).toMatchObject({ rows: 6, recorded: 2, duplicate: 2, conflict: 2, rejected: 0 });
    expect(await rejectsOf(file)).toMatchObject([
      { line: 2, outcome: 'conflict', id: 'p1' },
      { line: 4, outcome: 'conflict', id: 'p1' },
    ]);
  });

  test('a refund that stands before its purchase in the file takes it back all the same', async () => {
    const refund = { ...purchase('r'), type: 'purchase.refunded', data: { amount: 40 }, reverses: 'p1' };
    const file = await write('refund.ndjson', [refund, purchase(1)]);
    expect(await run(file)).toMatchObject({ recorded: 2 });
    const [held] = await rows<{ taken_back: string }>(
      engine.database.orm,
      sql`select taken_back from activity_facts where tenant_id = ${tenant.id} and id = 'p1'`,
    );
    expect(held?.taken_back).toBe('40');
  });
});

describe('the front door', () => {
  const money = (amount: unknown) => ({ data: { amount, currency: 'GBP' } });
  const cases: [string, object, string | null][] = [
    ['any age', { time: '1970-01-01T00:00:00Z' }, null],
    ['ten years ahead', { time: '2099-01-01T00:00:00Z' }, '/time'],
    ['no offset', { time: '2011-03-01T12:00:00' }, '/time'],
    ['no time', { time: undefined }, '/time'],
    ['an unknown type', { type: 'thing.done' }, '/type'],
    ['a negative amount', money(-1), '/data/amount'],
    ['a number as text', money('1e3'), '/data/amount'],
    ['a fraction', money(0.1), '/data/amount'],
    ['1e308', money(1e308), '/data/amount'],
    ['2^53 + 1', money(2 ** 53), '/data/amount'],
    ['an unknown field', { extra: 1 }, '/extra'],
    ['an empty id', { id: '' }, '/id'],
    ['an id of 4 kB', { id: 'x'.repeat(4096) }, '/id'],
    ['a reversal of nothing', { type: 'purchase.refunded' }, '/reverses'],
    [
      '64 kB of properties',
      { data: { amount: 1, currency: 'GBP', properties: { a: 'x'.repeat(65_536) } } },
      '/data/properties',
    ],
  ];

  test('judges each event as it judges live ones, but for age, and names the field', async () => {
    const events = cases.flatMap(([, fields], index) => [purchase(`good-${index}`), purchase(index, fields)]);
    const file = await write('judged.ndjson', events);
    const refused = cases.filter(([, , pointer]) => pointer !== null);
    expect(await run(file)).toMatchObject({ recorded: 2 * cases.length - refused.length, rejected: refused.length });
    const rejects = await rejectsOf(file);
    const wanted = cases.flatMap(([, , pointer], index) =>
      pointer === null ? [] : [{ line: 2 * index + 2, pointer }],
    );
    expect(rejects).toMatchObject(wanted.map((each) => ({ ...each, outcome: 'rejected' })));
    for (const { reason, detail } of rejects) expect([reason, detail]).not.toContain('');
  });

  test('a row that cannot be read is rejected, and its neighbours are recorded', async () => {
    const file = await write('broken.ndjson', [purchase(1), '{"id":', purchase(2), '[]', purchase(3)]);
    expect(await run(file)).toMatchObject({ rows: 5, recorded: 3, rejected: 2 });
    expect(await rejectsOf(file)).toMatchObject([
      { line: 2, outcome: 'rejected', reason: 'not-json', pointer: '' },
      { line: 4, outcome: 'rejected', reason: 'not-an-object' },
    ]);
    expect(await recordedIds()).toEqual(['p1', 'p2', 'p3']);
  });
});

describe('a mapping', () => {
  const mapping: Mapping = (row, { line, id }) => {
    if (row.kind === 'skip') return { skip: 'not-wanted', detail: `Line ${line}.` };
    if (row.kind === 'throw') throw new Error('no such kind');
    if (row.kind === 'nothing') return undefined as never;
    if (row.kind === 'empty') return [];
    if (row.kind === 'both') return [purchase(id('a', `${row.n}`)), { skip: 'half', detail: 'The rest.' }];
    return [purchase(id('a', `${row.n}`)), purchase(id('b', `${row.n}`))];
  };

  test('makes a row into one event, several, or a reason; what it cannot make is rejected', async () => {
    const kinds = ['two', 'skip', 'throw', 'nothing', 'empty', 'both', 'skip'];
    const file = await write('mapped.csv', ['n,kind', ...kinds.map((kind, index) => `${index},${kind}`)]);
    const result = await run(file, { mapping });
    expect(result).toMatchObject({ rows: 7, recorded: 3, rejected: 3, skipped: { 'not-wanted': 2, half: 1 } });
    expect(await recordedIds()).toEqual(['pa/0', 'pa/5', 'pb/0']);
    expect(await rejectsOf(file)).toEqual([
      { line: 3, outcome: 'skipped', reason: 'not-wanted', pointer: '', detail: 'Line 3.' },
      {
        line: 4,
        outcome: 'rejected',
        reason: 'mapping-failed',
        pointer: '',
        detail: 'The mapping failed: no such kind',
      },
      {
        line: 5,
        outcome: 'rejected',
        reason: 'mapping-failed',
        pointer: '',
        detail: 'The mapping gave neither an event nor a skip.',
      },
      {
        line: 6,
        outcome: 'rejected',
        reason: 'mapping-failed',
        pointer: '',
        detail: 'The mapping gave nothing; it must give a skip.',
      },
      { line: 7, outcome: 'skipped', reason: 'half', pointer: '', detail: 'The rest.' },
      { line: 8, outcome: 'skipped', reason: 'not-wanted', pointer: '', detail: 'Line 8.' },
    ]);
    expect(summary(result)).toBe(
      [
        'rows                    7',
        'recorded                3',
        'duplicate               0',
        'conflict                0',
        'failed                  0',
        'rejected                3',
        'skipped                 3',
        '  half                  1',
        '  not-wanted            2',
        `Finished in ${result.seconds.toFixed(1)} s.`,
        `Reasons, row by row: ${file}.rejects.ndjson`,
      ].join('\n'),
    );
  });

  test('is loaded afresh, so that state which the module keeps belongs to one import', async () => {
    const module = join(folder, 'counting.mjs');
    await writeFile(module, 'let calls = 0;\nexport default () => ({ skip: "call-" + ++calls });\n');
    const file = await write('state.csv', ['n', '1', '2']);
    for (const _ of [1, 2]) {
      const result = await run(file, { mapping: await loadMapping(module) });
      expect(result.skipped).toEqual({ 'call-1': 1, 'call-2': 1 });
    }
  });

  test.each([
    ['missing.mjs', null, /cannot be loaded/],
    ['broken.mjs', 'export default (', /cannot be loaded/],
    ['named.mjs', 'export const map = 1;', /has no default export that is a function/],
  ])('that is no mapping is refused in words: %s', async (name, text, message) => {
    if (text !== null) await writeFile(join(folder, name), text);
    await expect(loadMapping(join(folder, name))).rejects.toThrow(message);
  });
});

describe('an import that is cut short', () => {
  /** Stops after so many commits. */
  function stopAfter(commits: number): Pick<ImportOptions, 'signal' | 'onProgress'> {
    const controller = new AbortController();
    let left = commits;
    return {
      signal: controller.signal,
      onProgress: () => {
        left -= 1;
        if (left === 0) controller.abort(new Error('stopped'));
      },
    };
  }

  const numbered = (count: number) =>
    Array.from({ length: count }, (_, index) => (index % 10 === 9 ? 'no JSON' : { n: index }));

  test('goes on where it was, with the state of its mapping, and accounts for every row once', async () => {
    const file = await write('stopped.ndjson', numbered(10_000));
    const lines: number[] = [];
    const counting = (): Mapping => {
      let seen = 0;
      return (row, { line }) => {
        lines.push(line);
        seen += 1;
        return seen % 3 === 0 ? { skip: 'third' } : purchase(`${row.n}`, { subject: `u${seen}` });
      };
    };
    await expect(run(file, { mapping: counting(), ...stopAfter(2) })).rejects.toThrow('stopped');
    const before = (await recordedIds()).length;
    expect(before).toBeGreaterThan(1_000);
    expect(before).toBeLessThan(6_000);
    lines.length = 0;
    // As if it had been killed between writing its rejects and saving its progress.
    await appendFile(`${file}.rejects.ndjson`, '{"line":1,"outcome":"rejected"}\n');

    const result = await run(file, { mapping: counting() });
    expect(lines).toHaveLength(9_000);
    expect(result).toMatchObject({
      rows: 10_000,
      recorded: 6_000,
      duplicate: 0,
      rejected: 1_000,
      skipped: { third: 3_000 },
    });
    expect(await recordedIds()).toHaveLength(6_000);
    const rejected = (await rejectsOf(file)).map(({ line }) => line as number);
    expect(new Set(rejected).size).toBe(4_000);
    expect(rejected).toEqual([...rejected].sort((a, b) => a - b));
    expect(await exists(`${file}.progress.json`)).toBe(false);
  });

  test('by a lost database keeps what is committed, and goes on from there', async () => {
    const file = await write('outage.ndjson', purchases(6_000));
    let calls = 0;
    const recorder: ImportOptions['recorder'] = {
      async recordAll(...asked) {
        calls += 1;
        if (calls === 3) throw Object.assign(new Error('gone'), { code: 'ECONNREFUSED' });
        return engine.recorder.recordAll(...asked);
      },
    };
    await expect(run(file, { recorder })).rejects.toThrow('gone');
    expect(await recordedIds()).toHaveLength(4_000);
    expect(await run(file)).toMatchObject({ rows: 6_000, recorded: 6_000, duplicate: 0 });
  });

  test('is not gone on with when the file, the tenant or the note of its progress is another', async () => {
    const file = await write('changed.ndjson', purchases(5_000));
    await expect(run(file, stopAfter(1))).rejects.toThrow('stopped');
    await expect(run(file, { tenant: { ...tenant, key: 'other' } })).rejects.toThrow(
      `An import of this file for the tenant ${tenant.key} was cut short: finish that one first`,
    );
    await writeFile(file, (await readFile(file, 'utf8')).replace('u1', 'u2'));
    await expect(run(file)).rejects.toThrow('The file has changed since its import was cut short');
    await writeFile(`${file}.progress.json`, '{');
    await expect(run(file)).rejects.toThrow('The progress of an earlier import cannot be read');
  });
});

describe('batches', () => {
  test('hold up to 2,000 events, and the next is judged while one is being committed', async () => {
    const file = await write('overlap.ndjson', purchases(5_000));
    const sizes: number[] = [];
    let judged = 0;
    const judgedAtCommit: number[] = [];
    const release: (() => void)[] = [];
    const recorder: ImportOptions['recorder'] = {
      async recordAll(_tenant: Tenant, facts: readonly Fact[]) {
        sizes.push(facts.length);
        // Only the reader can let go of this commit: by judging what no longer fits the batch in hand.
        if (sizes.length === 1) await new Promise<void>((resolve) => release.push(resolve));
        judgedAtCommit.push(judged);
        return {
          outcomes: new Map(facts.map((fact) => [identityKey(fact), 'recorded' as const])),
          held: new Set<string>(),
          movements: [],
          folds: [],
        };
      },
    };
    const door: ImportOptions['door'] = {
      async judge(...asked) {
        judged += asked[1].length;
        if (judged >= 3_900) release.pop()?.();
        return engine.door.judge(...asked);
      },
    };
    expect(await run(file, { recorder, door })).toMatchObject({ recorded: 5_000 });
    expect(sizes).toEqual([2_000, 2_000, 1_000]);
    expect(judgedAtCommit[0]).toBeGreaterThanOrEqual(3_900);
  });
});

test.each([
  ['events.txt', 'is neither .ndjson nor .csv'],
  ['events.csv', 'A CSV file needs a mapping'],
  ['missing.ndjson', 'There is no file'],
])('%s is refused in words', async (name, message) => {
  await expect(run(join(folder, name))).rejects.toThrow(message);
});
