import { createHash } from 'node:crypto';
import { type ArchivedEntry, BoardPage, BoardSeason } from '@engagement/contract';
import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { LISTED_ORIGIN } from '../../../testing/cast.ts';
import { purchase } from '../../../testing/events.ts';
import { type SeasonServer, startSeasonServer } from '../../../testing/season-server.ts';
import { salesOver } from '../../../testing/seasons.ts';

const AUTUMN = {
  key: 'autumn',
  name: 'Autumn',
  start: '2026-09-01T00:00',
  end: '2026-12-01T00:00',
  graceHours: 24,
  reviewHours: 48,
};
const WINTER = { key: 'winter', name: 'Winter', start: '2026-12-01T00:00', end: '2027-03-01T00:00' };
const SUMMER = { key: 'summer', name: 'Summer', start: '2026-06-01T00:00', end: '2026-09-01T00:00' };
const DURING = '2026-11-24T12:00:00Z';
/** Midnight in Berlin, a day of grace, two of review. */
const _END = '2026-11-30T23:00:00.000000Z';
const _GRACE_ENDS = '2026-12-01T23:00:00.000000Z';
const _SEALS = '2026-12-03T23:00:00.000000Z';

let server: SeasonServer;
const servers: SeasonServer[] = [];
beforeEach(async () => {
  server = await startSeasonServer({ postgresUrl: inject('postgresUrl'), now: DURING });
  servers.push(server);
  await define(salesOver([AUTUMN, WINTER, SUMMER]));
  await server.turnTo(DURING);
});
afterAll(() => Promise.all(servers.map((each) => each.stop())));

const _asServer = () => ({ token: server.own.secretKey });
const asBrowser = () => server.browser;
const get: SeasonServer['get'] = (...asked) => server.get(...asked);
const define: SeasonServer['define'] = (...asked) => server.define(...asked);
const sale = (id: string, creator: string, amount: number) =>
  purchase(id, amount, { creator, at: '2026-11-20T12:00:00Z' });

async function seasonNow(key = 'autumn'): Promise<BoardSeason> {
  const { status, body } = await get(`/seasons/${key}`);
  expect([status, body.detail]).toEqual([200, undefined]);
  return BoardSeason.parse(body);
}
const _periodNow = async () => BoardPage.parse((await get('/entries?period=autumn', asBrowser())).body).period;
const standing = async (period = 'autumn') =>
  BoardPage.parse((await get(`/entries?period=${period}`, asBrowser())).body).data.map(
    ({ id, rank, score }) => `${rank} ${id} ${score}`,
  );

/** As docs/seasons.md says it is done, with nothing of the server. */
function hashOf(scale: number, entries: readonly ArchivedEntry[]): string {
  const lines = entries.map(({ rank, score, key }) => `${rank}\t${score.toFixed(scale)}\t${key}\n`);
  return createHash('sha256').update(lines.join('')).digest('hex');
}

describe('the archive', { timeout: 60_000 }, () => {
  async function readArchive(query = '') {
    const data: ArchivedEntry[] = [];
    let cursor: string | null = null;
    for (;;) {
      const page = await get(
        `/seasons/autumn/archive?limit=3${query}${cursor ? `&cursor=${cursor}` : ''}`,
        asBrowser(),
      );
      expect(page.status).toBe(200);
      data.push(...page.body.data);
      cursor = page.body.nextCursor;
      if (!cursor)
        return { ...page.body, data } as { hash: string; scale: number; total: number; data: ArchivedEntry[] };
    }
  }

  async function sealed() {
    const sales = Array.from({ length: 7 }, (_, at) => sale(`${at}`, `c${at}`, 100 - (at >> 1)));
    await server.record(...sales, purchase('us', 5, { creator: 'c9', currency: 'USD', at: '2026-11-20T12:00:00Z' }));
    await server.turnTo('2026-12-03T23:00:00Z');
  }

  test('anyone can recompute its hash from what HTTP says', async () => {
    await sealed();
    for (const [query, total] of [
      ['', 8],
      ['&segment=data.currency:EUR', 7],
      ['&segment=data.currency:USD', 1],
      ['&segment=data.currency:GBP', 0],
    ] as const) {
      const archive = await readArchive(query);
      expect(archive.data.map(({ place }) => place)).toEqual(Array.from({ length: total }, (_, at) => at + 1));
      expect(hashOf(archive.scale, archive.data)).toBe(archive.hash);
      const season = await get(`/seasons/autumn?${query.slice(1)}`, asBrowser());
      expect(season.body).toMatchObject({ hash: archive.hash, total });
    }
    const whole = await readArchive();
    const changed = whole.data.map((entry) => (entry.place === 5 ? { ...entry, score: entry.score + 1 } : entry));
    expect(hashOf(whole.scale, changed)).not.toBe(whole.hash);
  });

  test('scores with decimal places are hashed with all of them', async () => {
    const definitions = salesOver([AUTUMN], { score: 'average' });
    const [sales, won] = definitions.metrics ?? [];
    const mean = {
      ...sales,
      fold: 'average',
      scale: 2,
      key: 'mean',
      sources: [{ type: 'review.submitted', subject: 'data.creatorId', value: 'data.rating' }],
    };
    await define({
      ...definitions,
      metrics: [mean, won] as never,
      boards: [{ ...definitions.boards?.[0], metric: 'mean' }] as never,
    });
    const rated = (id: string, creator: string, rating: number) => ({
      id,
      source: 'shop',
      type: 'review.submitted',
      time: '2026-11-20T12:00:00Z',
      subject: 'u1',
      data: { assetId: 'a1', creatorId: creator, rating },
    });
    await server.record(
      rated('1', 'ada', 4),
      rated('2', 'ada', 4.5),
      rated('3', 'ada', 4.5),
      rated('4', 'bob', 4),
      rated('5', 'cy', 0.05),
    );
    await server.turnTo('2026-12-03T23:00:00Z');
    const archive = await readArchive();
    expect(archive.data.map(({ score }) => score)).toEqual([4.33, 4, 0.05]);
    expect(hashOf(2, archive.data)).toBe(archive.hash);
  });

  test('nothing of it can be changed, added or removed; who was erased is masked, and the hash still holds', async () => {
    await sealed();
    const before = await readArchive();
    const { orm } = server.database;
    for (const attempt of [
      sql`update leaderboard_archive_entries set score = score + 1`,
      sql`delete from leaderboard_archive_entries where place = 1`,
      sql`truncate leaderboard_archive_entries`,
      sql`insert into leaderboard_archive_entries select tenant_id, board, period_id, segment, place + 100, rank, score, reached_at, gen_random_uuid()::text from leaderboard_archive_entries`,
      sql`update leaderboard_archives set hash = 'x'`,
      sql`delete from leaderboard_archives`,
      sql`insert into leaderboard_archives select tenant_id, board, period_id, 'more', total, hash from leaderboard_archives`,
      sql`update leaderboard_seals set sealed_at = now()`,
      sql`delete from leaderboard_seals`,
      sql`truncate leaderboard_seals`,
      sql`delete from leaderboard_archive_subjects`,
      sql`update leaderboard_archive_subjects set id = 'somebody-else'`,
      sql`update leaderboard_archive_subjects set name = 'Somebody else'`,
      sql`update leaderboard_archive_subjects set subject_ref = subject_ref + 1`,
    ]) {
      await expect(orm.execute(attempt)).rejects.toThrow();
    }
    expect(await readArchive()).toEqual(before);

    await orm.execute(sql`update leaderboard_archive_subjects set id = null, name = null where id = 'c1'`);
    await expect(
      orm.execute(sql`update leaderboard_archive_subjects set id = 'c1' where id is null`),
    ).rejects.toThrow();
    const after = await readArchive();
    expect(after.data.map(({ id }) => id)).toEqual(['c0', null, 'c2', 'c3', 'c4', 'c5', 'c6', 'c9']);
    expect(hashOf(after.scale, after.data)).toBe(before.hash);
    expect(await standing()).toHaveLength(8);
    expect(JSON.stringify([await standing(), after.data, await seasonNow()])).not.toContain('c1"');
    expect((await get('/entries/around/c1?period=autumn')).status).toBe(404);
    expect((await get(`/entries/around/${after.data[1]?.key}?period=autumn&span=1`)).body.data).toHaveLength(3);
  });

  test('a cursor from before the seal goes on in the archive', async () => {
    const sales = Array.from({ length: 7 }, (_, at) => sale(`${at}`, `c${at}`, 100 - at));
    await server.record(...sales);
    const first = BoardPage.parse((await get('/entries?period=autumn&limit=4')).body);
    await server.turnTo('2026-12-03T23:00:00Z');
    await server.record(sale('late', 'c6', 1000));
    const rest = BoardPage.parse((await get(`/entries?period=autumn&limit=4&cursor=${first.nextCursor}`)).body);
    expect(rest).toMatchObject({ nextCursor: null, period: { sealed: true }, total: 7 });
    expect([...first.data, ...rest.data].map(({ id }) => id)).toEqual(['c0', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6']);
  });

  test('a user finds their own entry, and what was missing to the next', async () => {
    await server.record(sale('1', 'ada', 100), sale('2', server.own.user, 90));
    await server.turnTo('2026-12-03T23:00:00Z');
    const token = await server.own.userToken();
    const { body } = await get('/entries/around/me?period=autumn', { token, origin: LISTED_ORIGIN });
    expect(body.me).toMatchObject({
      rank: 2,
      topPercent: 100,
      isMe: true,
      ahead: { rank: 1, score: 100, distance: 10 },
    });
  });

  test('what counted when it was sealed decides, whatever the board is defined as later', async () => {
    await server.record(sale('1', 'ada', 100), sale('2', 'bob', 90));
    await server.turnTo('2026-12-03T23:00:00Z');
    const later = { direction: 'ascending', name: 'Least', segments: [], placements: ['home'] };
    await define(salesOver([AUTUMN, WINTER, SUMMER], later));
    const { body } = await get('/entries?period=autumn&segment=data.currency:EUR');
    expect(body.board).toMatchObject({ name: 'Least', placements: ['home'], direction: 'descending' });
    expect(await standing()).toEqual(['1 ada 100', '2 bob 90']);
    expect((await seasonNow()).late).toEqual({ count: 0, moved: 0, data: [] });
  });

  test('of a season in a window that is not shown is not there for browsers, by any name', async () => {
    await sealed();
    await define(salesOver([AUTUMN, WINTER, SUMMER], { shownWindows: ['day'] }));
    const token = await server.own.userToken();
    for (const path of ['/entries?period=autumn', '/seasons/autumn', '/seasons/autumn/archive', '/seasons/winter']) {
      for (const who of [asBrowser(), { token, origin: LISTED_ORIGIN }])
        expect([path, (await get(path, who)).problem]).toEqual([path, 'board-unavailable']);
      expect([path, (await get(path)).status]).toEqual([path, 200]);
    }
    expect((await get('/seasons/nothing', asBrowser())).problem).toBe('not-found');
    expect((await get('/seasons', asBrowser())).body.data).toEqual([]);
  });

  test('bad requests name what is wrong with them', async () => {
    expect((await get('/seasons/autumn/archive')).problem).toBe('not-found');
    await sealed();
    const first = await get('/seasons/autumn/archive?limit=3');
    const cases = [
      ['/seasons/nothing', 404, []],
      ['/seasons/day', 404, []],
      ['/seasons/Autumn', 400, ['/season']],
      ['/seasons/autumn?segment=data.brand:x', 400, ['/segment']],
      ['/seasons/autumn?page=1', 400, ['/page']],
      ['/seasons?page=1', 400, ['/page']],
      ['/seasons/autumn/archive?limit=0', 400, ['/limit']],
      ['/seasons/autumn/archive?limit=1001', 400, ['/limit']],
      ['/seasons/autumn/archive?cursor=made-up', 400, ['/cursor']],
      [`/seasons/summer/archive?cursor=${first.body.nextCursor}`, 400, ['/cursor']],
      [`/seasons/autumn/archive?segment=data.currency:EUR&cursor=${first.body.nextCursor}`, 400, ['/cursor']],
    ] as const;
    for (const [path, status, pointers] of cases) {
      const reply = await get(path);
      expect([path, reply.status, reply.pointers]).toEqual([path, status, pointers]);
    }
    expect((await server.send('GET /v1/leaderboards/nothing/seasons', asBrowser())).problem).toBe('board-unavailable');
  });
});
