import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Tenant } from '../../../../kernel/tenant.ts';
import { putValues, type Value } from '../../../../testing/boards.ts';
import { createTestEngine, type TestEngine } from '../../../../testing/engine.ts';
import { ManualClock } from '../../../../testing/manual-clock.ts';
import { salesOver, schedulerOf } from '../../../../testing/seasons.ts';
import { runSeasons } from '../../seasons/jobs.ts';
import { sqlStandings } from '../sql/read-board.ts';
import type { BoardView, Reading, Standings, Stretch } from '../standings.ts';
import { archiveStandings } from './read-archive.ts';

const SPRING = { key: 'spring', start: '2027-03-01T00:00', end: '2027-06-01T00:00' };
const SEGMENT = 'data.currency:EUR';
const clock = new ManualClock(Date.parse('2027-05-01T12:00:00Z'));

let engine: TestEngine;
beforeAll(async () => {
  engine = await createTestEngine({ postgresUrl: inject('postgresUrl'), clock });
  // Numbers are written by hand, without facts.
  engine.leaveUnproven();
});
afterAll(() => engine.close());

async function viewOf(tenant: Tenant, segment: string): Promise<BoardView> {
  const { boards, metrics, seasons } = await engine.catalogues.current(tenant.id);
  const [board, metric] = [boards.get('top'), metrics.get('sales')];
  const query = { tenant, seasons, windows: ['season'] as const, spec: 'spring', at: clock.now() * 1000 };
  const period = await engine.metrics.findPeriod(query);
  if (!board || !metric || !period) throw new Error('They are defined.');
  return { tenant, board, metric, period, segment };
}

const STRETCHES = (reading: Reading): Stretch[] => [
  ...[1, 3, 50].map((limit) => ({ kind: 'top', limit }) as const),
  ...reading.rows.map((place) => ({ kind: 'after', limit: 2, place }) as const),
  ...['s0', 's5', 'nobody'].flatMap((id) => [1, 3].map((span) => ({ kind: 'around', span, id }) as const)),
];

/** Everything that can be asked, but for what an archive leaves out: versions move on, and ranks stand still. */
async function answers(standings: Standings, view: BoardView, stretches: readonly Stretch[]) {
  const found: unknown[] = [];
  for (const stretch of stretches) {
    const { rows, asked, more, total } = await standings.read(view, stretch, ['s1', 's4', 'nobody']);
    const shown = <T extends Reading['rows'][number]>({ id, score, reachedAt, rank, tied, ...rest }: T) => {
      const own = 'ahead' in rest && 'place' in rest ? { place: rest.place, ahead: rest.ahead } : {};
      return { id, score, reachedAt, rank, tied, ...own };
    };
    const byId = asked.map(shown).sort((a, b) => (a.id < b.id ? -1 : 1));
    found.push([stretch, rows.map(shown), byId, stretch.kind === 'around' ? null : more, total]);
  }
  return found;
}

const values = fc.uniqueArray(
  fc.record({
    id: fc.integer({ min: 0, max: 9 }).map((n) => `s${n}`),
    value: fc.integer({ min: -2, max: 2 }),
    reachedAt: fc.constantFrom('2027-04-01T00:00:00Z', '2027-04-01T00:00:00.000001Z'),
  }),
  { selector: ({ id }) => id, minLength: 1, maxLength: 10 },
);
const boards = fc.record({
  ranks: fc.constantFrom('ordinal', 'competition', 'dense'),
  direction: fc.constantFrom('ascending', 'descending'),
});

test('an archive answers whatever it is asked as the board did when it was sealed, to the last tie', async () => {
  await fc.assert(
    fc.asyncProperty(boards, values, values, async (board, all, some) => {
      clock.advance(Date.parse('2027-05-01T12:00:00Z') - clock.now());
      const tenant = await engine.addTenant();
      await engine.apply(salesOver([SPRING], board), { to: tenant });
      const scheduler = schedulerOf(engine, { tenant, clock });
      await runSeasons(scheduler);
      const views = [
        await viewOf(tenant, ''),
        await viewOf(tenant, SEGMENT),
        await viewOf(tenant, 'data.currency:USD'),
      ];
      const target = { tenant, metricId: views[0]?.metric.id ?? 0, periodId: views[0]?.period.id ?? 0 };
      const put: Value[] = [...all, ...some.map((value) => ({ ...value, segment: SEGMENT }))];
      await putValues(engine.database, target, put);

      const live = sqlStandings(engine.database.orm);
      const stretches = STRETCHES(await live.read(views[0] as BoardView, { kind: 'top', limit: 50 }, []));
      const before = await Promise.all(views.map((view) => answers(live, view, stretches)));
      clock.advance(Date.parse('2027-06-01T00:00:00Z') - clock.now());
      await runSeasons(scheduler);
      // The numbers move on; the archive does not.
      await engine.database.orm.execute(sql`update metric_values set value = value * 7 where tenant_id = ${tenant.id}`);
      const archive = archiveStandings(engine.database.orm);
      expect(await Promise.all(views.map((view) => answers(archive, view, stretches)))).toEqual(before);
    }),
    { numRuns: 8 },
  );
}, 120_000);
