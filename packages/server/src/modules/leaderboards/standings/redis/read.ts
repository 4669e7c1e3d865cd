import { instantText, microsOf } from '../../../../kernel/instant.ts';
import type { RedisLink } from '../../../../platform/redis/link.ts';
import type { BoardView, OwnStanding, Reading, Standing, Stretch } from '../standings.ts';
import { decodeScore, encodeScore, memberOf, readMember } from './encode.ts';
import type { Names } from './names.ts';
import { fingerprintOf } from './projected.ts';
import { READ } from './scripts/read.ts';

export interface ReaderDeps {
  readonly link: RedisLink;
  readonly names: Names;
}

type Ranks = BoardView['board']['ranks'];

/** What precedes an entry: entries in all, entries with a better score, and better scores. */
interface Before {
  readonly place: number;
  readonly better: number;
  readonly scores: number;
}

/** One look at a board in Redis; undefined when it is not there as it should be. @throws RedisAway */
export async function readProjection(
  { link, names }: ReaderDeps,
  view: BoardView,
  stretch: Stretch,
  ids: readonly string[],
): Promise<Reading | undefined> {
  const { tenant, board, period, segment } = view;
  if (link.run === undefined) return undefined;
  const asked = stretch.kind === 'listed' ? [...new Set([...stretch.ids, ...ids])] : ids;
  const [kind, many, place, score] = wantedOf(view, stretch);
  const key = names.metaKey(tenant.id, board.key, period.id);
  const args = [link.run, fingerprintOf(view), segment, kind, many, place, score, ...asked];
  const reply = (await link.call(READ, key, args)) as Reply | null;
  if (reply === null) return undefined;
  return stretch.kind === 'listed' ? listedIn(view, stretch, ids, reply) : readingOf(view, stretch, reply);
}

/** What the script answers. */
type Reply = readonly [Buffer, number, number, number, number, Buffer[], (Buffer | null)[], Asked[]];

type Asked = readonly [Buffer, Buffer, number, number, number, number, Buffer | null, [Buffer, number, number] | null];

function wantedOf({ board }: BoardView, stretch: Stretch): [string, number, Buffer | string, string] {
  if (stretch.kind === 'top') return ['top', stretch.limit, '', ''];
  if (stretch.kind === 'around') return ['around', stretch.span, stretch.id, ''];
  // Listed subjects are asked for one by one.
  if (stretch.kind === 'listed') return ['top', 0, '', ''];
  const { score, reachedAt, id } = stretch.place;
  return ['after', stretch.limit, memberOf(microsOf(reachedAt), id), encodeScore(score, board.direction)];
}

type Run = Exclude<Stretch, { kind: 'listed' }>;
type List = Extract<Stretch, { kind: 'listed' }>;

/** The entries of listed subjects, in the board's order. */
function listedIn({ board }: BoardView, { ids, limit, place }: List, own: readonly string[], reply: Reply): Reading {
  const [version, total, , , , , , asked] = reply;
  const found = asked.map((each) => ({ each, standing: ownStanding(board, each) }));
  const [wanted, owned] = [new Set(ids), new Set(own)];
  const listed = found.filter(({ standing }) => wanted.has(standing.id)).sort((a, b) => compare(a.each, b.each));
  const from = place && [memberOf(microsOf(place.reachedAt), place.id), encodeScore(place.score, board.direction)];
  const after = listed.filter(({ each }) => !from || compareAt(each, Number(from[1]), from[0] as Buffer) > 0);
  return {
    rows: after.slice(0, limit).map(({ standing: { place, ahead, ...row } }) => row),
    more: after.length > limit,
    asked: found.filter(({ standing }) => owned.has(standing.id)).map(({ standing }) => standing),
    listed: listed.length,
    total,
    version: Number(version),
  };
}

const compare = (one: Asked, [member, score]: Asked) => compareAt(one, Number(score), member);

const compareAt = ([member, score]: Asked, otherScore: number, otherMember: Buffer) =>
  Number(score) - otherScore || Buffer.compare(member, otherMember);

function readingOf({ board }: BoardView, stretch: Run, reply: Reply): Reading {
  const [version, total, first, better, scores, flat, noted, asked] = reply;
  const found: Found[] = [];
  for (let at = 0; at < flat.length; at += 2) {
    found.push({ member: flat[at] as Buffer, score: `${flat[at + 1]}`, noted: noted[at / 2] ?? null });
  }
  const above = first > 0 ? found.shift() : undefined;
  const shown = stretch.kind === 'around' ? stretch.span + stretch.span + 1 : stretch.limit;
  const rows = rowsOf(board, found, { place: first, better, scores }, above?.score);
  const kept = stretch.kind === 'around' ? shownAround(rows, stretch.id, stretch.span) : rows.slice(0, shown);
  return {
    rows: kept,
    more: kept.length < rows.length,
    asked: asked.map((each) => ownStanding(board, each)),
    listed: total,
    total,
    version: Number(version),
  };
}

/** One row more than is shown is read below, to know whether the last one shares its score. */
function shownAround(rows: readonly Standing[], id: string, span: number): readonly Standing[] {
  return rows.slice(0, rows.findIndex((row) => row.id === id) + span + 1);
}

interface Found {
  readonly member: Buffer;
  readonly score: string;
  readonly noted: Buffer | null;
}

function rowsOf(
  board: BoardView['board'],
  found: readonly Found[],
  first: Before,
  above: string | undefined,
): Standing[] {
  let before = first;
  return found.map(({ member, score, noted }, index) => {
    const previous = index === 0 ? undefined : found[index - 1]?.score;
    if (index > 0) {
      const place = first.place + index;
      before = previous === score ? { ...before, place } : { place, better: place, scores: before.scores + 1 };
    }
    const tied = score === (index === 0 ? above : previous) || score === found[index + 1]?.score;
    return standing(board, { member, score, noted }, rankOf(board.ranks, before), tied);
  });
}

function standing(
  { direction }: BoardView['board'],
  { member, score, noted }: Found,
  rank: number,
  tied: boolean,
): Standing {
  const { reachedAt, id } = readMember(member);
  return {
    id,
    score: decodeScore(score, direction),
    // Only the last of a page is asked for it.
    get reachedAt() {
      return instantText(reachedAt);
    },
    rank,
    previousRank: noted === null ? null : Number(noted),
    tied,
  };
}

function rankOf(ranks: Ranks, { place, better, scores }: Before): number {
  return 1 + { ordinal: place, competition: better, dense: scores }[ranks];
}

function ownStanding(board: BoardView['board'], asked: Asked): OwnStanding {
  const [member, score, place, better, level, scores, noted, next] = asked;
  const own = { member, score: `${score}`, noted };
  const rank = rankOf(board.ranks, { place, better, scores });
  return {
    ...standing(board, own, rank, level > 1),
    place: place + 1,
    ahead: next && {
      score: decodeScore(`${next[0]}`, board.direction),
      // The last of those with the next better score stands right before the first of mine.
      rank: rankOf(board.ranks, { place: better - 1, better: next[1], scores: next[2] }),
    },
  };
}
