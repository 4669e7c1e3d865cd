import type { AddressInfo } from 'node:net';
import express from 'express';
import postgres from 'postgres';
import type { ActivityEventInput } from '../../packages/contract/src/index.ts';
import { groupCommit } from '../../packages/server/src/activity/group-commit.ts';
import { purchases } from '../events.ts';
import { RawMerge } from '../raw-merge.ts';

interface Ranked {
  readonly ref: string;
  readonly value: string;
  readonly count: string;
  readonly rank: string;
  readonly previous: number | null;
  readonly tied: boolean;
  readonly place: string;
  readonly total: string;
  readonly ahead_rank: string | null;
  readonly ahead_score: string | null;
}

const BOARD = `tenant_id = 1 and metric_id = 1 and period_id = 1 and segment = '' and count > 0`;

/** The ranks of some creators by their number, and the next better one: what a board shows of them, from one pass over it. */
const RANKS = `
  with own as materialized (select subject_ref, value, count, reached_at from metric_values where ${BOARD}
      and subject_ref = any(array(select jsonb_array_elements_text($1::text::jsonb)::bigint))),
    wanted as materialized (select array_agg(distinct value order by value) as scores from own),
    counted as (select stretch, count(*) as entries, count(*) filter (where value = least) as level,
        min(value) filter (where value > least) as next
      from (select value, stretch, (select scores from wanted)[stretch] as least
        from (select value, width_bucket(value, (select scores from wanted)) as stretch
          from metric_values where ${BOARD} offset 0) e offset 0) e group by stretch),
    tally as materialized (select (select scores from wanted)[stretch] as value, level, sum(entries) over () as total,
        sum(entries) over (order by stretch desc) - level as better,
        coalesce(next, (select scores from wanted)[stretch + 1]) as next from counted)
  select own.subject_ref as ref, own.value, own.count, 1 + t.better as rank, n.rank as previous, t.level > 1 as tied, t.total,
    1 + t.better + case when t.level > 1 then (select count(*) from metric_values where ${BOARD} and value = own.value
      and (reached_at, subject_ref::text collate "C") < (own.reached_at, own.subject_ref::text collate "C")) else 0 end as place,
    t.next as ahead_score, case when t.next is not null then
      1 + t.better - (select count(*) from metric_values where ${BOARD} and value = t.next) end as ahead_rank
  from own join tally t on t.value = own.value
  left join leaderboard_snapshot_ranks n on n.tenant_id = 1 and n.board = 'top-sellers' and n.period_id = 1
    and n.segment = '' and n.subject_ref = own.subject_ref`;

export interface RawAnswersOptions {
  readonly databaseUrl: string;
  readonly creators: number;
}

/** A bare Express handler that commits in groups and reads ranks once a group: no checks, no credentials, nothing else. */
export async function start({ databaseUrl, creators }: RawAnswersOptions): Promise<{ url: string }> {
  const raw = new RawMerge(databaseUrl);
  await raw.merge(purchases(8 * creators, 1, Date.now(), creators));
  const sql = postgres(databaseUrl, { max: 2, onnotice: () => {} });
  const commit = groupCommit(
    async (events: ActivityEventInput[]) => {
      await raw.write(events);
      const refs = JSON.stringify(events.map(refOf));
      const read = sql.unsafe<Ranked[]>(RANKS, [refs], { prepare: true });
      // As a promise in a box: the next group need not wait for it.
      return { ranks: read.then((found) => new Map(found.map((row) => [row.ref, row]))) };
    },
    () => 100,
    { itemsPerWrite: 500 },
  );
  const app = express().disable('x-powered-by').disable('etag');
  app.use(express.json());
  app.post('/', async (request, response) => {
    const event = request.body as ActivityEventInput;
    const { ranks } = await commit.append([event]);
    const row = (await ranks).get(refOf(event));
    if (!row) throw new Error(`no rank for ${refOf(event)}`);
    response.json(answer(event, row));
  });
  const server = await new Promise<ReturnType<typeof app.listen>>((resolve) => {
    const started = app.listen(0, '127.0.0.1', () => resolve(started));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

const refOf = ({ data = {} }: ActivityEventInput) => `${data.creatorId}`.slice('creator-'.length);

/** The same bytes as ours. */
function answer({ id, data = {} }: ActivityEventInput, row: Ranked) {
  const [score, ahead] = [Number(row.value), Number(row.ahead_score)];
  const where = { period: 'all-time', window: 'all-time', segment: null };
  const subject = `${data.creatorId}`;
  return {
    id,
    status: 'recorded',
    metrics: [{ metric: 'revenue', subject, ...where, value: score, count: Number(row.count), delta: data.amount }],
    ranks: [
      {
        board: 'top-sellers',
        id: subject,
        ...where,
        rank: Number(row.rank),
        previousRank: row.previous,
        score,
        tied: row.tied,
        topPercent: Math.ceil((Number(row.place) * 100) / Number(row.total)),
        ahead: row.ahead_score && { rank: Number(row.ahead_rank), score: ahead, distance: ahead - score },
      },
    ],
  };
}
