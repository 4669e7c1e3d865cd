import type { ActivityTypeDefinition } from '@engagement/contract';
import { describe, expect, test } from 'vitest';
import { TypeRegistry } from '../definitions/type-registry.ts';
import { type Micros, microsOf } from '../kernel/instant.ts';
import { accept, type Speaker } from './accept.ts';

const NOW: Micros = microsOf('2026-11-24T12:00:00Z');
const OWN: ActivityTypeDefinition[] = [
  {
    type: 'game.played',
    client: true,
    schema: {
      type: 'object',
      properties: {
        points: { type: 'number', minimum: 0 },
        level: { enum: ['one', 'two'] },
        amount: { type: 'integer' },
      },
      required: ['points'],
      additionalProperties: false,
    },
  },
  { type: 'game.annulled', client: true, schema: { type: 'object' }, reverses: ['game.played'] },
];
const types = new TypeRegistry(OWN);

const event = {
  id: 'e1',
  source: 'shop',
  type: 'purchase.completed',
  time: '2026-11-24T11:00:00Z',
  subject: 'u1',
  data: { creatorId: 'c1', amount: 100, currency: 'EUR' },
};
const server: Speaker = { trust: 'server' };
const browser: Speaker = { trust: 'client', user: 'u1' };
const judge = (input: unknown, speaker = server) => accept(input, speaker, types, NOW);
const factOf = (input: unknown, speaker?: Speaker) => {
  const acceptance = judge(input, speaker);
  if ('rejection' in acceptance) throw new Error(JSON.stringify(acceptance.rejection));
  return acceptance.fact;
};
/** The first pointer that is refused, or what is recorded. */
const pointer = (input: unknown, speaker?: Speaker) => {
  const acceptance = judge(input, speaker);
  return 'rejection' in acceptance ? acceptance.rejection.errors[0]?.pointer : 'accepted';
};
const withData = (data: object) => ({ ...event, data: { ...event.data, ...data } });

test('what is accepted is the fact with its defaults, without its transport', () => {
  const traced = { ...event, specversion: '1.0', traceparent: '00-1', time: '2026-11-24T12:00:00.123456789+01:00' };
  expect(factOf(traced)).toEqual({
    trust: 'server',
    source: 'shop',
    id: 'e1',
    type: 'purchase.completed',
    time: microsOf('2026-11-24T11:00:00.123456Z'),
    subject: 'u1',
    data: event.data,
    reverses: null,
  });
  expect(factOf({ id: 'v', source: 's', type: 'user.signed-up', time: event.time })).toMatchObject({
    subject: null,
    data: {},
  });
});

describe('amounts', () => {
  test.each([
    -1,
    0.1,
    1.5,
    2 ** 53 + 1,
    1e308,
    '10',
    '1e3',
    Number.NaN,
    Number.POSITIVE_INFINITY,
    null,
    true,
    [1],
    { n: 1 },
  ])('%o is none', (amount) => expect(pointer(withData({ amount }))).toBe('/data/amount'));
  test.each([0, -0, 1, Number.MAX_SAFE_INTEGER])('%o is one', (amount) => {
    expect(factOf(withData({ amount })).data.amount).toBe(amount);
  });
  test('a reversal takes back more than nothing, and a negative amount is an error in any type', () => {
    const refund = { ...event, type: 'purchase.refunded', reverses: 'p1' };
    expect(pointer({ ...refund, data: { amount: 0 } })).toBe('/data/amount');
    expect(pointer({ ...refund, data: { amount: -5 } })).toBe('/data/amount');
    expect(pointer({ ...event, type: 'game.played', data: { points: 1, amount: -5 } })).toBe('/data/amount');
  });
  test('a decimal has at most six places', () => {
    const rated = (rating: unknown) => pointer({ ...event, type: 'review.submitted', data: { assetId: 'a1', rating } });
    expect([0, 4.5, 0.1, 3.333333, 10].map(rated)).toEqual(Array(5).fill('accepted'));
    expect([0.1234567, 4.00000000001, 1e-7, 10.1, -1, '4', Number.NaN].map(rated)).toEqual(
      Array(7).fill('/data/rating'),
    );
  });
});

describe('ids', () => {
  test.each(['', 'x'.repeat(129), 'x'.repeat(4096), 'é'.repeat(65), 'a\nb', 'a\u0000b', 'a\u007fb', '\ud800', 5, null])(
    '%o is none',
    (id) => {
      expect(pointer({ ...event, id })).toBe('/id');
    },
  );
  test('look-alikes are told apart by their bytes, and nothing is normalised', () => {
    const ids = ['é', 'e\u0301', 'а', 'a', 'A', ' a', 'x'.repeat(128), 'é'.repeat(64), '\u200b'];
    expect(new Set(ids.map((id) => factOf({ ...event, id }).id)).size).toBe(ids.length);
    expect(ids.map((id) => factOf({ ...event, id }).id)).toEqual(ids);
  });
});

describe('a source', () => {
  test.each([
    'a b',
    ' shop',
    'a<b',
    'a>b',
    '{shop}',
    'a|b',
    'a\\b',
    'a^b',
    'a`b',
    'a"b',
    '',
    'x'.repeat(257),
    'é'.repeat(129),
  ])('%o is no URI reference', (source) => {
    expect(pointer({ ...event, source })).toBe('/source');
    expect(pointer({ ...event, type: 'purchase.refunded', data: {}, reverses: 'p1', reversessource: source })).toBe(
      '/reversessource',
    );
  });
  test.each([
    'shop',
    '/shop',
    '../shop?x=1#y',
    'https://shop.example/a',
    'urn:shop:till-1',
    '//shop',
    'läden',
    'x'.repeat(256),
  ])('%o is one', (source) => expect(factOf({ ...event, source }).source).toBe(source));
});

describe('time', () => {
  test.each([
    undefined,
    '2026-11-24T11:00:00',
    '2026-11-24',
    '11:00:00Z',
    1795518000000,
    '2026-02-30T11:00:00Z',
    '2026-11-24T25:00:00Z',
    '2026-11-24 11:00:00Z',
    'now',
  ])('%o is none', (time) => expect(pointer({ ...event, time })).toBe('/time'));
  test('reaches from 90 days back to 5 minutes ahead, to the microsecond', () => {
    const at = (time: string) => pointer({ ...event, time });
    expect(at('2026-11-24T12:05:00Z')).toBe('accepted');
    expect(at('2026-11-24T12:05:00.000001Z')).toBe('/time');
    expect(at('2026-08-26T12:00:00Z')).toBe('accepted');
    expect(at('2026-08-26T11:59:59.999999Z')).toBe('/time');
    expect(at('1970-01-01T00:00:00Z')).toBe('/time');
    expect(at('2036-11-24T11:00:00Z')).toBe('/time');
  });
  test('is of any age in an import, but not of any future', () => {
    const importing = { ...server, anyAge: true };
    expect(factOf({ ...event, time: '1970-01-01T00:00:00Z' }, importing).time).toBe(0);
    expect(factOf({ ...event, time: '1999-12-31T23:59:59.999999-12:00' }, importing).time).toBe(946727999999999);
    expect(pointer({ ...event, time: '2026-11-24T12:06:00Z' }, importing)).toBe('/time');
    expect(pointer({ ...event, time: '1066-10-14T09:00:00Z' }, importing)).toBe('/time');
  });
});

describe('fields', () => {
  test('one that is unknown is named', () => {
    for (const [input, expected] of [
      [{ ...event, tenantId: 7 }, '/tenantId'],
      [withData({ price: 5 }), '/data/price'],
      [withData({ 'a/b~c': 5 }), '/data/a~1b~0c'],
      [{ ...event, type: 'game.played', data: { points: 1, extra: true } }, '/data/extra'],
      [{ ...event, type: 'game.annulled', data: { extra: true }, reverses: 'g1' }, '/data/extra'],
    ] as const)
      expect(judge(input)).toMatchObject({
        rejection: { code: 'invalid-request', errors: [{ pointer: expected, code: 'unknown-field' }] },
      });
  });
  test.each([
    ['a built-in type', event],
    ["a tenant's own type", { ...event, type: 'game.played', data: { points: 1 } }],
    ['a type that lists no fields', { ...event, type: 'game.annulled', data: {}, reverses: 'g1' }],
  ])('of %s: properties are a flat free map of at most 16 kB', (_name, base) => {
    const properties = (map: unknown) => pointer({ ...base, data: { ...base.data, properties: map } });
    expect(properties('text')).toBe('/data/properties');
    expect(properties({ region: 'eu', vip: true, score: -1.25, empty: '' })).toBe('accepted');
    expect(properties({ long: 'x'.repeat(16_000) })).toBe('accepted');
    expect(properties({ long: 'x'.repeat(16 * 1024) })).toBe('/data/properties');
    expect(properties({ long: 'x'.repeat(64 * 1024) })).toBe('/data/properties');
    expect(properties({ nested: { a: 1 } })).toBe('/data/properties/nested');
    expect(properties({ list: [1] })).toBe('/data/properties/list');
    expect(properties({ none: null })).toBe('/data/properties/none');
    expect(properties({ text: 'a\u0000b' })).toBe('/data/properties/text');
  });
  test('a name of the prototype is refused, and changes none', () => {
    const hostile = JSON.parse(
      `{"id":"e","source":"s","type":"page.viewed","time":"${event.time}","data":{"properties":{"__proto__":{"polluted":1}}}}`,
    );
    expect(pointer(hostile)).toBe('/data/properties/__proto__');
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
  test.each([null, 5, 'event', [event], [], {}, true])('%o is no event', (input) => {
    expect(judge(input)).toMatchObject({ rejection: { code: 'invalid-request' } });
  });
});

test('a type is built in or registered; another one is refused', () => {
  expect(judge({ ...event, type: 'purchase.invented' })).toMatchObject({
    rejection: { errors: [{ pointer: '/type', code: 'unknown-type' }] },
  });
  expect(pointer({ ...event, type: 'constructor' })).toBe('/type');
  expect(pointer({ ...event, type: 'to.string' })).toBe('/type');
  const played = (data: object) => pointer({ ...event, type: 'game.played', data });
  expect(played({ points: 2.5, level: 'two' })).toBe('accepted');
  expect(played({ points: -1 })).toBe('/data/points');
  expect(played({ points: '1' })).toBe('/data/points');
  expect(played({ points: 1, level: 'Two' })).toBe('/data/level');
  expect(played({})).toBe('/data/points');
});

describe('a reversal', () => {
  const refund = { ...event, type: 'purchase.refunded', data: {}, reverses: 'p1' };
  test('names what it takes back, in its own source and trust unless it says otherwise', () => {
    expect(factOf(refund).reverses).toEqual({ trust: 'server', source: 'shop', id: 'p1' });
    expect(factOf({ ...refund, reversessource: 'till', reversestrust: 'client' }).reverses).toEqual({
      trust: 'client',
      source: 'till',
      id: 'p1',
    });
  });
  test('that names nothing, and another event that names something, are refused', () => {
    expect(pointer({ ...refund, reverses: undefined })).toBe('/reverses');
    expect(pointer({ ...event, reverses: 'p1' })).toBe('/reverses');
    expect(pointer({ ...event, reversessource: 'till' })).toBe('/reverses');
    expect(pointer({ ...refund, reverses: '' })).toBe('/reverses');
    expect(pointer({ ...refund, reversestrust: 'both' })).toBe('/reversestrust');
  });
});

describe('a browser', () => {
  const viewed = { ...event, type: 'asset.viewed', data: { assetId: 'a1' } };
  test('says what browsers may say, of its own user', () => {
    expect(factOf(viewed, browser)).toMatchObject({ trust: 'client', subject: 'u1' });
    expect(factOf({ ...viewed, subject: undefined }, browser)).toMatchObject({ subject: 'u1' });
    expect(pointer({ ...viewed, subject: 'u2' }, browser)).toBe('/subject');
    expect(pointer(viewed, { trust: 'client' })).toBe('/subject');
    expect(factOf({ ...viewed, subject: undefined }, { trust: 'client' })).toMatchObject({ subject: null });
  });
  test('cannot say that something of value happened, unless the tenant lets it', () => {
    expect(judge(event, browser)).toMatchObject({ rejection: { code: 'forbidden', errors: [{ pointer: '/type' }] } });
    expect(pointer({ ...event, type: 'game.played', data: { points: 1 } }, browser)).toBe('accepted');
    const letting = new TypeRegistry([{ type: 'creator.followed', client: true }]);
    const followed = { ...event, type: 'creator.followed', data: { creatorId: 'c1' } };
    expect(accept(followed, browser, letting, NOW)).toHaveProperty('fact');
    expect(accept(followed, browser, types, NOW)).toHaveProperty('rejection');
  });
  test('cannot take back what a server said', () => {
    const annulled = { ...event, type: 'game.annulled', data: {}, reverses: 'g1' };
    expect(factOf(annulled, browser).reverses).toEqual({ trust: 'client', source: 'shop', id: 'g1' });
    expect(pointer({ ...annulled, reversestrust: 'server' }, browser)).toBe('/reversestrust');
  });
});
