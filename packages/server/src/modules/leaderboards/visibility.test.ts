import type { BoardPage } from '@engagement/contract';
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { rows } from '../../platform/db/database.ts';
import { type ApiServer, startApiServer } from '../../testing/api-server.ts';
import { LISTED_ORIGIN } from '../../testing/cast.ts';
import { purchase } from '../../testing/events.ts';
import { connect, Follower } from '../../testing/socket.ts';
import { applyDefinitions } from '../../testing/whole-server.ts';

const PEOPLE = ['ada', 'bob', 'cy', 'dee', 'eve'];
describe.each(['Postgres', 'Redis'] as const)('boards in %s', (engine) => {
  let server: ApiServer;

  beforeAll(async () => {
    const redisUrl = engine === 'Redis' ? inject('redisUrl') : undefined;
    server = await startApiServer({ postgresUrl: inject('postgresUrl'), role: 'all', redisUrl });
    // Known as a creator before they are as a user.
    await put('creators/dee', { name: 'Dee' });
    const of = (key: string, subject: string, field: string) => ({
      key,
      subject,
      sources: [{ type: 'purchase.completed', subject: field, value: 'data.amount' }],
      fold: 'sum' as const,
    });
    await applyDefinitions(server.core, server.own, {
      metrics: [of('sold', 'creator', 'data.creatorId'), of('bought', 'user', 'subject')],
      boards: [
        { key: 'sellers', name: 'Sellers', metric: 'sold' },
        { key: 'dense', name: 'Dense', metric: 'sold', ranks: 'dense', exclude: ['robots'] },
        { key: 'buyers', name: 'Buyers', metric: 'bought' },
      ],
    });
    // ada 500, bob 400, cy 400, dee 200, eve 100
    const amounts = [500, 400, 400, 200, 100];
    const events = PEOPLE.map((name, at) =>
      purchase(`p-${name}`, amounts[at] as number, { creator: name, subject: name }),
    );
    await server.send('POST /v1/events/batch', { token: server.own.secretKey, body: { events } });
    await vi.waitFor(async () => expect((await read('sellers')).total).toBe(5), 10_000);
  });
  afterAll(() => server.stop());
  afterEach(async () => {
    const proven = async () => expect((await server.core.standings.prove(server.own.tenant)).differences).toEqual([]);
    await vi.waitFor(proven, 20_000);
  });

  async function read(board: string, token = server.own.secretKey): Promise<BoardPage> {
    const { status, body } = await server.send(`GET /v1/leaderboards/${board}/entries`, { token });
    expect(status).toBe(200);
    return body;
  }

  const ranks = async (board: string) => Object.fromEntries((await read(board)).data.map(({ id, rank }) => [id, rank]));

  async function put(path: string, body: object): Promise<void> {
    const reply = await server.send(`PUT /v1/${path}`, { token: server.own.secretKey, body });
    expect(reply.status).toBe(200);
  }

  const back = async (name: string) => {
    await put(`users/${name}`, { suspended: false, listed: true, groups: [] });
    await put(`creators/${name}`, { groups: [] });
  };

  test.each([
    ['who is suspended', { suspended: true }],
    ['who opted out', { listed: false }],
  ])('nobody sees %s, as user or as creator, and ranks close up', async (_who, change) => {
    await put('users/bob', change);
    expect(await ranks('sellers')).toEqual({ ada: 1, cy: 2, dee: 3, eve: 4 });
    expect(await ranks('dense')).toEqual({ ada: 1, cy: 2, dee: 3, eve: 4 });
    expect(await ranks('buyers')).toEqual({ ada: 1, cy: 2, dee: 3, eve: 4 });
    const { total, data } = await read('sellers');
    expect([total, data.find(({ id }) => id === 'cy')?.tied]).toEqual([4, false]);
    const around = await server.send('GET /v1/leaderboards/sellers/entries/around/bob', {
      token: server.own.secretKey,
    });
    expect(around).toMatchObject({ status: 404, problem: 'not-found' });
    await back('bob');
    expect(await ranks('sellers')).toEqual({ ada: 1, bob: 2, cy: 2, dee: 4, eve: 5 });
  });

  test('who comes back stands on every board once, and in the midst of others', async () => {
    for (const name of PEOPLE) await put(`users/${name}`, { suspended: true });
    expect((await read('sellers')).total).toBe(0);
    for (const name of PEOPLE) await back(name);
    for (const board of ['sellers', 'dense', 'buyers']) {
      expect(Object.keys(await ranks(board)).toSorted()).toEqual(PEOPLE);
      for (const name of PEOPLE) {
        const path = `GET /v1/leaderboards/${board}/entries/around/${name}`;
        const { body } = await server.send(path, { token: server.own.secretKey });
        expect(body).toMatchObject({ total: 5, of: { id: name } });
      }
    }
  });

  test('the members of an excluded group are left out of the boards that exclude it, in the role of the group', async () => {
    await put('creators/ada', { groups: ['staff', 'beta'] });
    expect(await ranks('sellers')).toEqual({ bob: 1, cy: 1, dee: 3, eve: 4 });
    expect(await ranks('dense')).toEqual({ ada: 1, bob: 2, cy: 2, dee: 3, eve: 4 });
    expect(await ranks('buyers')).toEqual({ ada: 1, bob: 2, cy: 2, dee: 4, eve: 5 });
    await put('creators/ada', { groups: ['robots'] });
    expect(Object.keys(await ranks('sellers'))).toContain('ada');
    expect(Object.keys(await ranks('dense'))).not.toContain('ada');
    await back('ada');
    const kept = await rows(server.database.orm, sql`select 1 from leaderboard_visibility`);
    expect(kept).toEqual([]);
  });

  test('a user who leaves has no entry of their own, and has it again when they come back', async () => {
    const token = await server.own.userToken({ sub: 'cy' });
    const own = async () => (await read('sellers', token)).me?.rank ?? null;
    const choose = (listed: boolean) =>
      server.send('PUT /v1/me/visibility', { token, origin: LISTED_ORIGIN, body: { listed } });
    expect(await own()).toBe(2);
    await choose(false);
    expect(await own()).toBe(null);
    const around = await server.send('GET /v1/leaderboards/sellers/entries/around/me', { token });
    expect(around).toMatchObject({ status: 404, problem: 'not-found' });
    await choose(true);
    expect(await own()).toBe(2);
  });

  test('those who watch a board see the ranks close up', async () => {
    const follower = await new Follower(await connect(server.url, server.own.publishableKey)).watch({ key: 'sellers' });
    const shown = () => follower.page?.data.map(({ id, rank }) => `${rank} ${id}`);
    expect(shown()).toEqual(['1 ada', '2 bob', '2 cy', '4 dee', '5 eve']);
    await put('creators/ada', { suspended: true });
    await vi.waitFor(() => expect(shown()).toEqual(['1 bob', '1 cy', '3 dee', '4 eve']), 5000);
    expect(follower.page?.total).toBe(4);
    await back('ada');
    await vi.waitFor(() => expect(shown()?.[0]).toBe('1 ada'), 5000);
    follower.socket.close();
  });
});
