import { afterAll, afterEach, beforeAll, expect, inject, test, vi } from 'vitest';
import { type BoardServer, startBoardServer } from '../../../testing/board-server.ts';
import { board, metric, putValues, storedPeriods } from '../../../testing/boards.ts';
import { type ClientSocket, connect, Follower } from '../../../testing/socket.ts';

const SEASONS = [
  { key: 'spring', name: 'Spring', start: '2027-03-01T00:00', end: '2027-06-01T00:00', graceHours: 1, reviewHours: 1 },
  { key: 'summer', name: 'Summer', start: '2027-06-01T12:00', end: '2027-09-01T00:00', graceHours: 1, reviewHours: 1 },
];
/** How far ahead of a turn a socket begins to watch, on a clock that runs: long enough to get there first. */
const AHEAD_MS = 3_000;

let server: BoardServer;
let offset = 0;
const sockets: ClientSocket[] = [];
const now = () => Date.now() + offset;
const setNow = (instant: string, ahead = 0) => {
  offset = Date.parse(instant) - ahead - Date.now();
};

beforeAll(async () => {
  server = await startBoardServer({ postgresUrl: inject('postgresUrl'), clock: { now }, tempo: { intervalMs: 20 } });
  const seasonal = { windows: ['season' as const], segments: [] };
  server.catalogues.metrics = [metric(seasonal)];
  server.catalogues.boards = [board(seasonal)];
  server.catalogues.seasons = SEASONS;
  setNow('2027-05-01T12:00:00Z');
  await server.boards.jobs.runSeasons();
});
afterAll(() => server.stop());
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});

async function follow(): Promise<Follower> {
  const socket = await connect(server.url, server.own.publishableKey);
  sockets.push(socket);
  return new Follower(socket).watch();
}

const until = (follower: Follower, period: object) =>
  vi.waitFor(() => expect(follower.page?.period).toMatchObject(period), { timeout: 15_000, interval: 20 });

test.each([
  ['2027-05-31T22:00:00Z', 'its end', { state: 'running' }, { state: 'provisional' }],
  ['2027-05-31T23:00:00Z', 'the end of its grace', { state: 'provisional' }, { state: 'review' }],
  ['2027-06-01T10:00:00Z', 'the start of the next one', { key: 'spring' }, { key: 'summer', state: 'running' }],
])(
  'those who watch a season hear at %s, %s, that it has gone on',
  async (instant, _what, before, after) => {
    setNow(instant, AHEAD_MS);
    const follower = await follow();
    expect(follower.page?.period).toMatchObject(before);
    await until(follower, after);
    expect(now()).toBeGreaterThanOrEqual(Date.parse(instant));
  },
  30_000,
);

test('those who watch a season see the archive as soon as it is sealed, and nothing late after it', async () => {
  setNow('2027-05-31T23:30:00Z');
  const { tenant } = server.own;
  const query = { tenant, seasons: new Map(), windows: ['season'] as const, spec: 'spring', at: now() * 1000 };
  const seasons = new Map(SEASONS.map((season) => [season.key, season]));
  const period = await storedPeriods(server.test.database).findPeriod({ ...query, seasons });
  const target = { tenant, periodId: period?.id ?? 0 };
  await putValues(server.test.database, target, [{ id: 'ada', value: 3 }]);
  const follower = await follow();
  expect(follower.page?.period).toMatchObject({ key: 'spring', state: 'review', sealed: false });
  setNow('2027-06-01T00:00:00Z');
  await server.boards.jobs.runSeasons();
  await until(follower, { key: 'spring', state: 'sealed', sealed: true });
  await putValues(server.test.database, target, [
    { id: 'ada', value: 5 },
    { id: 'bob', value: 4 },
  ]);
  // A newcomer's page is read after that.
  const newcomer = await follow();
  expect(newcomer.page?.data).toMatchObject([{ id: 'ada', score: 3 }]);
  expect(follower.page?.data).toEqual(newcomer.page?.data);
}, 30_000);
