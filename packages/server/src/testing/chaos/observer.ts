import { connect } from 'node:net';
import { type Admin, AssignerProtocol, Kafka, logLevel } from 'kafkajs';
import postgres from 'postgres';
import { TopicTail } from './topic-tail.ts';

/** A recorded fact, as its row has it. */
export interface FactRow {
  readonly source: string;
  readonly id: string;
  readonly type: string;
  readonly time: Date;
  readonly subject: string | null;
  readonly data: Record<string, unknown>;
  readonly reverses_id: string | null;
}

/** Said by the server itself: prizes. */
export const isOwn = ({ source }: FactRow): boolean => source === 'urn:engagement:seasons';

export interface ValueRow {
  readonly metric: string;
  readonly window: string;
  readonly period: string;
  readonly segment: string;
  readonly subject: string;
  readonly value: string;
  readonly count: string;
  readonly reached: Date;
}

export interface LetterRow {
  readonly id: string;
  readonly reason: string;
  readonly origin: string;
  readonly offset: string | null;
  readonly payload: string;
  readonly payload_hash: string;
}

export const WORKER_GROUP = 'engagement-worker';
export const INPUTS_GROUP = 'engagement-inputs';
export const LOG_TOPIC = 'engagement.activity';
export const LETTER_TOPIC = 'engagement.dead-letter';

/** Looks at the engines from outside the product, with a role and clients of its own, past every proxy. */
export class Observer {
  readonly sql: postgres.Sql;
  readonly #kafka: Kafka;
  #admin: Admin | undefined;
  /** All that has been written to the log, and all dead letters that were told of. */
  readonly log: TopicTail;
  readonly letterTopic: TopicTail;

  /** `brokerPort` is the broker's own, whatever port it tells its clients. */
  constructor(databaseUrl: string, brokerPort: number) {
    this.sql = postgres(databaseUrl, {
      max: 4,
      onnotice: () => {},
      backoff: () => 0.3,
      connection: { application_name: 'chaos-checker' },
    });
    this.#kafka = new Kafka({
      clientId: 'chaos-checker',
      brokers: [`127.0.0.1:${brokerPort}`],
      logLevel: logLevel.NOTHING,
      retry: { initialRetryTime: 100, maxRetryTime: 1000, retries: 60 },
      socketFactory: ({ onConnect }) => connect({ host: '127.0.0.1', port: brokerPort }, onConnect),
    });
    this.log = new TopicTail(this.#kafka, LOG_TOPIC, ({ value }) => idOf(value));
    this.letterTopic = new TopicTail(this.#kafka, LETTER_TOPIC, ({ key }) => key?.toString());
  }

  async start(): Promise<void> {
    await Promise.all([this.log.start(), this.letterTopic.start()]);
  }

  async close(): Promise<void> {
    await Promise.all([this.log.stop(), this.letterTopic.stop()]);
    await this.#admin?.disconnect();
    await this.sql.end({ timeout: 5 });
  }

  async admin(): Promise<Admin> {
    if (!this.#admin) {
      this.#admin = this.#kafka.admin();
      await this.#admin.connect();
    }
    return this.#admin;
  }

  async tenantId(key: string): Promise<number> {
    const [row] = await this.sql`select id from tenants where key = ${key}`;
    return Number(row?.id);
  }

  async factCount(): Promise<number> {
    const [row] = await this.sql`select count(*) as n from activity_facts`;
    return Number(row?.n);
  }

  async isStored(tenantId: number, id: string): Promise<boolean> {
    const [row] = await this.sql`select 1 from activity_facts where tenant_id = ${tenantId} and id = ${id}`;
    return row !== undefined;
  }

  facts(tenantId: number): Promise<FactRow[]> {
    return this.sql<FactRow[]>`
      select source, id, type, time, subject, data, reverses_id from activity_facts where tenant_id = ${tenantId}`;
  }

  values(tenantId: number): Promise<ValueRow[]> {
    return this.sql<ValueRow[]>`
      select m.key as metric, p."window", p.key as period, v.segment, s.key as subject, v.value::text, v.count::text,
        v.reached_at as reached
      from metric_values v
      join metrics m on m.tenant_id = v.tenant_id and m.id = v.metric_id
      join metric_periods p on p.tenant_id = v.tenant_id and p.id = v.period_id
      join metric_subjects s on s.tenant_id = v.tenant_id and s.ref = v.subject_ref
      where v.tenant_id = ${tenantId}`;
  }

  /** The keys of a tenant's stored periods. */
  async periods(tenantId: number): Promise<Map<number, string>> {
    const found = await this.sql`select id, key from metric_periods where tenant_id = ${tenantId}`;
    return new Map(found.map(({ id, key }) => [Number(id), `${key}`]));
  }

  letters(tenantId: number): Promise<LetterRow[]> {
    return this.sql<LetterRow[]>`
      select id, reason, origin, "offset", payload, payload_hash from dead_letters where tenant_id = ${tenantId}`;
  }

  /** How many messages of the topics of a group nobody has finished with. */
  async lag(group: string, topics: readonly string[]): Promise<number> {
    let lag = 0;
    for (const topic of topics) {
      const committed = await this.#committed(group, topic);
      for (const { partition, high } of await this.ends(topic))
        lag += Math.max(0, Number(high) - committed.at(partition));
    }
    return lag;
  }

  async ends(topic: string) {
    return (await this.admin()).fetchTopicOffsets(topic);
  }

  async #committed(group: string, topic: string) {
    const [found] = await (await this.admin()).fetchOffsets({ groupId: group, topics: [topic] });
    const offsets = new Map(found?.partitions.map(({ partition, offset }) => [partition, Math.max(0, Number(offset))]));
    return { at: (partition: number) => offsets.get(partition) ?? 0 };
  }

  /** The members of the worker's group that hold partitions. */
  async members(group = WORKER_GROUP): Promise<number> {
    const { groups } = await (await this.admin()).describeGroups([group]);
    return groups[0]?.state === 'Stable' ? groups[0].members.length : 0;
  }

  /** The member of the worker's group that has each partition of the log. */
  async owners(): Promise<Map<number, string>> {
    const { groups } = await (await this.admin()).describeGroups([WORKER_GROUP]);
    const owners = new Map<number, string>();
    for (const { memberId, memberAssignment } of groups[0]?.members ?? []) {
      const assignment = AssignerProtocol.MemberAssignment.decode(memberAssignment)?.assignment;
      for (const partition of assignment?.[LOG_TOPIC] ?? []) owners.set(partition, memberId);
    }
    return owners;
  }

  /** Reads along to where the topics end now. */
  async catchUp(): Promise<void> {
    for (const [tail, topic] of [
      [this.log, LOG_TOPIC],
      [this.letterTopic, LETTER_TOPIC],
    ] as const) {
      const ends = await this.ends(topic);
      await tail.reach(new Map(ends.map(({ partition, high }) => [partition, Number(high)])));
    }
  }

  /** Entries of the log whose facts are recorded although their offset is not saved: they will be handed out again. */
  async pendingRedeliveries(): Promise<number> {
    await this.catchUp();
    const committed = await this.#committed(WORKER_GROUP, LOG_TOPIC);
    const behind = [...this.log.messages.values()].filter(({ partition, offset }) => offset >= committed.at(partition));
    const ids = behind.flatMap(({ about }) => about ?? []);
    if (ids.length === 0) return 0;
    const [row] = await this.sql`
      select count(*) as n from unnest(${ids}::text[]) as said(id)
      where exists (select 1 from activity_facts as fact where fact.id = said.id)`;
    return Number(row?.n);
  }
}

/** The id of the fact in an entry of the log. */
function idOf(value: Buffer | null): string | undefined {
  try {
    return (JSON.parse(`${value}`) as { fact?: { id?: string } } | null)?.fact?.id;
  } catch {
    return undefined;
  }
}
