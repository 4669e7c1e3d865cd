import { BoardSeason, Explanation } from '@engagement/contract';
import { afterAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { purchase, refund } from '../../../testing/events.ts';
import { type SeasonServer, startSeasonServer } from '../../../testing/season-server.ts';
import { salesOver } from '../../../testing/seasons.ts';
import { ScoreBasis } from '../score-basis.ts';

const DURING = '2026-11-24T12:00:00Z';
const SEALED = '2026-12-01T12:00:00Z';
const LATER = '2026-12-05T12:00:00Z';
const AUTUMN = { key: 'autumn', start: '2026-09-01T00:00', end: '2026-12-01T00:00' };
const NOTHING = { count: 0, moved: 0, data: [] };

let server: SeasonServer;
const servers: SeasonServer[] = [];
beforeEach(async () => {
  server = await startSeasonServer({ postgresUrl: inject('postgresUrl'), now: DURING });
  servers.push(server);
});
afterAll(() => Promise.all(servers.map((each) => each.stop())));

const sale = (id: string, creator: string, amount: number, at = '2026-11-20T12:00:00Z') =>
  purchase(id, amount, { creator, at });

async function late(query = '') {
  const { status, body } = await server.get(`/seasons/autumn${query}`);
  expect(status).toBe(200);
  return BoardSeason.parse(body).late;
}

describe('a board that draws to a mean', { timeout: 60_000 }, () => {
  const MEAN = {
    key: 'mean',
    subject: 'creator',
    sources: [{ type: 'purchase.completed', subject: 'data.creatorId', value: 'data.amount' }],
    fold: 'average' as const,
    windows: ['season' as const, 'all-time' as const],
    scale: 2,
  };
  const BOARD = {
    key: 'top',
    name: 'Top',
    metric: 'mean',
    score: 'average' as const,
    prior: { weight: 5 },
    windows: ['season' as const],
  };

  /** What is done when a local day begins. */
  async function renewMeans(instant: string): Promise<void> {
    const { database, catalogues, metrics, standings } = server.core;
    const at = Date.parse(instant) * 1000;
    const basis = new ScoreBasis({ database, catalogues, periods: metrics, refresh: standings.refresh });
    await basis.renew(server.own.tenant, at, at);
  }

  const averageOf = async (id: string) => {
    const { steps } = Explanation.parse((await server.get(`/entries/${id}/explain?period=autumn`)).body);
    return steps.filter(({ kind }) => kind === 'average' || kind === 'sealed');
  };

  beforeEach(async () => {
    const { metrics = [], ...base } = salesOver([AUTUMN]);
    await server.define({ ...base, metrics: [MEAN, ...metrics], boards: [BOARD] });
    await server.turnTo(DURING);
    await server.record(sale('1', 'ada', 100), sale('2', 'bob', 90));
  });

  test('reports late facts alone, however the mean of today moves', async () => {
    await renewMeans('2026-11-25T23:00:00Z');
    await server.turnTo(SEALED);
    expect(await late()).toEqual(NOTHING);
    const sealed = await averageOf('ada');
    expect(sealed).toMatchObject([{ prior: { weight: 5, mean: 95 } }, { kind: 'sealed', score: 95.83, now: 95.83 }]);

    // A sale of December is no part of the season, but of the mean.
    server.sleepUntil(LATER);
    await server.record(sale('3', 'cy', 5000, '2026-12-05T11:00:00Z'));
    await renewMeans('2026-12-05T23:00:00Z');
    expect(await late()).toEqual(NOTHING);
    expect(await averageOf('ada')).toEqual(sealed);

    // (5 × 95 + 90 + 200) ÷ (5 + 2)
    await server.record(sale('4', 'bob', 200));
    expect(await late()).toEqual({
      count: 1,
      moved: 2,
      data: [{ id: 'bob', sealed: { rank: 2, score: 94.17 }, now: { rank: 1, score: 109.29 } }],
    });
  });

  test('that had no mean yet when it was sealed stays with plain averages', async () => {
    await server.turnTo(SEALED);
    const sealed = await averageOf('ada');
    expect(sealed).toMatchObject([
      { prior: null, score: 100 },
      { score: 100, now: 100 },
    ]);
    await renewMeans('2026-12-01T23:00:00Z');
    expect(await late()).toEqual(NOTHING);
    expect(await averageOf('ada')).toEqual(sealed);
  });
});

describe('who is hidden', { timeout: 60_000 }, () => {
  const put = async (id: string, body: object) =>
    expect((await server.send(`PUT /v1/users/${id}`, { token: server.own.secretKey, body })).status).toBe(200);

  beforeEach(async () => {
    await server.define(salesOver([AUTUMN]));
    await server.turnTo(DURING);
    await server.record(sale('1', 'ada', 100), sale('2', 'bob', 90), sale('3', 'cy', 80));
  });

  test('or shown after the seal is no late fact', async () => {
    await put('bob', { suspended: true });
    await server.turnTo(SEALED);
    await put('ada', { suspended: true });
    await put('bob', { suspended: false });
    expect(await late()).toEqual(NOTHING);
    expect(await late('?segment=data.currency:EUR')).toEqual(NOTHING);
  });

  test('does not hide what late facts do to an entry of the archive, and is not brought in by them', async () => {
    await put('bob', { suspended: true });
    await server.turnTo(SEALED);
    await put('ada', { suspended: true });
    await put('dee', { suspended: true });
    await server.record(refund('4', '1'), sale('5', 'bob', 500), sale('6', 'dee', 500), sale('7', 'eve', 10));
    expect(await late()).toEqual({
      count: 2,
      moved: 3,
      data: [
        { id: 'ada', sealed: { rank: 1, score: 100 }, now: null },
        { id: 'eve', sealed: null, now: { rank: 2, score: 10 } },
      ],
    });
  });

  test('stays out of the archive and its hash', async () => {
    await put('bob', { suspended: true });
    await server.turnTo(SEALED);
    const { body } = await server.get('/seasons/autumn/archive');
    expect(body.data.map(({ id }: { id: string }) => id)).toEqual(['ada', 'cy']);
    expect((await server.get('/entries?period=autumn')).body.total).toBe(2);
  });
});
