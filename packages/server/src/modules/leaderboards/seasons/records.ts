import { Board } from '@engagement/contract';
import { sql } from 'drizzle-orm';
import type { StoredBoard, StoredMetric } from '../../../definitions/catalogue.ts';
import { instantText, type Micros, microsOf } from '../../../kernel/instant.ts';
import type { TenantId } from '../../../kernel/tenant.ts';
import { type Executor, json, rows } from '../../../platform/db/database.ts';
import type { Mean } from '../mean.ts';
import type { Noted } from './course.ts';

/** A board in one season. */
export interface SeasonOfBoard {
  readonly tenantId: TenantId;
  readonly board: string;
  readonly periodId: number;
}

/** What counted when a season was sealed. */
export interface Sealed {
  readonly board: StoredBoard;
  readonly metric: StoredMetric;
  /** What the board's prior drew to; null when it has none. */
  readonly mean: Mean | null;
}

/** What is known of a season of a board, beside its boundaries. */
export interface SeasonRecord extends Noted {
  /** Null until it is sealed, as is the next. */
  readonly sealed: Sealed | null;
  /** The season's key. */
  readonly season: string | null;
}

/** In JSON, where a number of 64 bits is a text. */
interface StoredSealed extends Omit<Sealed, 'mean'> {
  readonly mean: { readonly sum: string; readonly count: string } | null;
}

interface RecordRow extends Record<string, unknown> {
  readonly seen_at: string | null;
  readonly sealed_at: string | null;
  readonly definition: StoredSealed | null;
  readonly season: string | null;
}

const instantOf = (text: string | null) => (text === null ? null : microsOf(text));

export async function readRecord(
  executor: Executor,
  { tenantId, board, periodId }: SeasonOfBoard,
): Promise<SeasonRecord> {
  const [row] = await rows<RecordRow>(
    executor,
    sql`select seen_at, sealed_at, definition, season
        from (select ${tenantId}::int as tenant_id, ${board}::text as board, ${periodId}::int as period_id) one
        left join leaderboard_seasons using (tenant_id, board, period_id)
        left join leaderboard_seals using (tenant_id, board, period_id)`,
  );
  const { seen_at = null, sealed_at = null, definition = null, season = null } = row ?? {};
  const sealed = definition && revived(definition);
  return { seenAt: instantOf(seen_at), sealedAt: instantOf(sealed_at), sealed, season };
}

/** A board that was sealed before a field existed gets the field's default. */
function revived({ board, metric, mean }: StoredSealed): Sealed {
  const { windows, segments, enabled } = board;
  return {
    board: { ...Board.parse(board), windows, segments, enabled },
    metric,
    mean: mean && { sum: BigInt(mean.sum), count: BigInt(mean.count) },
  };
}

function stored({ board, metric, mean }: Sealed): StoredSealed {
  return { board, metric, mean: mean && { sum: `${mean.sum}`, count: `${mean.count}` } };
}

/** What has been noted of all boards' seasons of a tenant, by `board period`. */
export async function readNotes(executor: Executor, tenantId: TenantId): Promise<Map<string, Noted>> {
  const found = await rows<RecordRow & { board: string; period_id: number }>(
    executor,
    sql`select board, period_id, seen_at, sealed_at from leaderboard_seasons
        left join leaderboard_seals using (tenant_id, board, period_id) where tenant_id = ${tenantId}`,
  );
  return new Map(
    found.map(({ board, period_id, seen_at, sealed_at }) => [
      noteKey(board, period_id),
      { seenAt: instantOf(seen_at), sealedAt: instantOf(sealed_at) },
    ]),
  );
}

export const noteKey = (board: string, periodId: number) => `${board} ${periodId}`;

/** Notes that a board has a season; the first time counts. */
export async function noteSeen(executor: Executor, { tenantId, board, periodId }: SeasonOfBoard, at: Micros) {
  await executor.execute(sql`
    insert into leaderboard_seasons (tenant_id, board, period_id, seen_at)
    values (${tenantId}, ${board}, ${periodId}, ${instantText(at)}::text::timestamptz) on conflict do nothing`);
}

/** The last row of a seal: from here on its archive is closed. */
export async function writeSeal(
  tx: Executor,
  { tenantId, board, periodId }: SeasonOfBoard,
  { season, sealedAt, definition }: { season: string; sealedAt: Micros; definition: Sealed },
): Promise<void> {
  await tx.execute(sql`
    insert into leaderboard_seals (tenant_id, board, period_id, season, sealed_at, definition)
    values (${tenantId}, ${board}, ${periodId}, ${season}, ${instantText(sealedAt)}::text::timestamptz, ${json(stored(definition))})`);
}

/** The seasons that are sealed, by their keys, each with the boards that have sealed it. */
export async function sealedSeasons(
  executor: Executor,
  tenantId: TenantId,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const found = await rows<{ season: string; boards: string[] }>(
    executor,
    sql`select season, json_agg(board) as boards from leaderboard_seals where tenant_id = ${tenantId} group by season`,
  );
  return new Map(found.map(({ season, boards }) => [season, new Set(boards)]));
}
