import { createHash } from 'node:crypto';
import type { DeadLetter } from '@engagement/contract';
import { sql } from 'drizzle-orm';
import type { Kafka, Message, Producer } from 'kafkajs';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { rows } from '../platform/db/database.ts';
import { prove } from '../proof/index.ts';
import { type Member, OPERATOR } from '../testing/cast.ts';
import { createTopic, ownName, testKafka } from '../testing/kafka.ts';
import { applyDefinitions, call, startFreshServer } from '../testing/whole-server.ts';
import { DEAD_LETTER_TOPIC } from './dead-letter-topic.ts';
import { NOBODY } from './dead-letters.ts';
import { ACTIVITY_TOPIC } from './kafka-log.ts';
import { INPUTS_GROUP } from './topic-inputs.ts';

let server: Awaited<ReturnType<typeof startFreshServer>>;
let kafka: Kafka;
let producer: Producer;
let own: Member;
let other: Member;
const patience = { timeout: 20_000, interval: 100 };

beforeAll(async () => {
  const kafkaBrokers = inject('kafkaBrokers');
  server = await startFreshServer({ postgresUrl: inject('postgresUrl'), kafkaBrokers });
  kafka = testKafka(kafkaBrokers);
  producer = kafka.producer();
  await producer.connect();
  [own, other] = [await server.createMember('own'), await server.createMember('other')];
});
afterAll(async () => {
  await producer.disconnect();
  await server.stop();
});

const say = (topic: string, ...messages: Message[]) => producer.send({ topic, messages });
const structured = (event: object): Message => ({ value: JSON.stringify(event) });
const downloaded = (id: string, extra: object = {}) => ({
  specversion: '1.0',
  id,
  source: 'shop',
  type: 'asset.downloaded',
  time: new Date().toISOString(),
  subject: 'ada',
  data: { assetId: 'a1', creatorId: 'c1' },
  ...extra,
});
const bind = (member: Member, topic: string) => server.core.topics.bind(member.tenant.id, topic, OPERATOR);

const recorded = async (member: Member, prefix: string) =>
  (
    await rows<{ id: string }>(
      server.test.database.orm,
      sql`select id from activity_facts where tenant_id = ${member.tenant.id} and starts_with(id, ${prefix}) order by id`,
    )
  ).map(({ id }) => id);
const hasRecorded = (member: Member, prefix: string, ids: readonly string[]) =>
  vi.waitFor(async () => expect(await recorded(member, prefix)).toEqual(ids), patience);
const letters = async (member: Member, topic: string) =>
  (await server.core.deadLetters.list(member.tenant.id, { limit: 100, below: null, state: null }))
    .filter(({ origin }) => origin === `kafka:${topic}/0`)
    .sort((a, b) => Number(a.offset) - Number(b.offset));

/** A topic of a marketplace, bound and read. */
async function boundTopic(member: Member, name: string, settings = {}): Promise<string> {
  const topic = ownName(name);
  await createTopic(kafka, topic, settings);
  await bind(member, topic);
  return topic;
}

async function offsetOf(topic: string): Promise<string | undefined> {
  const admin = kafka.admin();
  await admin.connect();
  const [found] = await admin.fetchOffsets({ groupId: INPUTS_GROUP, topics: [topic] });
  await admin.disconnect();
  return found?.partitions[0]?.offset;
}

test('structured and binary events of a bound topic are recorded for its tenant, whatever they say', async () => {
  const downloads = await boundTopic(own, 'asset.downloaded');
  const reviews = await boundTopic(own, 'review.submitted');
  await say(downloads, structured(downloaded('d1')));
  const { data, ...attributes } = downloaded('d2', { traceparent: '00-ab' });
  const headers = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce_${name}`, `${value}`]));
  await say(downloads, { value: JSON.stringify(data), headers: { ...headers, 'content-type': 'application/json' } });
  await say(downloads, structured({ ...downloaded('d3'), tenant: 'other' }));
  await say(
    downloads,
    { ...structured(downloaded('d4')), headers: { tenant: 'other' }, key: `${other.tenant.id}:ada` },
    { value: JSON.stringify(data), headers: { ...headers, ce_id: 'd5', ce_tenantid: `${other.tenant.id}` } },
  );
  await say(reviews, structured(downloaded('dr1', { type: 'review.submitted', data: { assetId: 'a1', rating: 5 } })));
  await hasRecorded(own, 'd', ['d1', 'd2', 'd4', 'dr1']);
  const refused = await vi.waitFor(async () => {
    const found = await letters(own, downloads);
    expect(found).toHaveLength(2);
    return found;
  }, patience);
  expect(refused.map(({ detail }) => detail).sort()).toEqual([
    expect.stringContaining('tenant'),
    expect.stringContaining('tenant'),
  ]);
  expect(await recorded(other, 'd')).toEqual([]);
});

test('poison is set aside with reason, place and hash; its neighbours go on, and the offset is committed', async () => {
  const topic = await boundTopic(own, 'poison', { 'max.message.bytes': '10000000' });
  const megabytes = (count: number) =>
    JSON.stringify(downloaded('p-large', { data: { x: 'x'.repeat(count * 2 ** 20) } }));
  const poison: [string, Message][] = [
    ['not JSON', { value: '{"id": ' }],
    ['not JSON', { value: Buffer.from([0x7b, 0xff, 0xfe, 0x7d]) }],
    ['not JSON', { value: '' }],
    ['tombstone', { value: null }],
    ['larger than', { value: megabytes(5) }],
    ['larger than', { value: megabytes(1) }],
    ['neither built in nor registered', structured(downloaded('p-type', { type: 'thing.happened' }))],
    ['/id', structured(downloaded('p-id', { id: undefined }))],
    ['specversion', structured(downloaded('p-version', { specversion: '0.3' }))],
    ['assetId', structured(downloaded('p-data', { data: { assetId: 7, creatorId: 'c1' } }))],
    ['time', structured(downloaded('p-time', { time: '2001-01-01T00:00:00Z' }))],
    ['', { value: 'null' }],
    ['', { value: '[]' }],
    ['U+0000', structured(downloaded('p-nul', { data: { 'a\0b': 1 } }))],
    ['well-formed', { value: JSON.stringify(downloaded('p-half', { data: { '\ud800': 1 } })) }],
    ['', { value: '{}', headers: { ce_type: 'asset.downloaded', ce_id: ['a', 'b'], ce___proto__: 'x' } }],
  ];
  const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
  poison.push(['levels', { value: deep }]);
  for (const [index, [, message]] of poison.entries())
    await say(topic, structured(downloaded(`p${index + 10}`)), message);
  await say(topic, structured(downloaded('p-after')));
  await hasRecorded(own, 'p', ['p-after', ...poison.map((_, index) => `p${index + 10}`)]);
  const found = await vi.waitFor(async () => {
    const all = await letters(own, topic);
    expect(all).toHaveLength(poison.length);
    return all;
  }, patience);
  for (const [index, [detail, { value }]] of poison.entries()) {
    const hash = createHash('sha256')
      .update(value ?? '')
      .digest('hex');
    const letter = found[index];
    expect(letter).toMatchObject({ reason: 'invalid', offset: `${index * 2 + 1}`, state: 'open' });
    expect(letter?.detail).toContain(detail);
    if (index < 15 || index > 15) expect(letter?.payloadHash).toBe(hash);
  }
  await vi.waitFor(async () => expect(await offsetOf(topic)).toBe(`${poison.length * 2 + 1}`), patience);

  const copies: (DeadLetter & { tenantId: number })[] = [];
  const watcher = kafka.consumer({ groupId: ownName('watcher') });
  await watcher.connect();
  await watcher.subscribe({ topic: DEAD_LETTER_TOPIC, fromBeginning: true });
  await watcher.run({ eachMessage: async ({ message }) => void copies.push(JSON.parse(`${message.value}`)) });
  try {
    await vi.waitFor(() => {
      const mine = copies.filter(({ origin }) => origin === `kafka:${topic}/0`);
      expect(new Set(mine.map(({ id }) => id))).toEqual(new Set(found.map(({ id }) => id)));
      expect(mine[0]).toMatchObject({ tenantId: own.tenant.id, reason: 'invalid' });
      expect(mine[0]?.payloadHash).toMatch(/^[0-9a-f]{64}$/);
    }, patience);
  } finally {
    await watcher.disconnect();
  }
});

test('binding and unbinding take effect at run time, to the last topic and back', async () => {
  for (const { topic, tenantId } of await server.core.topics.list()) {
    await server.core.topics.unbind(tenantId, topic, OPERATOR);
  }
  const topic = ownName('moved');
  await createTopic(kafka, topic);
  await say(topic, structured(downloaded('m1')));
  await bind(own, topic);
  await hasRecorded(own, 'm', ['m1']);
  await expect(bind(other, topic)).rejects.toThrow('bound to another tenant');
  await expect(server.core.topics.unbind(other.tenant.id, topic, OPERATOR)).rejects.toThrow('not bound');
  await server.core.topics.unbind(own.tenant.id, topic, OPERATOR);
  await say(topic, structured(downloaded('m2')));
  await bind(other, topic);
  await hasRecorded(other, 'm', ['m2']);
  expect(await recorded(own, 'm')).toEqual(['m1']);
});

test('a topic that is bound before it exists is read once it does, and its absence stops nobody', async () => {
  const [absent, present] = [ownName('absent'), ownName('present')];
  await bind(own, absent);
  await createTopic(kafka, present);
  await bind(own, present);
  await say(present, structured(downloaded('n1')));
  await hasRecorded(own, 'n', ['n1']);
  await createTopic(kafka, absent);
  await say(absent, structured(downloaded('n2')));
  await hasRecorded(own, 'n', ['n1', 'n2']);
});

test.each([ACTIVITY_TOPIC, DEAD_LETTER_TOPIC, '__consumer_offsets', '.', '..', 'a b', ''])(
  'the topic %s cannot be bound',
  async (topic) => {
    await expect(bind(own, topic)).rejects.toMatchObject({ code: 'invalid-request' });
  },
);

test('a dead letter whose reason is gone is replayed once, however often it is asked for', async () => {
  const topic = await boundTopic(own, 'replayed');
  const { data, ...attributes } = downloaded('r-binary', { type: 'asset.polished' });
  const headers = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce_${name}`, `${value}`]));
  await say(topic, structured(downloaded('r-structured', { type: 'asset.polished' })));
  await say(topic, { value: JSON.stringify(data), headers }, { value: 'never' });
  const found = await vi.waitFor(async () => {
    const all = await letters(own, topic);
    expect(all).toHaveLength(3);
    return all;
  }, patience);
  const replay = (id: string | undefined, key = own.secretKey) =>
    call(server, key, `POST /v1/dead-letters/${id}/replay`);
  expect(await replay(found[0]?.id)).toMatchObject({
    status: 422,
    body: { detail: expect.stringContaining('still refused') },
  });
  await applyDefinitions(server.core, own, {
    activityTypes: [
      {
        type: 'asset.polished',
        schema: { type: 'object', properties: { assetId: { type: 'string' }, creatorId: { type: 'string' } } },
      },
    ],
    metrics: [
      { key: 'polished', subject: 'user', sources: [{ type: 'asset.polished', subject: 'subject' }], fold: 'count' },
    ],
  });
  expect((await replay(found[0]?.id, other.secretKey)).status).toBe(404);
  for (const letter of [found[0], found[1], found[0], found[1]]) {
    expect(await replay(letter?.id)).toMatchObject({ status: 200, body: { id: letter?.id, state: 'replayed' } });
  }
  expect((await replay(found[2]?.id)).status).toBe(409);
  expect(await call(server, own.secretKey, `POST /v1/dead-letters/${found[2]?.id}/discard`)).toMatchObject({
    body: { state: 'discarded' },
  });
  await hasRecorded(own, 'r-', ['r-binary', 'r-structured']);
  const listed = await call(server, own.secretKey, 'GET /v1/dead-letters?state=open&limit=100');
  expect((listed.body.data as DeadLetter[]).filter(({ origin }) => origin.includes(topic))).toEqual([]);
  await vi.waitFor(async () => expect(await server.core.log.backlog()).toBe(0), patience);
  const [value] = await rows(
    server.test.database.orm,
    sql`select value::int, count::int from metric_values join metrics m on m.id = metric_id where m.key = 'polished'`,
  );
  expect(value).toEqual({ value: 2, count: 2 });
  expect((await prove(server.core.database, own.tenant)).differences).toEqual([]);
});

test('one that was replayed in vain is open again', async () => {
  const topic = await boundTopic(own, 'in-vain');
  await say(topic, structured(downloaded('v1')), structured(downloaded('v1', { subject: 'eve' })));
  const conflict = () =>
    vi.waitFor(async () => {
      const all = await server.core.deadLetters.list(own.tenant.id, { limit: 100, below: null, state: 'open' });
      const letter = all.find(({ reason }) => reason === 'conflict');
      expect(letter).toMatchObject({ origin: 'log', state: 'open' });
      return letter as DeadLetter;
    }, patience);
  const { id } = await conflict();
  expect((await call(server, own.secretKey, `POST /v1/dead-letters/${id}/replay`)).status).toBe(200);
  expect((await conflict()).id).toBe(id);
});

test('what the log holds for nobody is set aside for the operator', async () => {
  const stranger = { tenant: 424_242, fact: { ...downloaded('s1'), trust: 'server', time: 1, reverses: null } };
  await say(ACTIVITY_TOPIC, { value: 'no record' }, structured(stranger), structured(stranger));
  const found = await vi.waitFor(async () => {
    const all = await server.core.deadLetters.list(NOBODY, { limit: 10, below: null, state: 'open' });
    expect(all).toHaveLength(3);
    return all;
  }, patience);
  expect(found.map(({ detail }) => detail).sort()).toEqual([
    'There is no tenant 424242',
    'There is no tenant 424242',
    'This entry of the log cannot be read',
  ]);
  for (const letter of found)
    expect(letter).toMatchObject({ origin: 'log', offset: expect.stringMatching(/^\d\/\d+$/) });
});
