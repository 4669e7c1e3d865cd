import { setTimeout } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { microsOf } from '../../../../kernel/instant.ts';
import { type Executor, json, rows } from '../../../../platform/db/database.ts';
import type { RedisReply } from '../../../../platform/redis/link.ts';
import { entriesOf } from '../sql/order.ts';
import type { BuilderDeps } from './builder.ts';
import { encodeScore, memberOf } from './encode.ts';
import type { ProjectionView } from './names.ts';
import { fingerprintOf } from './projected.ts';
import { notedAt } from './ranks.ts';
import { segmentsOf, versionOf } from './read-back.ts';
import { LIST, PROBE, SEGMENTS, STRAYS } from './scripts/prove.ts';
import { cursor } from './snapshot.ts';

/** Where Redis and Postgres differ: an id in a segment, or the projection as a whole. */
export interface BoardDifference {
  readonly segment: string;
  /** Null when it is about more than one entry. */
  readonly id: string | null;
  readonly what: 'missing' | 'entry' | 'surplus' | 'order' | 'dense' | 'previous-rank' | 'ahead';
}

export type ProofDeps = Pick<BuilderDeps, 'database' | 'link' | 'names'>;

interface Expected extends Record<string, unknown> {
  key: string;
  score: string;
  reached_at: string;
  rank: number | null;
}

/** A write may be on its way: what differs is looked at again, so often, before it counts. */
const LOOKS = 3;
const BETWEEN_MS = 1000;
const PROBED = 1000;

/** Compares a projection with Postgres member by member. Writes going on meanwhile are no difference. */
export async function proveProjection(deps: ProofDeps, view: ProjectionView): Promise<BoardDifference[]> {
  let differences = await deps.database.snapshot((tx) => new Look(deps, view, tx).everything());
  for (let look = 1; look < LOOKS && differences.length > 0; look++) {
    await setTimeout(BETWEEN_MS);
    const suspects = differences;
    differences = await deps.database.snapshot((tx) => new Look(deps, view, tx).again(suspects));
  }
  return differences;
}

/** One look at both sides, as of one version of the tenant. */
class Look {
  readonly #deps: ProofDeps;
  readonly #view: ProjectionView;
  readonly #tx: Executor;
  readonly #key: string;
  readonly #fingerprint: string;
  #version = 0;
  #noted: number | null = null;
  readonly #found: BoardDifference[] = [];

  constructor(deps: ProofDeps, view: ProjectionView, tx: Executor) {
    this.#deps = deps;
    this.#view = view;
    this.#tx = tx;
    this.#key = deps.names.metaKey(view.tenant.id, view.board.key, view.period.id);
    this.#fingerprint = fingerprintOf(view);
  }

  async everything(): Promise<BoardDifference[]> {
    await this.#begin();
    const held = await this.#call(SEGMENTS, []);
    if (held === null) return [{ segment: '', id: null, what: 'missing' }];
    const segments = new Set([...(await segmentsOf(this.#tx, this.#view)), ...(held as Buffer[]).map(String)]);
    for (const segment of segments) {
      await this.#members(segment);
      await this.#surplus(segment);
      await this.#strays(segment);
    }
    return this.#found;
  }

  async again(suspects: readonly BoardDifference[]): Promise<BoardDifference[]> {
    if (suspects.some(({ id }) => id === null)) return this.everything();
    await this.#begin();
    for (const [segment, ofSegment] of Map.groupBy(suspects, (each) => each.segment)) {
      const ids = [...new Set(ofSegment.map(({ id }) => id as string))];
      for (let start = 0; start < ids.length; start += PROBED) {
        const some = ids.slice(start, start + PROBED);
        const expected = await rows<Expected>(this.#tx, this.#entries(segment, some));
        await this.#compare(segment, some, new Map(expected.map((row) => [row.key, row])));
      }
    }
    return this.#found;
  }

  async #begin(): Promise<void> {
    const [row] = await rows<{ version: string }>(this.#tx, sql`select ${versionOf(this.#view)} as version`);
    this.#version = Number(row?.version);
    this.#noted = await notedAt(this.#tx, this.#view);
  }

  #entries(segment: string, ids?: readonly string[]) {
    const { tenant, board, period } = this.#view;
    const among = ids ? sql`where s.key in (select jsonb_array_elements_text(${json(ids)}))` : sql``;
    return sql`select s.key, e.score::text as score, e.reached_at::text as reached_at, (
        select n.rank from leaderboard_snapshot_ranks n where n.tenant_id = ${tenant.id} and n.board = ${board.key}
          and n.period_id = ${period.id} and n.segment = ${segment} and n.subject_ref = e.ref) as rank
      from (${entriesOf({ ...this.#view, segment })}) e
      join metric_subjects s on s.tenant_id = ${tenant.id} and s.ref = e.ref ${among}`;
  }

  async #members(segment: string): Promise<void> {
    let last: Expected | undefined;
    const byScore = this.#view.board.direction === 'descending' ? sql`e.score desc` : sql`e.score`;
    const ordered = sql`${this.#entries(segment)} order by ${byScore}, e.reached_at, s.key`;
    for await (const page of cursor<Expected>(this.#tx, ordered)) {
      for (const row of page) {
        if (last && !this.#stands(last, row)) this.#differ(segment, row.key, 'order');
        last = row;
      }
      for (let start = 0; start < page.length; start += PROBED) {
        const some = page.slice(start, start + PROBED);
        await this.#compare(
          segment,
          some.map(({ key }) => key),
          new Map(some.map((row) => [row.key, row])),
        );
      }
    }
  }

  /** Postgres' order is that of scores and bytes. */
  #stands(before: Expected, after: Expected): boolean {
    const { direction } = this.#view.board;
    const [one, other] = [before, after].map(({ score }) => BigInt(encodeScore(score, direction))) as [bigint, bigint];
    return one < other || (one === other && Buffer.compare(memberIn(before), memberIn(after)) < 0);
  }

  async #compare(segment: string, ids: readonly string[], expected: ReadonlyMap<string, Expected>): Promise<void> {
    const dense = this.#view.board.ranks === 'dense' ? '1' : '';
    const reply = await this.#call(PROBE, [segment, dense, ...ids]);
    if (reply === null) {
      this.#differ(segment, null, 'missing');
      return;
    }
    const held = reply as readonly RedisReply[];
    const ranksAt = held.at(-1);
    const sameRanks = (ranksAt === null ? null : Number(ranksAt)) === this.#noted;
    const latest = Math.max(...ids.map((_, index) => versionHeld(held[index] as HeldEntry)));
    const newest = latest > this.#version ? await this.#newest() : this.#version;
    for (const [index, id] of ids.entries()) {
      const entry = held[index] as HeldEntry;
      const version = versionHeld(entry);
      // What was never committed, or no longer is, keeps out all that comes until Postgres gets there.
      if (version > newest) this.#differ(segment, id, 'ahead');
      // What has changed since this look began is none of its business.
      else if (version <= this.#version) this.#entry(segment, id, expected.get(id), entry, sameRanks);
    }
  }

  #entry(segment: string, id: string, expected: Expected | undefined, held: HeldEntry, sameRanks: boolean): void {
    const [guard, score, counted, rank] = held;
    const isHeld = guard !== null && guard.length > 7;
    if (isHeld !== (expected !== undefined)) this.#differ(segment, id, isHeld ? 'surplus' : 'entry');
    else if (expected && guard) {
      const member = Buffer.concat([guard.subarray(7), Buffer.from(id)]);
      const same =
        `${score}` === encodeScore(expected.score, this.#view.board.direction) && member.equals(memberIn(expected));
      if (!same) this.#differ(segment, id, 'entry');
      else if (counted === 0) this.#differ(segment, id, 'dense');
      else if (!sameRanks || (rank === null ? null : Number(rank)) !== expected.rank)
        this.#differ(segment, id, 'previous-rank');
    }
  }

  /** The tenant's version now: what Redis held before has been committed by then, and says no later one. */
  async #newest(): Promise<number> {
    const { orm } = this.#deps.database;
    const [row] = await rows<{ version: string }>(orm, sql`select ${versionOf(this.#view)} as version`);
    return Number(row?.version);
  }

  /** Entries that are held and should not be. */
  async #surplus(segment: string): Promise<void> {
    let at = '0';
    do {
      const reply = await this.#call(LIST, [segment, at]);
      if (reply === null) {
        this.#differ(segment, null, 'missing');
        return;
      }
      const [next, listed, surplus] = reply as [Buffer, Buffer[], number];
      if (surplus > 0) this.#differ(segment, null, 'dense');
      const ids = listed.filter((_, index) => index % 2 === 0).map(String);
      const known = new Set((await rows<Expected>(this.#tx, this.#entries(segment, ids))).map(({ key }) => key));
      const unknown = ids.filter((id) => !known.has(id));
      if (unknown.length > 0) await this.#compare(segment, unknown, new Map());
      at = `${next}`;
    } while (at !== '0');
  }

  /** Members that no guard names. One counts for all: what has them is built again as a whole. */
  async #strays(segment: string): Promise<void> {
    let at = '0';
    do {
      const reply = await this.#call(STRAYS, [segment, at]);
      // That it is missing has been noted.
      if (reply === null) return;
      const [next, strays] = reply as [Buffer, number];
      if (strays > 0) {
        this.#differ(segment, null, 'surplus');
        return;
      }
      at = `${next}`;
    } while (at !== '0');
  }

  #differ(segment: string, id: string | null, what: BoardDifference['what']): void {
    this.#found.push({ segment, id, what });
  }

  async #call(script: typeof PROBE, args: readonly string[]): Promise<RedisReply> {
    const { link } = this.#deps;
    return link.call(script, this.#key, [link.run ?? '', this.#fingerprint, ...args]);
  }
}

type HeldEntry = [Buffer | null, Buffer | null, number, Buffer | null];

const versionHeld = ([guard]: HeldEntry) => (guard ? guard.readUIntBE(1, 6) + guard.readUInt8(0) * 2 ** 48 : 0);

const memberIn = ({ key, reached_at }: Expected) => memberOf(microsOf(reached_at), key);
