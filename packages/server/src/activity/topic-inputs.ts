import type { Consumer, IHeaders, Kafka, KafkaMessage } from 'kafkajs';
import type { Tenant } from '../kernel/tenant.ts';
import type { SetAside } from './dead-letters.ts';
import type { FrontDoor } from './front-door.ts';

const GROUP = 'engagement-inputs';
const MAX_MESSAGE = 1024 * 1024;

export interface TopicInputsDeps {
  readonly kafka: Kafka;
  readonly door: FrontDoor;
  /** The tenant that a topic is bound to: the binding decides, never the payload. */
  readonly tenantOf: (topic: string) => Promise<Tenant | undefined>;
  readonly setAside: (tenant: Tenant, letters: readonly SetAside[]) => Promise<void>;
  readonly group?: string;
}

/** Reads the topics that tenants already have, through the same door as HTTP. */
export interface TopicInputs {
  stop(): Promise<void>;
}

export async function startTopicInputs(deps: TopicInputsDeps, topics: readonly string[]): Promise<TopicInputs> {
  const consumer: Consumer = deps.kafka.consumer({
    groupId: deps.group ?? GROUP,
    retry: { retries: Number.MAX_SAFE_INTEGER, maxRetryTime: 5000 },
  });
  await consumer.connect();
  await consumer.subscribe({ topics: [...topics], fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    eachBatch: async ({ batch, resolveOffset, commitOffsetsIfNecessary, heartbeat, isRunning, isStale }) => {
      const tenant = await deps.tenantOf(batch.topic);
      for (let start = 0; tenant && start < batch.messages.length; start += 500) {
        if (!isRunning() || isStale()) return;
        const messages = batch.messages.slice(start, start + 500);
        await takeIn(deps, tenant, `kafka:${batch.topic}/${batch.partition}`, messages);
        const last = messages.at(-1);
        if (!last) return;
        resolveOffset(last.offset);
        await commitOffsetsIfNecessary({
          topics: [
            { topic: batch.topic, partitions: [{ partition: batch.partition, offset: `${BigInt(last.offset) + 1n}` }] },
          ],
        });
        await heartbeat();
      }
    },
  });
  return { stop: () => consumer.disconnect() };
}

/** What is not accepted is set aside with its place; its neighbours go on. Offsets are committed after both. */
async function takeIn(
  deps: TopicInputsDeps,
  tenant: Tenant,
  origin: string,
  messages: readonly KafkaMessage[],
): Promise<void> {
  const letters: SetAside[] = [];
  const reject = (message: KafkaMessage, detail: string) =>
    letters.push({
      reason: 'invalid',
      detail,
      trust: 'server',
      origin,
      offset: message.offset,
      payload: message.value ?? '',
      fingerprint: `${origin}/${message.offset}`,
    });

  const readable: { event: unknown; message: KafkaMessage }[] = [];
  for (const message of messages) {
    const event = readMessage(message);
    if ('problem' in event) reject(message, event.problem);
    else readable.push({ event: event.value, message });
  }
  const judged = await deps.door.submit(
    tenant,
    readable.map(({ event }) => event),
    { trust: 'server' },
  );
  for (const [index, acceptance] of judged.entries()) {
    const message = readable[index]?.message;
    if (message && 'rejection' in acceptance) reject(message, acceptance.rejection.detail);
  }
  if (letters.length > 0) await deps.setAside(tenant, letters);
}

/** A CloudEvent, structured (the value is the event) or binary (attributes in `ce_` headers, the value is `data`). */
export function readMessage(
  message: Pick<KafkaMessage, 'value' | 'headers'>,
): { value: unknown } | { problem: string } {
  const { value, headers = {} } = message;
  if (value === null) return { problem: 'The message is empty (a tombstone)' };
  if (value.length > MAX_MESSAGE) return { problem: `The message is larger than ${MAX_MESSAGE} bytes` };
  try {
    const body: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(value));
    return { value: isBinary(headers) ? { ...attributesOf(headers), data: body } : body };
  } catch {
    return { problem: 'The message is not JSON in UTF-8' };
  }
}

const isBinary = (headers: IHeaders) => Object.keys(headers).some((name) => name.toLowerCase() === 'ce_type');

function attributesOf(headers: IHeaders): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (/^ce_/i.test(name) && value !== undefined) attributes[name.slice(3).toLowerCase()] = `${value}`;
  }
  return attributes;
}
