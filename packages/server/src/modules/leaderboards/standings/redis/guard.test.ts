import type { ProfileInput, ProfileKind } from '@engagement/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { KnownCaller } from '../../../../kernel/caller.ts';
import { Subjects } from '../../../../metrics/subjects.ts';
import {
  board,
  metric,
  NOON,
  periodIdOf,
  putValues,
  storedPeriods,
  TestCatalogues,
  tenantOf,
  type Value,
} from '../../../../testing/boards.ts';
import { createTestDatabase, type TestDatabase } from '../../../../testing/database.ts';
import { writeProfile } from '../../../../testing/profiles.ts';
import { openTestStandings, type TestStandings } from '../../../../testing/standings.ts';
import { sqlStandings } from '../sql/read-board.ts';
import type { Stretch } from '../standings.ts';

const tenant = tenantOf(1);
const caller: KnownCaller = { kind: 'secret', tenant, credential: 'sk', scopes: new Set() };
const SEGMENT = 'user.country:DE';
const catalogues = new TestCatalogues();
let db: TestDatabase;
let servers: TestStandings[];
let subjects: Subjects;
let periodId = 0;

beforeAll(async () => {
  db = await createTestDatabase(inject('postgresUrl'));
  subjects = new Subjects(db.database.orm);
  periodId = await periodIdOf(db.database, tenant, 'all-time');
  const options = {
    redisUrl: inject('redisUrl'),
    database: db.database,
    clock: { now: () => NOON },
    catalogues,
    periods: storedPeriods(db.database),
    list: async () => [tenant],
  };
  servers = await Promise.all([1, 2, 3].map(() => openTestStandings(options)));
});
afterAll(async () => {
  for (const server of servers) await server.close();
  await db.drop();
});

async function views() {
  const { boards } = await catalogues.current(tenant.id);
  const period = await storedPeriods(db.database).periodById(tenant, periodId);
  if (!period) throw new Error('There is no period.');
  return [...boards.values()].flatMap((each) =>
    ['', SEGMENT].map((segment) => ({ tenant, board: each, metric: metric(), period, segment })),
  );
}

interface ProfileWritten {
  readonly kind: ProfileKind;
  readonly id: string;
  readonly fields: ProfileInput;
}

/** How a server shows what has been committed. */
type Shown = (engine: TestStandings['engine']) => Promise<unknown>;

async function commitValues(values: readonly Value[]): Promise<Shown[]> {
  const folded = await putValues(db.database, { tenant, periodId }, values, true);
  return [async ({ projection }) => projection?.project(tenant, folded)];
}

/** As the profiles have it written and shown, but that the test says when. */
async function commitProfile({ kind, id, fields }: ProfileWritten): Promise<Shown[]> {
  const refreshed = await writeProfile({ database: db.database, subjects, caller }, kind, id, fields);
  return refreshed.map(
    (refs) =>
      ({ refresh }) =>
        refresh.subjects(tenant, refs),
  );
}

/** Redis says what Postgres says, in every way that a board can be asked. */
async function expectAgreement(): Promise<void> {
  const sql = sqlStandings(db.database.orm);
  const ids = Array.from({ length: 8 }, (_, at) => `s${at}`);
  const stretches: Stretch[] = [
    { kind: 'top', limit: 3 },
    { kind: 'listed', ids: ids.slice(2), limit: 3, place: null },
    ...ids.map((id): Stretch => ({ kind: 'around', id, span: 1 })),
  ];
  for (const view of await views()) {
    const compare = async (stretch: Stretch) => {
      const expected = await sql.read(view, stretch, ids);
      const found = await servers[0]?.engine.standings.read(view, stretch, ids);
      const comparable = (reading: typeof expected | undefined) => ({
        ...reading,
        version: 0,
        rows: reading?.rows.map((row) => ({ ...row, reachedAt: Date.parse(row.reachedAt) })),
        asked: [...(reading?.asked ?? [])]
          .map((row) => ({ ...row, reachedAt: Date.parse(row.reachedAt) }))
          .sort((a, b) => (a.id < b.id ? -1 : 1)),
      });
      expect(comparable(found)).toEqual(comparable(expected));
    };
    await Promise.all(stretches.map(compare));
  }
}

describe.each(['ordinal', 'competition', 'dense'] as const)('boards with %s ranks', (ranks) => {
  test('end where Postgres is, in whatever order, how often and by whom commits are shown and people are hidden, with builds in between', async () => {
    const value = fc.record({
      id: fc.integer({ min: 0, max: 7 }).map((at) => `s${at}`),
      value: fc.integer({ min: -2, max: 3 }),
      count: fc.integer({ min: 0, max: 2 }).map((count) => Math.min(count, 1)),
      segment: fc.constantFrom('', '', SEGMENT),
      reachedAt: fc.constantFrom('2026-01-01T00:00:00Z', '2026-01-01T00:00:00.000001Z', '1969-12-31T23:59:59.999999Z'),
    });
    const commit = fc.uniqueArray(value, {
      selector: ({ id, segment }) => `${id} ${segment}`,
      minLength: 1,
      maxLength: 4,
    });
    // Of several connections, at one time: which comes first is Postgres' to say.
    const commits = fc.array(commit, { minLength: 1, maxLength: 3 });
    // A person is hidden in both roles, whichever of them is named; a group hides in its own.
    const profile: fc.Arbitrary<ProfileWritten> = fc.record({
      id: fc.integer({ min: 0, max: 7 }).map((at) => `s${at}`),
      kind: fc.constantFrom('user' as const, 'creator' as const),
      fields: fc.constantFrom<ProfileInput>(
        { suspended: true },
        { suspended: false },
        { listed: false },
        { listed: true },
        { suspended: false, listed: true, groups: [] },
        { groups: ['staff'] },
      ),
    });
    const profiles = fc.array(profile, { maxLength: 2 });
    const step = fc.record({
      commits,
      profiles,
      delay: fc.nat(3),
      by: fc.nat(2),
      repeat: fc.boolean(),
      build: fc.nat(4),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        catalogues.boards = [
          board({ ranks, windows: ['all-time'] }),
          board({ key: 'lowest', ranks, direction: 'ascending', windows: ['all-time'] }),
        ];
        const waiting: { at: number; by: number; shown: Shown }[] = [];
        const under: Promise<unknown>[] = [];
        const show = (now: number) => {
          for (const { by, shown } of waiting.filter(({ at }) => at <= now)) {
            const engine = servers[by]?.engine;
            if (engine) under.push(shown(engine));
          }
          waiting.splice(0, waiting.length, ...waiting.filter(({ at }) => at > now));
        };
        for (const [now, { commits, profiles, delay, by, repeat, build }] of steps.entries()) {
          const committing: Promise<Shown[]>[] = [
            ...commits.map((each) => commitValues(each)),
            ...profiles.map((each) => commitProfile(each)),
          ];
          for (const [nth, shown] of (await Promise.all(committing)).flat().entries()) {
            waiting.push({ at: now + ((delay + nth) % 4), by: (by + nth) % 3, shown });
            if (repeat) waiting.push({ at: now + 2 * delay + 1, by: (by + nth + 1) % 3, shown });
          }
          if (build === 0)
            under.push(
              servers[by]?.engine.refresh.boards(db.database.orm, tenant.id, ['top-sellers', 'lowest']) ??
                Promise.resolve(),
            );
          show(now);
        }
        show(Number.POSITIVE_INFINITY);
        await Promise.all(under);
        await servers[0]?.settle();
        expect((await servers[0]?.engine.prove(tenant))?.differences).toEqual([]);
        await expectAgreement();
      }),
      { numRuns: 10 },
    );
    expect(servers[0]?.counts.fallback).toBe(0);
    expect(servers.flatMap(({ troubles }) => troubles)).toEqual([]);
  }, 180_000);
});
