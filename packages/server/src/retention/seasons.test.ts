import { Explanation } from '@engagement/contract';
import { afterAll, beforeEach, expect, inject, test } from 'vitest';
import { purchase } from '../testing/events.ts';
import { type SeasonServer, startSeasonServer } from '../testing/season-server.ts';
import { salesOver } from '../testing/seasons.ts';

/** In the season, and long after it. */
const THEN = '2026-04-12T12:00:00Z';
const NOW = '2026-11-24T12:00:00Z';
const SPRING = { key: 'spring', start: '2026-04-01T00:00', end: '2026-06-01T00:00', graceHours: 24, reviewHours: 48 };
const retention = { keepMonths: 4, lateReversals: 'set-aside' as const };

let server: SeasonServer;
const servers: SeasonServer[] = [];
beforeEach(async () => {
  server = await startSeasonServer({ postgresUrl: inject('postgresUrl'), now: THEN });
  servers.push(server);
});
afterAll(() => Promise.all(servers.map((each) => each.stop())));

const sale = (id: string, at: string) => purchase(id, 100, { creator: 'ada', at });

/** How many facts go by now, and before what they had to be. */
async function drop({ zone = server.own.tenant.zone } = {}) {
  const retained = await server.core.retention.run({ ...server.own.tenant, zone }, 'operator:test');
  return [retained?.dropped, retained?.before.slice(0, 10)];
}

test('facts of a season stay until it is sealed, however late its grace begins', { timeout: 60_000 }, async () => {
  await server.define(salesOver([]));
  await server.record(sale('1', '2026-04-10T12:00:00Z'));
  server.sleepUntil(NOW);
  await server.define({ ...salesOver([SPRING]), retention });
  // Nobody has seen it yet; then it has its grace, then its review.
  expect(await drop()).toEqual([0, '2026-03-01']);
  await server.turnTo(NOW);
  expect(await drop()).toEqual([0, '2026-03-01']);
  server.sleepUntil('2026-11-27T12:00:00Z');
  expect(await drop()).toEqual([0, '2026-03-01']);
  const { facts } = Explanation.parse((await server.get('/entries/ada/explain?period=spring')).body);
  expect(facts).toHaveLength(1);

  await server.turnTo('2026-11-27T12:00:00Z');
  expect((await server.get('/seasons/spring')).body).toMatchObject({ total: 1, period: { state: 'sealed' } });
  expect(await drop()).toEqual([1, '2026-07-01']);
});

test('facts stay until every board that ranks by season has sealed it', { timeout: 60_000 }, async () => {
  const { boards = [], ...rest } = salesOver([SPRING]);
  await server.define({ ...rest, boards, retention });
  await server.record(sale('1', '2026-04-10T12:00:00Z'));
  await server.turnTo(THEN);
  await server.turnTo(NOW);
  await server.define({
    ...rest,
    boards: [...boards, { ...boards[0], key: 'later', name: 'Later' }] as never,
    retention,
  });
  expect(await drop()).toEqual([0, '2026-03-01']);
  await server.turnTo('2026-11-28T12:00:00Z');
  expect(await drop()).toEqual([0, '2026-03-01']);
  await server.turnTo('2026-12-01T12:00:00Z');
  expect(await drop()).toEqual([1, '2026-08-01']);
});

test('a season keeps the boundaries that were stored when the zone is another', { timeout: 60_000 }, async () => {
  await server.define({ ...salesOver([{ ...SPRING, start: '2026-07-01T00:00', end: '2026-12-01T00:00' }]), retention });
  server.sleepUntil('2026-07-02T12:00:00Z');
  // In Berlin it is July by then.
  await server.record(sale('1', '2026-06-30T22:30:00Z'));
  server.sleepUntil('2026-12-01T12:00:00Z');
  expect(await drop({ zone: 'America/New_York' })).toEqual([0, '2026-06-01']);
});

test('where no board ranks by season, its grace and its review are waited for', { timeout: 60_000 }, async () => {
  const { boards: _, ...rest } = salesOver([{ ...SPRING, end: '2026-11-23T00:00' }]);
  await server.define({ ...rest, retention });
  await server.record(sale('1', '2026-04-10T12:00:00Z'));
  // Midnight in Berlin, a day of grace, two of review.
  server.sleepUntil('2026-11-25T22:59:59Z');
  expect(await drop()).toEqual([0, '2026-03-01']);
  server.sleepUntil('2026-11-25T23:00:00Z');
  expect(await drop()).toEqual([1, '2026-07-01']);
});
