import { type SQL, sql } from 'drizzle-orm';
import { type Micros, microsOf } from '../../../../kernel/instant.ts';
import { type Executor, rows } from '../../../../platform/db/database.ts';
import { archivedEntries } from '../archive/read-archive.ts';
import type { BoardView } from '../standings.ts';
import { entriesOf, hiddenFrom, orderOf } from './order.ts';

/** Time that a number is of; whole days where growth compares days. */
export interface NumberSpan {
  readonly from: Micros | null;
  readonly until: Micros | null;
  readonly days: number;
}

/** What a score is computed from, at the metric's scale. */
export interface OwnNumbers {
  readonly value: bigint;
  /** Of growth, what the days of the period before hold. */
  readonly before: bigint;
  readonly count: bigint;
  /** The time of the latest fact; null where nothing counts any more. */
  readonly reachedAt: Micros | null;
  /** Of growth two, the later first. */
  readonly spans: readonly NumberSpan[];
  /** The part of facts that are no longer kept. */
  readonly dropped: { readonly value: bigint; readonly count: bigint };
  readonly hidden: boolean;
}

/** Whom an entry meets on the board. */
export interface Meetings {
  /** Entries with a better score. */
  readonly better: number;
  /** Other entries with the same score. */
  readonly tiedWith: number;
}

interface SpanRow {
  readonly from: string | null;
  readonly until: string | null;
  readonly days: number;
}

interface NumbersRow extends Record<string, unknown> {
  readonly value: string;
  readonly before: string;
  readonly count: string;
  readonly reached_at: string | null;
  readonly dropped_value: string;
  readonly dropped_count: string;
  readonly hidden: boolean;
  readonly spans: readonly SpanRow[];
}

/**
 * The numbers behind somebody's score, ranked or not. Undefined when nothing counts, except for a sealed season: that has
 * entries of which all was taken back later.
 */
export async function readOwnNumbers(executor: Executor, view: BoardView, id: string): Promise<OwnNumbers | undefined> {
  const { tenant, metric, segment } = view;
  const [row] = await rows<NumbersRow>(
    executor,
    sql`with compared as (${comparedPeriods(view)})
    select coalesce(sum(v.value) filter (where c.now), 0) as value,
      coalesce(sum(v.value) filter (where not c.now), 0) as before, coalesce(sum(v.count), 0) as count,
      max(v.reached_at)::text as reached_at,
      coalesce(sum(d.value), 0) as dropped_value, coalesce(sum(d.count), 0) as dropped_count,
      s.ref in (${hiddenFrom(view)}) as hidden,
      (select json_agg(json_build_object('from', n.starts_at, 'until', n.ends_at, 'days', n.days) order by n.now desc)
        from (select now, min(starts_at) as starts_at, max(ends_at) as ends_at, count(*) as days
          from compared group by now) n) as spans
    from metric_subjects s cross join compared c
    left join metric_values v on v.tenant_id = s.tenant_id and v.metric_id = ${metric.id} and v.period_id = c.id
      and v.segment = ${segment} and v.subject_ref = s.ref
    left join metric_sealed_values d on d.tenant_id = v.tenant_id and d.metric_id = v.metric_id
      and d.period_id = v.period_id and d.segment = v.segment and d.subject_ref = v.subject_ref
    where s.tenant_id = ${tenant.id} and s.kind = ${metric.subject} and s.key = ${id}
    group by s.ref having sum(v.count) > 0 or ${view.sealed}`,
  );
  if (!row) return undefined;
  return {
    value: BigInt(row.value),
    before: BigInt(row.before),
    count: BigInt(row.count),
    reachedAt: row.reached_at === null ? null : microsOf(row.reached_at),
    spans: row.spans.map(
      ({ from, until, days }) =>
        ({ from: from && microsOf(from), until: until && microsOf(until), days }) as NumberSpan,
    ),
    dropped: { value: BigInt(row.dropped_value), count: BigInt(row.dropped_count) },
    hidden: row.hidden,
  };
}

/** The period itself; of growth the days that are compared, those of the period before marked as not `now`. */
function comparedPeriods({ tenant, board, period }: BoardView): SQL {
  const days = sql`from leaderboard_growth_days g where g.tenant_id = ${tenant.id} and g.period_id = ${period.id}`;
  const wanted =
    board.score === 'growth'
      ? sql`select unnest(g.days) as id, true as now ${days} union all select unnest(g.days_before), false ${days}`
      : sql`select ${period.id}::int as id, true as now`;
  return sql`select w.id, w.now, p.starts_at, p.ends_at from (${wanted}) w
    join metric_periods p on p.tenant_id = ${tenant.id} and p.id = w.id`;
}

/** Whom somebody's entry meets; of a sealed season, in its archive. */
export async function readMeetings(executor: Executor, view: BoardView, id: string): Promise<Meetings> {
  const { tenant, metric, board } = view;
  const own = view.sealed
    ? sql`select e.score from entries e where e.id = ${id}`
    : sql`select e.score from entries e join metric_subjects s on s.tenant_id = ${tenant.id} and s.ref = e.ref
        where s.kind = ${metric.subject} and s.key = ${id}`;
  const [row] = await rows<{ better: string; tied_with: string }>(
    executor,
    sql`with entries as materialized (${view.sealed ? archivedEntries(view) : entriesOf(view)}), own as (${own})
    select (select count(*) from entries e where ${orderOf(board.direction).better(sql`e.score`, sql`own.score`)}) as better,
      (select count(*) from entries e where e.score = own.score) - 1 as tied_with from own`,
  );
  return { better: Number(row?.better ?? 0), tiedWith: Number(row?.tied_with ?? 0) };
}
