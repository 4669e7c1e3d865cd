import { type SQL, sql } from 'drizzle-orm';
import type { BoardView } from '../standings.ts';
import { entriesOf, orderOf } from './order.ts';

/** All entries of a board as a relation, with their ids, places and ranks: `ref`, `key`, `score`, `reached_at`, `place`, `rank`. */
export function numberedEntries(view: BoardView): SQL {
  const { tenant, board } = view;
  const order = orderOf(board.direction);
  const byScore = board.direction === 'descending' ? sql`score desc` : sql`score`;
  const rank = {
    ordinal: sql`row_number() over (order by ${order.by})`,
    competition: sql`rank() over (order by ${byScore})`,
    dense: sql`dense_rank() over (order by ${byScore})`,
  }[board.ranks];
  return sql`select e.ref, key, score, reached_at, row_number() over (order by ${order.by}) as place, ${rank} as rank
    from (${entriesOf(view)}) e join metric_subjects s on s.tenant_id = ${tenant.id} and s.ref = e.ref`;
}
