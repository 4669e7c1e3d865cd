import { describe, expect, expectTypeOf, test, vi } from 'vitest';
import type { BoardState, EngagementClient } from '../types.ts';
import { createFakeClient, type FakeClient, type FakeOptions, SCENARIO_NAMES } from './index.ts';

const BOARD = 'weekly-downloads';

/** A client with one board that somebody shows, and every state that it was in. */
function shown(options: FakeOptions = {}, board = BOARD, query = {}) {
  const client = createFakeClient({ clock: '2026-11-18T12:00:00Z', ...options });
  const states: BoardState[] = [];
  const stop = client.leaderboards.subscribe(board, query, (state) => states.push(state));
  return { client, states, stop, last: () => states.at(-1) as BoardState };
}

const names = ({ page }: BoardState) => page?.data.map(({ name }) => name);

test('It is a client to whoever takes one', () => {
  expectTypeOf<FakeClient>().toExtend<EngagementClient>();
});

describe('A subscription in the scenario', () => {
  async function stateIn(options: FakeOptions) {
    const { client, last } = shown(options);
    await client.advance(100);
    const { status, page, error, live, updatedAt } = last();
    const age = updatedAt && Math.round((client.clock.now() - updatedAt) / 1000);
    return { status, rows: page?.data.length ?? null, code: error?.code ?? null, live, age };
  }
  const here = { status: 'ready', rows: 10, code: null, live: false, age: 0 };
  const nothing = { ...here, rows: null, age: null };

  test.each([
    ['live', { ...here, live: true }],
    ['still', here],
    ['slow', { ...nothing, status: 'loading' }],
    ['loading', { ...nothing, status: 'loading' }],
    ['empty', { ...here, rows: 0 }],
    ['error', { ...nothing, status: 'error', code: 'service-unavailable' }],
    ['stale', { ...here, status: 'error', code: 'service-unavailable', age: 125 }],
    ['refreshing', { ...here, status: 'refreshing', age: 60 }],
    ['offline', { ...here, status: 'error', code: 'network', age: 125 }],
    ['signed-out', { ...here, live: true }],
    ['unavailable', { ...nothing, status: 'error', code: 'board-unavailable' }],
    ['setup', { ...nothing, status: 'error', code: 'origin-not-allowed' }],
    ['huge', { ...here, live: true }],
  ] as const)('%s is what it says', async (scenario, expected) => {
    expect(await stateIn({ scenario })).toEqual(expected);
  });

  test('slow comes after three seconds, and not before', async () => {
    const { client, last } = shown({ scenario: 'slow' });
    await client.advance(2999);
    expect(last().status).toBe('loading');
    await client.advance(1);
    expect(last().status).toBe('ready');
  });

  test('offline has lost the connection; signed-out has no user, and nothing of their own', async () => {
    expect(shown({ scenario: 'offline' }).client.status.connection).toBe('offline');
    const { client, last } = shown({ scenario: 'signed-out' });
    await client.advance(0);
    expect(client.status.auth).toBe('anonymous');
    expect(last().page?.me).toBeNull();
    await expect(client.leaderboards.around(BOARD)).rejects.toMatchObject({ code: 'not-identified' });
  });

  test('huge bears letters of all directions, markup, pictures that do not load, and a billion', async () => {
    const { client, last } = shown({ scenario: 'huge' }, BOARD, { limit: 100 });
    await client.advance(0);
    const { data, total } = last().page as NonNullable<BoardState['page']>;
    const all = data.map(({ name }) => name);
    expect(total).toBeGreaterThan(10_000);
    expect(data[0]?.score).toBeGreaterThan(1_000_000_000);
    expect(all).toContain(null);
    for (const hard of [/[\u0590-\u06ff]/, /<img/, /^.$/u, /\p{Emoji_Presentation}/u, /.{50}/])
      expect(all.some((name) => name && hard.test(name))).toBe(true);
    expect(data.some(({ image }) => image?.endsWith('broken'))).toBe(true);
    const bottom = await client.leaderboards.get(BOARD, { cursor: String(total - 2) });
    expect(bottom.data.at(-1)?.score).toBeLessThan(0);
  });
});

test('The same seed gives the same people and the same changes; another seed gives others', async () => {
  const run = async (seed: number) => {
    const { client, last } = shown({ seed }, BOARD, { limit: 50 });
    await client.advance(20_000);
    return last().page;
  };
  const [first, again, other] = await Promise.all([run(1), run(1), run(2)]);
  expect(again).toEqual(first);
  expect(other?.data).not.toEqual(first?.data);
});

test.each(['weekly-downloads', 'top-sellers', 'rising', 'best-rated', 'reviewers'])(
  'Ranks, order and the own entry of %s are true, before and after changes',
  async (board) => {
    const { client, last } = shown({}, board, { limit: 100 });
    for (const ms of [0, 60_000]) {
      await client.advance(ms);
      const { data, me, total } = last().page as NonNullable<BoardState['page']>;
      for (const [at, entry] of data.entries()) {
        const better = data.filter(({ score }) => score > entry.score).length;
        expect(entry.rank).toBe(better + 1);
        expect(entry.score).toBeLessThanOrEqual(data[at - 1]?.score ?? entry.score);
        expect(entry.tied).toBe(data.filter(({ score }) => score === entry.score).length > 1);
      }
      if (me) {
        expect(data.find(({ isMe }) => isMe)).toMatchObject({ id: me.id, rank: me.rank, score: me.score });
        const place = data.findIndex(({ isMe }) => isMe) + 1;
        expect(me.topPercent).toBe(Math.ceil((place / total) * 100));
      }
    }
  },
);

test('Live ranks change every two seconds of the clock, and only where somebody follows', async () => {
  const { client, states } = shown();
  await client.advance(0);
  const before = states.length;
  await client.advance(10_000);
  expect(states.length - before).toBeGreaterThanOrEqual(4);
  expect(client.status.connection).toBe('live');
});

test('A rank change moves who is named past as many as are named', async () => {
  const { client, last } = shown({ scenario: 'still' });
  await client.advance(0);
  const third = last().page?.data[2]?.id as string;
  client.push.rankChange({ id: third, by: 2 });
  expect(last().page?.data[0]?.id).toBe(third);
  const rank = last().page?.me?.rank ?? 0;
  client.push.rankChange({ id: 'me', by: 5 });
  expect(last().page?.me?.rank).toBe(rank - 5);
});

test('What was asked is on record, and a method fails until it is mended', async () => {
  const { client, last } = shown({ scenario: 'still' });
  await client.advance(0);
  const mend = client.fail('leaderboards.get', 'rate-limited');
  await client.leaderboards.refresh(BOARD);
  expect(last()).toMatchObject({ status: 'error', error: { code: 'rate-limited', retryable: true } });
  expect(names(last())).toHaveLength(10);
  mend();
  await client.leaderboards.refresh(BOARD);
  expect(last()).toMatchObject({ status: 'ready', error: null });
  client.track('asset.viewed', { assetId: 'a-1' });
  expect(await client.flush()).toEqual({ sent: 1, failed: 0 });
  expect(client.calls.map(({ method }) => method)).toEqual([
    'leaderboards.subscribe',
    'leaderboards.refresh',
    'leaderboards.refresh',
    'track',
    'flush',
  ]);
  expect(client.calls[3]?.args).toEqual(['asset.viewed', { assetId: 'a-1' }]);
});

test('Segments, following, ids and cursors narrow a board as the server does', async () => {
  const { leaderboards } = createFakeClient({ scenario: 'still' });
  const whole = await leaderboards.get(BOARD, { limit: 100 });
  const fonts = await leaderboards.get(BOARD, { segment: 'asset.category:fonts', limit: 100 });
  expect(fonts.segment).toBe('asset.category:fonts');
  expect(fonts.total).toBeLessThan(whole.total);
  expect(fonts.data.length).toBeGreaterThan(0);
  const followed = await leaderboards.get(BOARD, { following: 'me', limit: 100 });
  expect(followed.data.some(({ isMe }) => isMe)).toBe(true);
  expect(followed.total).toBeLessThan(whole.total);
  const wanted = [whole.data[4]?.id, whole.data[7]?.id] as string[];
  expect((await leaderboards.get(BOARD, { ids: wanted })).data.map(({ id }) => id)).toEqual(wanted);
  const next = await leaderboards.get(BOARD, { limit: 100, cursor: whole.nextCursor as string });
  expect(next.data[0]?.rank).toBeGreaterThanOrEqual(100);
});

describe('A season', () => {
  const season = (state: FakeOptions['season']) =>
    createFakeClient({ scenario: 'still', clock: '2026-11-18T12:00:00Z', ...(state && { season: state }) });

  test('that runs ends in days and names the next one', async () => {
    const { period } = await season('running').leaderboards.get('top-sellers');
    expect(period).toMatchObject({ key: 'autumn-2026', state: 'running', sealed: false, next: { key: 'winter-2027' } });
    const left = Date.parse(period.end ?? '') - Date.parse('2026-11-18T12:00:00Z');
    expect(left).toBeGreaterThan(3 * 86_400_000);
  });

  test.each(['provisional', 'review'] as const)('in %s is over, and will be sealed', async (state) => {
    const { period } = await season(state).leaderboards.get('top-sellers', { period: 'season' });
    expect(period).toMatchObject({ state, sealed: false });
    expect(Date.parse(period.end ?? '')).toBeLessThan(Date.parse('2026-11-18T12:00:00Z'));
    expect(Date.parse(period.sealsAt ?? '')).toBeGreaterThan(Date.parse('2026-11-18T12:00:00Z'));
    await expect(season(state).leaderboards.archive('top-sellers', period.key)).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  test('that is sealed has winners, prizes and an archive, and no change of rank', async () => {
    const { leaderboards } = season('sealed');
    const page = await leaderboards.get('top-sellers');
    expect(page.period).toMatchObject({ state: 'sealed', sealed: true });
    expect(page.data.every(({ previousRank }) => previousRank === null)).toBe(true);
    const { hash, prizes } = await leaderboards.season('top-sellers', page.period.key);
    expect(prizes.length).toBeGreaterThan(0);
    const archive = await leaderboards.archive('top-sellers', page.period.key);
    expect(archive.hash).toBe(hash);
    expect(archive.data[0]).toMatchObject({ id: page.data[0]?.id, place: 1 });
  });
});

test('Another user is one step: their entry comes, the one of before is gone', async () => {
  const { client, last } = shown({ scenario: 'still' });
  await client.advance(0);
  expect(last().page?.me?.id).toBe('amara');
  const identified = vi.fn();
  client.on('identify', identified);
  await client.identify('creator-2');
  await client.advance(0);
  expect(identified).toHaveBeenCalledWith({ user: 'creator-2' });
  expect(
    last()
      .page?.data.filter(({ isMe }) => isMe)
      .map(({ id }) => id),
  ).toEqual(['creator-2']);
  await client.visibility.set({ listed: false });
  expect(last().page?.me).toBeNull();
  await client.reset();
  await client.advance(0);
  expect(last().page?.data.some(({ isMe }) => isMe)).toBe(false);
});

test('What a test shows by hand stays, whatever is asked, until the test lets it go', async () => {
  const { client, last } = shown({ scenario: 'error' });
  client.show({ status: 'ready', error: null }, BOARD);
  await client.leaderboards.refresh(BOARD);
  await client.advance(1000);
  expect(last()).toMatchObject({ status: 'ready', error: null });
  client.show(null, BOARD);
  expect(last().status).toBe('ready');
  await client.leaderboards.refresh(BOARD);
  expect(last().status).toBe('error');
});

test('A board of the page’s own has its entries and its words', async () => {
  const boards = { mine: { name: 'Mine', unit: { label: 'stars', currency: null }, total: 3 } };
  const page = await createFakeClient({ boards, scenario: 'still' }).leaderboards.get('mine');
  expect(page).toMatchObject({ board: { key: 'mine', name: 'Mine', unit: { label: 'stars' } }, total: 3 });
});

test('Every scenario has its name in the list', () => {
  expect(SCENARIO_NAMES).toContain('live');
  expect(new Set(SCENARIO_NAMES).size).toBe(13);
});

test('Played, the clock runs by itself until it is stopped', async () => {
  vi.useFakeTimers();
  const { client, last } = shown({ scenario: 'slow' });
  client.play();
  await vi.advanceTimersByTimeAsync(3200);
  expect(last().status).toBe('ready');
  await client.destroy();
  const then = client.clock.now();
  await vi.advanceTimersByTimeAsync(1000);
  expect(client.clock.now()).toBe(then);
  vi.useRealTimers();
});

test('A debugging panel sees events with their fate and what the socket did; without consent nothing goes out', async () => {
  const { client } = shown();
  const inspection = await client.inspect();
  await client.advance(2000);
  expect(inspection.socket().map(({ name }) => name)).toEqual(['changed', 'live']);
  client.track('map.opened', { mapId: 'm-1' });
  expect(inspection.events()).toMatchObject([{ type: 'map.opened', fate: 'waiting', data: { mapId: 'm-1' } }]);
  await client.flush();
  expect(inspection.events()).toMatchObject([{ fate: 'sent', reason: null }]);
  client.consent.set('denied');
  client.track('map.opened');
  expect(inspection.events()).toMatchObject([{ fate: 'dropped' }, { fate: 'sent' }]);
  expect(await client.flush()).toEqual({ sent: 0, failed: 0 });
});
