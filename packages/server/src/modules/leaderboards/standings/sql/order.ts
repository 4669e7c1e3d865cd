import { type SQL, sql } from 'drizzle-orm';
import type { StoredBoard } from '../../../../definitions/catalogue.ts';
import { json } from '../../../../platform/db/database.ts';
import { scaleOf } from '../../domain.ts';
import type { BoardView } from '../standings.ts';
import { asBigint, scoredRows, type WholeView } from './formulas.ts';

/**
 * Entries of a board as a relation: `ref`, `score`, `reached_at`. A condition on `ref` is pushed down to the rows of the
 * metric when it compares with a constant or a parameter: `ref = any(array(select …))`, not `ref in (select …)`.
 */
export function entriesOf(view: BoardView): SQL {
  return sql`select ref, score, reached_at from (${ranksOf(view, sql`v.segment = ${view.segment}`)}) r`;
}

/** Entries of the wanted segments: `segment`, `ref`, `score`, `reached_at`. Those that are not ranked are left out. */
export function ranksOf(view: WholeView, segments: SQL): SQL {
  const { minimum, minimumCount } = view.board;
  const least = asBigint(sql`ceil(${minimum}::numeric * ${10 ** scaleOf(view.board, view.metric)}::numeric)`);
  return sql`select segment, ref, score, reached_at from (${scoredRows(view, segments)}) scored
    where not ${view.asSealed ? wasHidden(view, sql`scored.ref`) : isHidden(view, sql`scored.ref`)}
      ${minimum === undefined ? sql`` : sql`and score >= ${least}`}
      ${minimumCount === undefined ? sql`` : sql`and count >= ${minimumCount}`}`;
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

/** Whoever had a number when a season was sealed is ranked or not as they were then; for others today decides. */
function wasHidden(view: WholeView, ref: SQL): SQL {
  const { tenant, board, period } = view;
  const known = sql`from leaderboard_archive_subjects k
    where k.tenant_id = ${tenant.id} and k.board = ${board.key} and k.period_id = ${period.id}`;
  const entry = sql`(select from leaderboard_archive_entries a
    where (a.tenant_id, a.board, a.period_id, a.entry_key) = (k.tenant_id, k.board, k.period_id, k.entry_key))`;
  return sql`exists (select from (
      select k.subject_ref ${known} and not exists ${entry}
      union all (${hiddenFrom(view)} except select k.subject_ref ${known})) o
    where o.subject_ref = ${ref})`;
}

/** A board's order, in SQL. Rows have `score`, `reached_at` and `key`. */
export interface Order {
  readonly by: SQL;
  readonly reversed: SQL;
  /** By score alone, the best first. */
  readonly byScore: SQL;
  /** By score alone, the worst first. */
  readonly worstFirst: SQL;
  /** Of a score, a number that is greater the better it is; and of that the score again. */
  merit(score: SQL): SQL;
  /** Score `a` is better than `b`. */
  better(a: SQL, b: SQL): SQL;
  /** Row `a`, whose subject's id is `key`, comes after place `p`. */
  after(a: SQL, key: SQL, p: SQL): SQL;
  /** Row `a` comes before place `p`. */
  before(a: SQL, key: SQL, p: SQL): SQL;
}

const ABOVE = sql`>`;
const BELOW = sql`<`;

/** The comparison of scores stands alone first, so that an index can start at the place. */
export function orderOf(direction: StoredBoard['direction']): Order {
  const descending = direction === 'descending';
  const [better, worse] = descending ? [ABOVE, BELOW] : [BELOW, ABOVE];
  const beyond = (a: SQL, key: SQL, p: SQL, score: SQL, rest: SQL) => sql`(${a}.score ${score}= ${p}.score and (
    ${a}.score ${score} ${p}.score or ${a}.reached_at ${rest} ${p}.reached_at
    or (${a}.reached_at = ${p}.reached_at and ${key} ${rest} ${p}.key)))`;
  return {
    by: descending ? sql`score desc, reached_at, key` : sql`score, reached_at, key`,
    reversed: descending ? sql`score, reached_at desc, key desc` : sql`score desc, reached_at desc, key desc`,
    byScore: descending ? sql`score desc` : sql`score`,
    worstFirst: descending ? sql`score` : sql`score desc`,
    merit: (score) => (descending ? score : sql`-${score}`),
    better: (a, b) => sql`${a} ${better} ${b}`,
    after: (a, key, p) => beyond(a, key, p, worse, ABOVE),
    before: (a, key, p) => beyond(a, key, p, better, BELOW),
  };
}
