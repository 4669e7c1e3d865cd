import { createHash } from 'node:crypto';
import type { ArchivedEntry } from '@engagement/contract';
import { type SQL, sql } from 'drizzle-orm';
import { type Executor, json, rows } from '../../../platform/db/database.ts';
import { scaleOf, scoreNumber } from '../domain.ts';
import type { Profiles } from '../ports.ts';
import { archivedEntries, isOf } from '../standings/archive/read-archive.ts';
import { numberedEntries } from '../standings/sql/number-entries.ts';
import { hiddenFrom } from '../standings/sql/order.ts';
import type { BoardView } from '../standings/standings.ts';

/** Rows that are hashed, or named, at once. */
const CHUNK = 10_000;
const NAMES = 1_000;

const valuesOf = ({ tenant, board, period }: BoardView) =>
  sql`${tenant.id}::int, ${board.key}::text, ${period.id}::int`;

/** Archives the board as a whole and each of its segments, with the names of those who have an entry. */
export async function archiveBoard(tx: Executor, view: BoardView, profiles: Profiles): Promise<void> {
  for (const segment of ['', ...(await segmentsOf(tx, view))]) {
    const part = { ...view, segment };
    await copyEntries(tx, part);
    const { total, hash } = await hashEntries(tx, part);
    if (segment !== '' && total === 0) continue;
    await tx.execute(sql`
      insert into leaderboard_archives (tenant_id, board, period_id, segment, total, hash)
      values (${valuesOf(view)}, ${segment}, ${total}, ${hash})`);
  }
  await keepNames(tx, view, profiles);
  await noteHidden(tx, view);
}

/** The values of the board's segments that anything counts for. */
async function segmentsOf(tx: Executor, { tenant, board, metric, period }: BoardView): Promise<string[]> {
  const found = await rows<{ segment: string }>(
    tx,
    sql`select distinct segment from metric_values
        where tenant_id = ${tenant.id} and metric_id = ${metric.id} and period_id = ${period.id} and segment <> ''
          and split_part(segment, ':', 1) in (select jsonb_array_elements_text(${json(board.segments)}))
        order by segment`,
  );
  return found.map(({ segment }) => segment);
}

/** A subject has the same key in all segments. */
async function copyEntries(tx: Executor, view: BoardView): Promise<void> {
  await tx.execute(sql`
    with ranked as materialized (${numberedEntries(view)}),
    known as (select subject_ref, entry_key from leaderboard_archive_subjects where ${isOf(view)}),
    fresh as (
      insert into leaderboard_archive_subjects (tenant_id, board, period_id, entry_key, subject_ref, id)
      select ${valuesOf(view)}, gen_random_uuid()::text, ref, key from ranked
      where ref not in (select subject_ref from known)
      returning subject_ref, entry_key)
    insert into leaderboard_archive_entries
      (tenant_id, board, period_id, segment, place, rank, score, reached_at, entry_key)
    select ${valuesOf(view)}, ${view.segment}::text, place, rank, score, reached_at, entry_key
    from ranked join (select * from known union all select * from fresh) k on k.subject_ref = ranked.ref`);
}

/** A score with all of its decimal places, as the hash has it. */
const decimal = (scale: number): SQL =>
  sql`(score / ${sql.raw(`1${'0'.repeat(scale)}::numeric`)})::numeric(38, ${sql.raw(`${scale}`)})`;

/** SHA-256 over a line for each entry, in the order of their places: rank, tab, score, tab, random key, newline. */
async function hashEntries(tx: Executor, view: BoardView): Promise<{ total: number; hash: string }> {
  const hash = createHash('sha256');
  let total = 0;
  for (;;) {
    const [chunk] = await rows<{ lines: string | null; count: string }>(
      tx,
      sql`select string_agg(rank || E'\t' || ${decimal(scaleOf(view.board, view.metric))} || E'\t' || entry_key || E'\n', '' order by place)
            as lines, count(*) as count
          from leaderboard_archive_entries where ${isOf(view)} and segment = ${view.segment}
            and place > ${total} and place <= ${total + CHUNK}`,
    );
    hash.update(chunk?.lines ?? '');
    total += Number(chunk?.count ?? 0);
    if (Number(chunk?.count ?? 0) < CHUNK) return { total, hash: hash.digest('hex') };
  }
}

/** Names are no part of the hash. They are kept for those whose profile is gone one day. */
async function keepNames(tx: Executor, view: BoardView, profiles: Profiles): Promise<void> {
  let last = '';
  for (;;) {
    const found = await rows<{ entry_key: string; id: string }>(
      tx,
      sql`select entry_key, id from leaderboard_archive_subjects where ${isOf(view)} and entry_key > ${last}
          order by entry_key limit ${NAMES}`,
    );
    const ids = found.map(({ id }) => id);
    const described = await profiles.describe(view.tenant.id, view.metric.subject, ids);
    const named = found.map(({ entry_key: key, id }) => ({ key, name: described.get(id)?.name ?? null }));
    await tx.execute(sql`
      update leaderboard_archive_subjects a set name = n.name
      from jsonb_to_recordset(${json(named)}) as n(key text, name text)
      where ${isOf(view)} and a.entry_key = n.key and n.name is not null`);
    if (found.length < NAMES) return;
    last = found.at(-1)?.entry_key ?? '';
  }
}

/** Who has a number and was kept off has a key without an entry, so that it is known that no late fact brought them. */
async function noteHidden(tx: Executor, view: BoardView): Promise<void> {
  await tx.execute(sql`
    insert into leaderboard_archive_subjects (tenant_id, board, period_id, entry_key, subject_ref)
    select ${valuesOf(view)}, gen_random_uuid()::text, h.subject_ref from (${hiddenFrom(view)}) h
    where exists (select from metric_values v where v.tenant_id = ${view.tenant.id} and v.metric_id = ${view.metric.id}
      and v.period_id = ${view.period.id} and v.subject_ref = h.subject_ref and v.count > 0)`);
}

/** What a part of a board was sealed as. */
export interface Archived {
  readonly total: number;
  readonly hash: string;
}

/** A segment that nobody had an entry in was sealed as nothing at all. */
const EMPTY: Archived = { total: 0, hash: createHash('sha256').digest('hex') };

export async function readArchived(executor: Executor, view: BoardView): Promise<Archived> {
  const [row] = await rows<{ total: string; hash: string }>(
    executor,
    sql`select total, hash from leaderboard_archives where ${isOf(view)} and segment = ${view.segment}`,
  );
  return row ? { total: Number(row.total), hash: row.hash } : EMPTY;
}

/** The rows of an archive after a place. */
export async function listArchived(
  executor: Executor,
  view: BoardView,
  after: number,
  limit: number,
): Promise<ArchivedEntry[]> {
  const found = await rows<{
    place: string;
    rank: string;
    score: string;
    entry_key: string;
    own_id: string | null;
    name: string | null;
  }>(
    executor,
    sql`select place, rank, score::text, entry_key, own_id, name from (${archivedEntries(view)}) e
        where place > ${after} and place <= ${after + limit} order by place`,
  );
  const scale = scaleOf(view.board, view.metric);
  return found.map(({ place, rank, score, entry_key: key, own_id: id, name }) => ({
    place: Number(place),
    rank: Number(rank),
    score: scoreNumber(score, scale),
    key,
    id,
    name,
  }));
}
