import type { Kafka, KafkaMessage } from 'kafkajs';
import type { Tenant } from '../kernel/tenant.ts';
import { type KafkaConsumer, type KafkaPlace, startConsumer } from '../platform/kafka/consumer.ts';
import type { SetAside } from './dead-letters.ts';
import type { FrontDoor } from './front-door.ts';
import { readMessage } from './topic-message.ts';

export const INPUTS_GROUP = 'engagement-inputs';
const MAX_BATCH = 500;

export interface TopicInputsDeps {
  readonly kafka: Kafka;
  readonly door: FrontDoor;
  /** The topics that are bound, whether or not they exist. */
  readonly bound: () => Promise<readonly string[]>;
  /** The tenant that a topic is bound to now: the binding decides, never the payload. */
  readonly tenantOf: (topic: string) => Promise<Tenant | undefined>;
  readonly setAside: (tenant: Tenant, letters: readonly SetAside[]) => Promise<void>;
  readonly onFailure: (error: unknown) => void;
  readonly group?: string;
}

/** Reads the topics that tenants already have, through the same door as HTTP. */
export interface TopicInputs {
  /** Looks again at what is bound, and which of it exists; never rejects. */
  refresh(): Promise<void>;
  /** Finishes the messages in hand. */
  stop(): Promise<void>;
}

/** A topic that is bound before it exists is found within this time of its creation. */
const REFRESH_MS = 5000;

export async function startTopicInputs(deps: TopicInputsDeps): Promise<TopicInputs> {
  let reading: { readonly key: string; readonly consumer: KafkaConsumer } | undefined;
  let stopped = false;
  const admin = deps.kafka.admin();

  async function stopReading(): Promise<void> {
    const { consumer } = reading ?? {};
    reading = undefined;
    await consumer?.stop();
  }

  /** Reads the bound topics that exist: a consumer fails that is asked for another. */
  async function look(): Promise<void> {
    if (stopped) return;
    const bound = await deps.bound();
    if (bound.length > 0) await admin.connect();
    const existing = bound.length > 0 ? new Set(await admin.listTopics()) : new Set<string>();
    const topics = bound.filter((topic) => existing.has(topic)).sort();
    const key = topics.join(' ');
    if (key === (reading?.key ?? '')) return;
    await stopReading();
    if (topics.length > 0) reading = { key, consumer: await read(deps, topics) };
  }

  let looking: Promise<void> = Promise.resolve();
  const refresh = () => {
    looking = looking.then(look).catch(deps.onFailure);
    return looking;
  };
  await refresh();
  const timer = setInterval(refresh, REFRESH_MS);
  return {
    refresh,
    async stop() {
      stopped = true;
      clearInterval(timer);
      await looking;
      await stopReading();
      await admin.disconnect();
    },
  };
}

function read(deps: TopicInputsDeps, topics: readonly string[]): Promise<KafkaConsumer> {
  return startConsumer({
    kafka: deps.kafka,
    group: deps.group ?? INPUTS_GROUP,
    topics,
    maxBatch: MAX_BATCH,
    onFailure: deps.onFailure,
    async handle(place, messages) {
      const tenant = await deps.tenantOf(place.topic);
      // Its messages wait for whoever it is bound to next.
      if (!tenant) throw new Error(`The topic ${place.topic} is bound to nobody any more`);
      await takeIn(deps, tenant, place, messages);
    },
  });
}

/** What is not accepted is set aside with its place; its neighbours go on. Both are durable when this resolves. */
async function takeIn(
  { door, setAside }: TopicInputsDeps,
  tenant: Tenant,
  { topic, partition }: KafkaPlace,
  messages: readonly KafkaMessage[],
): Promise<void> {
  const origin = `kafka:${topic}/${partition}`;
  const letters: SetAside[] = [];
  const reject = ({ offset, value }: KafkaMessage, detail: string, event?: unknown) =>
    letters.push({
      reason: 'invalid',
      detail,
      trust: 'server',
      origin,
      offset,
      payload: event === undefined ? (value ?? '') : JSON.stringify(event),
      fingerprint: `${origin}/${offset}`,
    });

  const readable: { message: KafkaMessage; event: unknown; assembled: boolean }[] = [];
  for (const message of messages) {
    const reading = readMessage(message);
    if ('problem' in reading) reject(message, reading.problem);
    else readable.push({ message, ...reading });
  }
  const events = readable.map(({ event }) => event);
  const judged = await door.submit(tenant, events, { trust: 'server' });
  for (const [index, { message, event, assembled }] of readable.entries()) {
    const acceptance = judged[index];
    if (!acceptance || 'fact' in acceptance) continue;
    // An event in headers is kept in one piece, so that it can be replayed.
    reject(message, acceptance.rejection.detail, assembled ? event : undefined);
  }
  if (letters.length > 0) await setAside(tenant, letters);
}
