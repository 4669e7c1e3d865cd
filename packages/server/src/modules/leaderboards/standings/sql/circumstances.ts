import { sql } from 'drizzle-orm';
import { type Executor, rows } from '../../../../platform/db/database.ts';
import type { BoardView } from '../standings.ts';
import { entriesOf, orderOf } from './order.ts';

/** What an entry is made of, and whom it meets on the board. */
export interface Circumstances {
  /** As in `metric_values`. */
  readonly value: bigint;
  readonly count: bigint;
  /** Entries with a better score. */
  readonly better: number;
  /** Other entries with the same score. */
  readonly tiedWith: number;
}

interface Row extends Record<string, unknown> {
  readonly value: string;
  readonly count: string;
  readonly better: string;
  readonly tied_with: string;
}

/** The circumstances of an entry; undefined when there is none. */
export async function readCircumstances(
  executor: Executor,
  view: BoardView,
  id: string,
): Promise<Circumstances | undefined> {
  const { tenant, metric, period, segment } = view;
  const order = orderOf(view.board.direction);
  const [row] = await rows<Row>(
    executor,
    sql`with entries as not materialized (${entriesOf(view)}),
      own as materialized (
        select e.* from entries e join metric_subjects s on s.tenant_id = ${tenant.id} and s.ref = e.ref
        where s.kind = ${metric.subject} and s.key = ${id})
    select v.value, v.count,
      (select count(*) from entries e where ${order.better(sql`e`, sql`own`)}) as better,
      (select count(*) from entries e where e.score = own.score) - 1 as tied_with
    from own join metric_values v on v.tenant_id = ${tenant.id} and v.metric_id = ${metric.id}
      and v.period_id = ${period.id} and v.segment = ${segment} and v.subject_ref = own.ref`,
  );
  if (!row) return undefined;
  return {
    value: BigInt(row.value),
    count: BigInt(row.count),
    better: Number(row.better),
    tiedWith: Number(row.tied_with),
  };
}
