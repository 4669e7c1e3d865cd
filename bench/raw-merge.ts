import postgres from 'postgres';
import type { ActivityEventInput } from '../packages/contract/src/index.ts';
import type { Measured } from './harness.ts';
import { timed } from './harness.ts';

/** What a batch comes to, ready to be written: nothing is left to compute while it is timed. */
interface Batch {
  readonly facts: string;
  readonly counters: string;
  readonly events: number;
}

const BATCH = 2000;

/**
 * One statement: the facts with their identities, their counters, and the absolute numbers back. Columns, indexes and
 * the hash of the contents are the server's own.
 */
const MERGE = `
  with given as (
    select nextval('activity_identities_sequence_seq') as sequence, k, o, i, y, t, s, d, p
    from jsonb_to_recordset($1::text::jsonb) as fact(k text, o text, i text, y text, t timestamptz, s text, d jsonb, p jsonb)),
  fresh as (
    insert into activity_identities (tenant_id, sequence, time, trust, source, id, content)
    select 1, sequence, t, k, o, i, activity_content(y, t, s, d, null, null, null) from given
    on conflict do nothing
    returning sequence),
  recorded as (
    insert into activity_facts (tenant_id, sequence, trust, source, id, type, time, subject, data, stamps)
    select 1, sequence, k, o, i, y, t, s, d, p from given join fresh using (sequence))
  insert into metric_values as held (tenant_id, metric_id, period_id, segment, subject_ref, value, count, reached_at, version)
  select 1, 1, 1, '', r, v, c, t, 1
  from jsonb_to_recordset($2::text::jsonb) as delta(r bigint, v bigint, c bigint, t timestamptz)
  on conflict (tenant_id, metric_id, period_id, segment, subject_ref) do update set
    value = held.value + excluded.value, count = held.count + excluded.count,
    reached_at = greatest(held.reached_at, excluded.reached_at), version = held.version + 1
  returning metric_id, period_id, segment, subject_ref, value, count, version`;

/** The floor under everything: one connection that writes what the worker writes, and does nothing else. */
export class RawMerge {
  readonly #sql: postgres.Sql;
  readonly #months = new Set<string>();

  constructor(url: string) {
    this.#sql = postgres(url, { max: 1, onnotice: () => {} });
  }

  async merge(events: readonly ActivityEventInput[]): Promise<Measured> {
    const batches = prepare(events);
    await this.#makePartitions(events);
    const seconds = await timed(async () => {
      for (const { facts, counters } of batches) await this.#sql.unsafe(MERGE, [facts, counters], { prepare: true });
    });
    return { units: events.length, seconds };
  }

  /** Writes a group of events in one statement, untimed. */
  async write(events: readonly ActivityEventInput[]): Promise<void> {
    const { facts, counters } = prepareBatch(events);
    await this.#makePartitions(events);
    await this.#sql.unsafe(MERGE, [facts, counters], { prepare: true });
  }

  /** One event, one transaction: what the batch is there to beat. */
  async mergeOneByOne(events: readonly ActivityEventInput[]): Promise<Measured> {
    const singles = events.map((event) => prepare([event])[0]).filter((batch) => batch !== undefined);
    await this.#makePartitions(events);
    const seconds = await timed(async () => {
      for (const { facts, counters } of singles) await this.#sql.unsafe(MERGE, [facts, counters], { prepare: true });
    });
    return { units: events.length, seconds };
  }

  async #makePartitions(events: readonly ActivityEventInput[]): Promise<void> {
    for (const month of new Set(events.map(({ time }) => `${time.slice(0, 7)}-01T00:00:00Z`))) {
      if (this.#months.has(month)) continue;
      await this.#sql`select make_activity_facts_partition(${month}::timestamptz)`;
      this.#months.add(month);
    }
  }

  close(): Promise<void> {
    return this.#sql.end();
  }
}

function prepare(events: readonly ActivityEventInput[]): Batch[] {
  const batches: Batch[] = [];
  for (let start = 0; start < events.length; start += BATCH)
    batches.push(prepareBatch(events.slice(start, start + BATCH)));
  return batches;
}

function prepareBatch(events: readonly ActivityEventInput[]): Batch {
  const counters = new Map<number, { r: number; v: number; c: number; t: string }>();
  for (const { time, data = {} } of events) {
    const creator = Number(`${data.creatorId}`.slice('creator-'.length));
    const row = counters.get(creator) ?? { r: creator, v: 0, c: 0, t: time };
    counters.set(creator, { r: creator, v: row.v + Number(data.amount), c: row.c + 1, t: time > row.t ? time : row.t });
  }
  const facts = events.map(({ source: o, id: i, type: y, time: t, subject: s, data: d }) => ({
    k: 'server',
    o,
    i,
    y,
    t,
    s,
    d,
    p: null,
  }));
  facts.sort((a, b) => (a.i < b.i ? -1 : 1));
  return {
    facts: JSON.stringify(facts),
    counters: JSON.stringify([...counters.values()].sort((a, b) => a.r - b.r)),
    events: events.length,
  };
}
