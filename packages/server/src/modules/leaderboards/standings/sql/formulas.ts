import { type SQL, sql } from 'drizzle-orm';
import { scaleOf } from '../../domain.ts';
import { definitionOf } from '../../prior-definition.ts';
import type { BoardView } from '../standings.ts';

/** A board over one period, in all its segments. */
export type WholeView = Omit<BoardView, 'segment'>;

/** Rows of a board as a relation: `segment`, `ref`, `score`, `count`, `reached_at`. `segments` tells which are wanted, of `v`. */
export function scoredRows(view: WholeView, segments: SQL): SQL {
  if (view.board.score === 'growth') return growthRows(view, segments);
  if (view.board.score === 'average') return averageRows(view, segments);
  return sql`select v.segment, v.subject_ref as ref, v.value as score, v.count, v.reached_at
    from metric_values v where ${ofPeriod(view)} and ${segments}`;
}

const ofMetric = ({ tenant, metric }: WholeView) => sql`v.tenant_id = ${tenant.id} and v.metric_id = ${metric.id}`;

const ofPeriod = (view: WholeView) => sql`${ofMetric(view)} and v.period_id = ${view.period.id} and v.count > 0`;

/** Without a recorded prior, the same with a weight of nothing. */
function averageRows(view: WholeView, segments: SQL): SQL {
  const prior = sql`(select coalesce(max(p.sum), 0) as sum, coalesce(max(p.count), 1) as count,
      case when count(*) > 0 then ${view.board.prior?.weight ?? 0}::numeric else 0 end as weight
    from (${recordedPrior(view)}) p)`;
  const sum = sql`(p.weight * p.sum + p.count * v.value)`;
  // Filters may run in any order, so a row without facts must not divide by zero before it is left out.
  const count = sql`(p.count * nullif(p.weight + v.count, 0))`;
  return sql`select v.segment, v.subject_ref as ref, ${quotient(view, sum, count)} as score, v.count, v.reached_at
    from ${prior} p cross join metric_values v where ${ofPeriod(view)} and ${segments}`;
}

/** One row or none: the mean that is recorded for the metric as it is defined, or the one that a seal has noted. */
function recordedPrior({ tenant, metric, asSealed }: WholeView): SQL {
  if (!asSealed)
    return sql`select sum, count from leaderboard_priors
      where tenant_id = ${tenant.id} and metric_id = ${metric.id} and definition = ${definitionOf(metric)}`;
  const { sum, count } = asSealed.mean ?? { sum: null, count: null };
  const number = (integer: bigint | null) => sql`${integer === null ? null : `${integer}`}::text::numeric`;
  return sql`select sum, count from (select ${number(sum)} as sum, ${number(count)} as count) noted where sum is not null`;
}

/** The days that are compared are recorded, so that a board changes when they do and at no other time. */
function growthRows(view: WholeView, segments: SQL): SQL {
  const { tenant, period, metric, board } = view;
  const { damping, minimumBase } = board.growth ?? { damping: 1, minimumBase: 1 };
  const scale = scaleOf(board, metric);
  const unit = sql`${tenTo(metric.scale)}::numeric`;
  const recorded = sql`from leaderboard_growth_days g where g.tenant_id = ${tenant.id} and g.period_id = ${period.id}`;
  const score = halfEven(
    sql`((s.now - s.before) * ${tenTo(scale)}::numeric)`,
    sql`(s.before + ${damping}::numeric * ${unit})`,
  );
  return sql`select s.segment, s.ref, ${score} as score, s.count, s.reached_at from (
      select v.segment, v.subject_ref as ref, sum(v.count) as count, max(v.reached_at) as reached_at,
        coalesce(sum(v.value) filter (where d.now), 0) as now, coalesce(sum(v.value) filter (where not d.now), 0) as before
      from (select unnest(g.days) as id, true as now ${recorded}
        union all select unnest(g.days_before), false ${recorded}) d
      join metric_values v on v.period_id = d.id
      where ${ofMetric(view)} and ${segments} group by v.segment, v.subject_ref) s
    where s.count > 0 and s.before >= ${minimumBase}::numeric * ${unit}`;
}

const tenTo = (places: number) => `${10 ** places}`;

/** `sum / count` at the board's scale, of a sum at the metric's. */
function quotient({ board, metric }: WholeView, sum: SQL, count: SQL): SQL {
  const more = scaleOf(board, metric) - metric.scale;
  if (more === 0) return halfEven(sum, count);
  const factor = sql`${tenTo(Math.abs(more))}::numeric`;
  return more > 0 ? halfEven(sql`(${sum} * ${factor})`, count) : halfEven(sum, sql`(${count} * ${factor})`);
}

/** `a / b` to the nearest integer, halves to even: the integer part, and one more when the rest asks for it. */
export function halfEven(a: SQL, b: SQL): SQL {
  const whole = sql`div(${a}, ${b})`;
  const rest = sql`abs(mod(${a}, ${b}))`;
  const rounds = sql`2 * ${rest} > ${b} or (2 * ${rest} = ${b} and mod(${whole}, 2) <> 0)`;
  return asBigint(sql`${whole} + case when ${rounds} then sign(${a}) else 0 end`);
}

/** Far beyond what may be shown, and still a number of 64 bits. */
const BEYOND = sql`4611686018427387904`;

/** A whole number of any size; one that is refused wherever it would be shown stays so. */
export function asBigint(whole: SQL): SQL {
  return sql`least(greatest(${whole}, -${BEYOND}), ${BEYOND})::bigint`;
}
