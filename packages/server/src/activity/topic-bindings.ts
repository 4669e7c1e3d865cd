import { sql } from 'drizzle-orm';
import type { AuditEntry } from '../kernel/audit.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import type { TenantId } from '../kernel/tenant.ts';
import { type Database, type Executor, rows } from '../platform/db/database.ts';

const CHANNEL = 'engagement_topics';

export interface TopicBinding extends Record<string, unknown> {
  readonly tenantId: TenantId;
  readonly topic: string;
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

    async bind(tenantId: TenantId, topic: string, actor: string): Promise<void> {
      if (!/^[A-Za-z0-9._-]{1,249}$/.test(topic))
        throw new ProblemError('invalid-request', `${topic} is not the name of a Kafka topic`);
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
        await tx.execute(sql`delete from activity_topic_bindings where tenant_id = ${tenantId} and topic = ${topic}`);
        await audit(tx, tenantId, { actor, action: 'topic.unbound', object: topic, detail: {} });
        await changed(tx);
      });
    },

    onChange: (listener: () => void) => database.listen(CHANNEL, listener),
  };
}

export type TopicBindings = ReturnType<typeof createTopicBindings>;
