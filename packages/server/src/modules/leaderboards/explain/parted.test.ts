import { type DefinitionsInput, Explanation } from '@engagement/contract';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import type { ApiRequest } from '../../../testing/api-server.ts';
import { purchase, refund } from '../../../testing/events.ts';
import { type SeasonServer, startSeasonServer } from '../../../testing/season-server.ts';
import { salesOver } from '../../../testing/seasons.ts';

const DURING = '2026-11-24T12:00:00Z';
const SEALED = '2026-12-01T12:00:00Z';
/** When what happened in September may go, and in November. */
const SEPTEMBER_GOES = '2027-02-03T00:00:00Z';
const NOVEMBER_GOES = '2027-04-03T00:00:00Z';

let server: SeasonServer;
beforeEach(async () => {
  server = await startSeasonServer({ postgresUrl: inject('postgresUrl'), now: DURING });
});
afterEach(() => server.stop());

async function explained(path: string, who?: ApiRequest): Promise<Explanation> {
  const { status, body } = await server.get(path, who);
  expect({ status, body }).toMatchObject({ status: 200 });
  return Explanation.parse(body);
}
const sale = (id: string, creator: string, amount: number, day = '2026-11-20') =>
  purchase(id, amount, { creator, at: `${day}T12:00:00Z` });

describe('where facts are gone for their age, an explanation says what they still hold', () => {
  const path = '/entries/ada/explain?period=all-time';
  const dropAt = async (instant: string) => {
    server.sleepUntil(instant);
    return server.core.retention.run(server.own.tenant, 'operator:test');
  };
  const dropped = ({ steps }: Explanation) => steps.filter(({ kind }) => kind === 'dropped');

  beforeEach(async () => {
    await server.define({ ...salesOver([], { windows: ['all-time'] }), retention: { keepMonths: 4 } });
    await server.record(sale('1', 'ada', 1000, '2026-09-20'), sale('2', 'ada', 400, '2026-09-21'));
    await server.record(sale('3', 'ada', 70), refund('4', '2', 100, { at: '2026-09-22T12:00:00Z' }));
  });

  test('the score stays, the facts that are kept add up to the rest of it, and nobody else sees more than that', async () => {
    expect(dropped(await explained(path))).toEqual([]);
    expect(await dropAt(SEPTEMBER_GOES)).toMatchObject({ dropped: 3, kept: 0 });
    const { entry, steps, facts } = await explained(path);
    expect(entry).toMatchObject({ id: 'ada', score: 1370 });
    expect(steps.slice(0, 2)).toMatchObject([
      { kind: 'total', count: 3, score: 1370 },
      {
        kind: 'dropped',
        text: '2 events of these are no longer kept, and hold 1,300.',
        value: 1300,
        count: 2,
      },
    ]);
    expect(facts).toMatchObject([{ id: '3', contributes: 70 }]);
    const browser = await explained(path, server.browser);
    expect(dropped(browser)).toMatchObject([{ value: 1300, count: 2 }]);
    expect(browser.facts).toBe(null);
  });

  test('also when none is kept', async () => {
    await dropAt(NOVEMBER_GOES);
    const { entry, steps, facts } = await explained(path);
    expect({ score: entry?.score, facts }).toEqual({ score: 1370, facts: [] });
    expect(steps[1]).toMatchObject({ kind: 'dropped', value: 1370, count: 3 });
  });
});

describe('where a season was sealed, an explanation says what with, and what the facts come to by now', () => {
  const AUTUMN = { key: 'autumn', start: '2026-09-01T00:00', end: '2026-12-01T00:00' };
  const path = (id: string) => `/entries/${id}/explain?period=autumn`;
  const sealed = ({ steps }: Explanation) => steps.find(({ kind }) => kind === 'sealed');

  async function sealWith(definitions: DefinitionsInput): Promise<void> {
    await server.define(definitions);
    await server.turnTo(DURING);
    await server.record(sale('1', 'ada', 100), sale('2', 'bob', 90), sale('3', 'cy', 80));
    await server.turnTo(SEALED);
    await server.record(sale('4', 'ada', 500), refund('5', '3'));
  }

  test('the same, or something else', async () => {
    await sealWith(salesOver([AUTUMN]));
    const still = 'The season was sealed with 90, which stands, and the facts still come to it.';
    expect(sealed(await explained(path('bob')))).toMatchObject({ text: still, score: 90, now: 90 });
    const ada = await explained(path('ada'));
    expect(ada.entry).toMatchObject({ rank: 1, score: 100 });
    expect(sealed(ada)).toEqual({
      kind: 'sealed',
      text: 'The season was sealed with 100, which stands, and by now the facts come to 600.',
      score: 100,
      now: 600,
    });
  });

  test('in money, where the board is of money', async () => {
    const { metrics = [], ...rest } = salesOver([AUTUMN]);
    const unit = { label: 'Revenue', currency: 'EUR' };
    await sealWith({
      ...rest,
      metrics: metrics.map((metric) => (metric.key === 'sales' ? { ...metric, unit } : metric)),
    });
    expect(sealed(await explained(path('ada')))).toMatchObject({
      text: 'The season was sealed with EUR 1.00, which stands, and by now the facts come to EUR 6.00.',
      score: 100,
      now: 600,
    });
  });

  test('or none at all', async () => {
    await sealWith(salesOver([AUTUMN]));
    const cy = await explained(path('cy'));
    expect(cy.entry).toMatchObject({ rank: 3, score: 80 });
    expect(cy.steps[0]).toMatchObject({ kind: 'total', text: 'Nothing counts any more.', count: 0, score: 0 });
    expect(sealed(cy)).toMatchObject({
      text: 'The season was sealed with 80, which stands, and by now the facts come to none.',
      score: 80,
      now: null,
    });
    expect(cy.facts).toMatchObject([{ id: '3', contributes: 0, counts: false }]);
    expect((await server.get(path('nobody'))).status).toBe(404);
    expect((await explained(path('cy'), server.browser)).facts).toBe(null);
  });
});
