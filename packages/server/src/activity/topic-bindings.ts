import { sql } from 'drizzle-orm';
import type { AuditEntry } from '../kernel/audit.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import type { TenantId } from '../kernel/tenant.ts';
import { type Database, type Executor, rows } from '../platform/db/database.ts';
import { DEAD_LETTER_TOPIC } from './dead-letter-topic.ts';
import { ACTIVITY_TOPIC } from './kafka-log.ts';

const CHANNEL = 'engagement_topics';

export interface TopicBinding extends Record<string, unknown> {
  readonly tenantId: TenantId;
  readonly topic: string;
}

/** @throws ProblemError for what is no topic, and for those of Kafka and of the server, which carry every tenant's events */
function checkTopic(topic: string): void {
  if (!/^(?!\.{1,2}$)[A-Za-z0-9._-]{1,249}$/.test(topic))
    throw new ProblemError('invalid-request', `${topic} is not the name of a Kafka topic`);
  if (topic.startsWith('__') || topic === ACTIVITY_TOPIC || topic === DEAD_LETTER_TOPIC)
    throw new ProblemError('invalid-request', `${topic} is not a topic of a tenant, so it cannot be bound`);
}

type Audit = (tx: Executor, tenantId: TenantId, entry: AuditEntry) => Promise<void>;

/** Which topics are read for whom. An operator binds them: a tenant that could would read its neighbour's. */
export function createTopicBindings(database: Database, audit: Audit) {
  const changed = (tx: Executor) => tx.execute(sql`select pg_notify(${CHANNEL}, '')`);
  return {
    async list(): Promise<TopicBinding[]> {
      return rows<TopicBinding>(
        database.orm,
        sql`select tenant_id as "tenantId", topic from activity_topic_bindings order by topic`,
      );
    },

    /** Whom a topic is bound to, as of now. */
    async tenantOf(topic: string): Promise<TenantId | undefined> {
      const [binding] = await rows<TopicBinding>(
        database.orm,
        sql`select tenant_id as "tenantId", topic from activity_topic_bindings where topic = ${topic}`,
      );
      return binding?.tenantId;
    },

    async bind(tenantId: TenantId, topic: string, actor: string): Promise<void> {
      checkTopic(topic);
      await database.transaction(async (tx) => {
        const [bound] = await rows<{ tenant_id: number }>(
          tx,
          sql`insert into activity_topic_bindings (tenant_id, topic) values (${tenantId}, ${topic})
              on conflict (topic) do update set topic = excluded.topic returning tenant_id`,
        );
        if (bound?.tenant_id !== tenantId)
          throw new ProblemError('conflict', `The topic ${topic} is bound to another tenant`);
        await audit(tx, tenantId, { actor, action: 'topic.bound', object: topic, detail: {} });
        await changed(tx);
      });
    },

    async unbind(tenantId: TenantId, topic: string, actor: string): Promise<void> {
      await database.transaction(async (tx) => {
        const [unbound] = await rows(
          tx,
          sql`delete from activity_topic_bindings where tenant_id = ${tenantId} and topic = ${topic} returning topic`,
        );
        if (!unbound) throw new ProblemError('not-found', `The topic ${topic} is not bound to this tenant`);
        await audit(tx, tenantId, { actor, action: 'topic.unbound', object: topic, detail: {} });
        await changed(tx);
      });
    },

    onChange: (listener: () => void) => database.listen(CHANNEL, listener),
  };
}

export type TopicBindings = ReturnType<typeof createTopicBindings>;
