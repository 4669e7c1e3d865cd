import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { microsOf } from '../../../../kernel/instant.ts';
import { type Executor, rows } from '../../../../platform/db/database.ts';
import type { RedisLink } from '../../../../platform/redis/link.ts';
import type { ProjectionView } from './names.ts';
import { LOAD_RANKS, SWAP_RANKS } from './scripts/build.ts';
import { cursor } from './snapshot.ts';

interface RankRow extends Record<string, unknown> {
  segment: string;
  key: string;
  rank: number;
}

/** Whether ranks have been noted, and when last. */
export async function notedAt(tx: Executor, { tenant, board, period }: ProjectionView): Promise<number | null> {
  const [row] = await rows<{ at: string }>(
    tx,
    sql`select taken_at::text as at from leaderboard_snapshots
      where tenant_id = ${tenant.id} and board = ${board.key} and period_id = ${period.id}`,
  );
  return row ? microsOf(row.at) : null;
}

export function ranksOf(tx: Executor, { tenant, board, period }: ProjectionView): AsyncGenerator<RankRow[]> {
  return cursor<RankRow>(
    tx,
    sql`select n.segment, s.key, n.rank from leaderboard_snapshot_ranks n
      join metric_subjects s on s.tenant_id = n.tenant_id and s.ref = n.subject_ref
      where n.tenant_id = ${tenant.id} and n.board = ${board.key} and n.period_id = ${period.id}`,
  );
}

/** Shows the ranks that were noted last, all of them at one instant; `tx` is a snapshot. @throws when Redis is away */
export async function copyRanks(
  tx: Executor,
  link: RedisLink,
  key: string,
  view: ProjectionView,
  expiry: string,
): Promise<void> {
  const at = await notedAt(tx, view);
  if (at === null) return;
  const token = randomBytes(6).toString('base64url');
  for await (const page of ranksOf(tx, view)) {
    const bySegment = Map.groupBy(page, ({ segment }) => segment);
    for (const [segment, ranks] of bySegment) {
      const pairs = ranks.flatMap(({ key, rank }) => [key, rank]);
      for (let start = 0; start < pairs.length; start += 4000) {
        await link.call(LOAD_RANKS, key, [token, expiry, segment, ...pairs.slice(start, start + 4000)]);
      }
    }
  }
  await link.call(SWAP_RANKS, key, [token, at]);
}
