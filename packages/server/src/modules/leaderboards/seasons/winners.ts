import { createHash } from 'node:crypto';
import type { ActivityEventInput, Prize } from '@engagement/contract';
import { type SQL, sql } from 'drizzle-orm';
import type { StoredBoard } from '../../../definitions/catalogue.ts';
import { instantText, type Micros } from '../../../kernel/instant.ts';
import { type Executor, rows } from '../../../platform/db/database.ts';
import { scaleOf, scoreNumber } from '../domain.ts';
import type { Sealed, SeasonOfBoard } from './records.ts';

/** Where the server's own events come from. */
const SOURCE = 'urn:engagement:seasons';

/** Entries that get a prize at once. */
const PAGE = 500;

interface Winner extends Record<string, unknown> {
  readonly place: string;
  readonly rank: string;
  readonly score: string;
  readonly entry_key: string;
  readonly id: string;
}

/** What a season was sealed as. */
export interface SealedSeason {
  readonly of: SeasonOfBoard;
  readonly season: string;
  readonly sealedAt: Micros;
  readonly sealed: Sealed;
}

/** Pages of `season.placed`: one for each entry that a prize is for, the same whenever they are asked for. */
export async function* placedEvents(
  executor: Executor,
  season: SealedSeason,
  prize: Prize,
): AsyncGenerator<ActivityEventInput[]> {
  let last = 0;
  for (;;) {
    const winners = await readWinners(executor, season, prize, last);
    if (winners.length === 0) return;
    yield winners.map((winner) => placed(season, prize, winner));
    last = Number(winners.at(-1)?.place);
  }
}

const isOf = ({ tenantId, board, periodId }: SeasonOfBoard) =>
  sql`tenant_id = ${tenantId} and board = ${board} and period_id = ${periodId}`;

/** Who was erased since gets nothing more. */
async function readWinners(executor: Executor, { of, sealed }: SealedSeason, prize: Prize, after: number) {
  return rows<Winner>(
    executor,
    sql`with entries as not materialized (
          select * from leaderboard_archive_entries where ${isOf(of)} and segment = '')
        select place, rank, score::text, entry_key, s.id from entries
        join leaderboard_archive_subjects s using (tenant_id, board, period_id, entry_key)
        where place > ${after} and s.id is not null and ${wins(prize, sealed.board, of)}
        order by place limit ${PAGE}`,
  );
}

function wins({ ranks, topPercent }: Prize, board: StoredBoard, of: SeasonOfBoard): SQL {
  if (ranks) return sql`rank between ${ranks.from} and ${ranks.to}`;
  const last = sql`(select floor(total * ${`${topPercent}`}::text::numeric / 100) from leaderboard_archives
    where ${isOf(of)} and segment = '')`;
  // Where ties share a rank, whoever is tied with somebody who gets it gets it too.
  const tiedWithLast = sql`score = (select score from entries where place = ${last})`;
  return board.ranks === 'ordinal' ? sql`place <= ${last}` : sql`(place <= ${last} or ${tiedWithLast})`;
}

function placed({ of, season, sealedAt, sealed }: SealedSeason, prize: Prize, winner: Winner): ActivityEventInput {
  const { board, metric } = sealed;
  const { id, entry_key: key, rank, place, score } = winner;
  const { subject, ...whom } = subjectOf(metric.subject, id);
  const data = {
    board: board.key,
    season,
    prize: prize.key,
    name: prize.name,
    rank: Number(rank),
    place: Number(place),
  };
  return {
    id: createHash('sha256')
      .update(JSON.stringify([of.board, season, key, prize.key]))
      .digest('base64url'),
    source: SOURCE,
    type: 'season.placed',
    time: instantText(sealedAt),
    ...(subject !== undefined && { subject }),
    data: { ...data, score: scoreNumber(score, scaleOf(board, metric)), ...whom },
  };
}

/** Users and creators are people, who act; an asset does not. */
function subjectOf(
  kind: string,
  id: string,
): { subject?: string; creatorId?: string; assetId?: string; subjectId?: string } {
  if (kind === 'user') return { subject: id };
  if (kind === 'creator') return { subject: id, creatorId: id };
  return kind === 'asset' ? { assetId: id } : { subjectId: id };
}
