import { type SQL, sql } from 'drizzle-orm';
import type { StoredBoard } from '../../../../definitions/catalogue.ts';
import { json } from '../../../../platform/db/database.ts';
import type { BoardView } from '../standings.ts';

/** Entries of a board as a relation: `ref`, `score`, `reached_at`. */
export function entriesOf(view: BoardView): SQL {
  return sql`
    select subject_ref as ref, ${scoreOf(view.board)} as score, reached_at from metric_values
    where tenant_id = ${view.tenant.id} and metric_id = ${view.metric.id} and period_id = ${view.period.id}
      and segment = ${view.segment} and count > 0 and not ${isHidden(view, sql`metric_values.subject_ref`)}`;
}

/** Those whom nobody sees on a board. */
export function hiddenFrom({ tenant, board }: Pick<BoardView, 'tenant' | 'board'>): SQL {
  const groups = sql`array(select jsonb_array_elements_text(${json(board.exclude)}))`;
  return sql`select h.subject_ref from leaderboard_visibility h
    where h.tenant_id = ${tenant.id} and (h.suspended or h.opted_out or h."groups" && ${groups})`;
}

/** Whether nobody sees a subject on a board: looked up one by one for a page, joined for all. */
export const isHidden = (view: Pick<BoardView, 'tenant' | 'board'>, ref: SQL): SQL =>
  sql`exists (${hiddenFrom(view)} and h.subject_ref = ${ref})`;

/** The score of a row of `metric_values`, an integer at the metric's scale. */
export function scoreOf(board: Pick<StoredBoard, 'score'>): SQL {
  return board.score === 'average' ? AVERAGE : sql`value`;
}

/** `value / count` to the nearest integer, halves to even: the integer part, and one more when the rest asks for it. */
const AVERAGE = (() => {
  // Filters may run in any order, so a row without facts must not divide by zero before it is left out.
  const count = sql`nullif(count, 0)`;
  const quotient = sql`(value / ${count})`;
  const rest = sql`abs(value % ${count})`;
  const rounds = sql`${rest} > count - ${rest} or (${rest} = count - ${rest} and ${quotient} % 2 <> 0)`;
  return sql`(${quotient} + case when ${rounds} then case when value < 0 then -1 else 1 end else 0 end)`;
})();

/** A board's order, in SQL. Rows have `score`, `reached_at` and `key`. */
export interface Order {
  readonly by: SQL;
  readonly reversed: SQL;
  /** By score alone, the worst first. */
  readonly worstFirst: SQL;
  /** Row `a` has a better score than `b`. */
  better(a: SQL, b: SQL): SQL;
  /** Row `a` comes after place `p`. */
  after(a: SQL, p: SQL): SQL;
  /** Row `a` comes before place `p`. */
  before(a: SQL, p: SQL): SQL;
}

const ABOVE = sql`>`;
const BELOW = sql`<`;

/** The comparison of scores stands alone first, so that an index can start at the place. */
export function orderOf(direction: StoredBoard['direction']): Order {
  const descending = direction === 'descending';
  const [better, worse] = descending ? [ABOVE, BELOW] : [BELOW, ABOVE];
  const beyond = (a: SQL, p: SQL, score: SQL, rest: SQL) => sql`(${a}.score ${score}= ${p}.score and (
    ${a}.score ${score} ${p}.score or ${a}.reached_at ${rest} ${p}.reached_at
    or (${a}.reached_at = ${p}.reached_at and key ${rest} ${p}.key)))`;
  return {
    by: descending ? sql`score desc, reached_at, key` : sql`score, reached_at, key`,
    reversed: descending ? sql`score, reached_at desc, key desc` : sql`score desc, reached_at desc, key desc`,
    worstFirst: descending ? sql`score` : sql`score desc`,
    better: (a, b) => sql`${a}.score ${better} ${b}.score`,
    after: (a, p) => beyond(a, p, worse, ABOVE),
    before: (a, p) => beyond(a, p, better, BELOW),
  };
}
