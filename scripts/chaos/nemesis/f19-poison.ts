import type { Random } from '../../../packages/server/src/testing/chaos/random.ts';
import { cameTrue } from '../until.ts';
import type { Fault } from './fault.ts';

const SET_ASIDE_SECONDS = 30;
const NEIGHBOUR_SECONDS = 5;
const NOBODY = 0;

export const poison: Fault = {
  id: 'F-19',
  title: 'poison in a bound topic and in the log itself',
  size: '10 messages, up to 2 MB',
  seconds: 8,
  weight: 2,
  async inject(system, random) {
    const { observer, surroundings, topics } = system;
    const { shop, tenantId, topic } = random.pick(system.shops);
    const before = (await observer.letters(tenantId)).length;
    const places = surroundings.poison.inTopics.get(topic) ?? new Set<string>();
    const messages = messagesFor(shop.tenant.bird);
    for (const message of messages) places.add(await topics.produceRaw(topic, message));
    for (const entry of entriesFor(random)) {
      await topics.produceIntoLog(entry);
      surroundings.poison.inLog += 1;
    }
    const broken: string[] = [];
    const neighbour = shop.story.probe();
    await cameTrue(SET_ASIDE_SECONDS, () => shop.say(neighbour));
    if (!(await cameTrue(NEIGHBOUR_SECONDS, () => observer.isStored(tenantId, neighbour.id)))) {
      broken.push(`an event beside poison was not recorded within ${NEIGHBOUR_SECONDS} s`);
    }
    const isAside = async () =>
      (await observer.letters(tenantId)).length >= before + messages.length &&
      (await observer.letters(NOBODY)).length === surroundings.poison.inLog;
    const aside = await cameTrue(SET_ASIDE_SECONDS, isAside);
    if (!aside) broken.push(`poison was not set aside within ${SET_ASIDE_SECONDS} s`);
    const count = messages.length + 3;
    return { injected: count, bitten: aside ? count : 0, seen: `${count} poisoned messages set aside`, broken };
  },
};

function messagesFor(bird: string): (string | null)[] {
  const event = { id: `poison.${bird}`, source: 'shop', type: 'purchase.completed', time: new Date().toISOString() };
  return [
    '{"id": "cut off',
    null,
    JSON.stringify({ ...event, type: 'nobody.knows', data: {} }),
    JSON.stringify({ ...event, specversion: '9.9', data: { creatorId: 'c', amount: 1, currency: 'EUR' } }),
    JSON.stringify({ ...event, data: { creatorId: 'c', amount: 'ten', currency: 'EUR' } }),
    JSON.stringify({ ...event, data: { note: 'x'.repeat(2 * 1024 * 1024) } }),
    '[]',
  ];
}

/** Entries of the log that no server of ours writes: no JSON, no record, a tenant that there is not. */
function entriesFor(random: Random): string[] {
  const nonce = random.whole(0, 1e9);
  const fact = {
    trust: 'server',
    source: 'shop',
    id: `intruder-${nonce}`,
    type: 'purchase.completed',
    time: Date.now() * 1000,
    subject: null,
    data: {},
    reverses: null,
  };
  return [`garbage ${nonce}`, JSON.stringify({ nonce }), JSON.stringify({ tenant: 999_999, fact })];
}
