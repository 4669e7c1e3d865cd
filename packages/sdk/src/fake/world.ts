import type { ArchivePage, AroundPage, BoardPage, BoardSeason, Entry, Explanation, Period } from '@engagement/contract';
import { EngagementError, type ErrorCode } from '../errors/engagement-error.ts';
import type { Leaderboards } from '../types.ts';
import { catalogue, type Definition, type FakeBoard, knownKeys, summaryOf } from './catalogue.ts';
import type { FakeClock } from './clock.ts';
import { READER } from './people.ts';
import { periodAt, type SeasonState, seasonsAt } from './periods.ts';
import { hash } from './random.ts';
import { factsBehind, stepsTo } from './reasons.ts';
import { wordsFor } from './scenario.ts';
import { ownEntry, Standings } from './standings.ts';

type Query = NonNullable<Parameters<Leaderboards['get']>[1]>;

export interface WorldOptions {
  seed: number;
  clock: FakeClock;
  season: SeasonState;
  boards: Record<string, FakeBoard>;
  content: 'nothing' | 'extremes' | undefined;
}

/** Entries of a hundred segments and followings are chosen by their ids, so that they stay the same. */
const SEGMENTS = 3;
const FOLLOWED = 4;

export const refused = (code: ErrorCode, words = wordsFor(code)) =>
  new EngagementError(code, words, { requestId: 'req_fake' });

/** The boards of a made-up marketplace. */
export class World {
  /** The user of the token; null when nobody is signed in. */
  me: string | null = READER.id;
  /** Whether that user is ranked. */
  listed = true;
  readonly #options: WorldOptions;
  readonly #definition: (key: string) => Definition;
  readonly #standings = new Map<string, Standings>();

  constructor(options: WorldOptions) {
    this.#options = options;
    const definition = catalogue(options.boards);
    const { content } = options;
    this.#definition = (key) => ({
      ...definition(key),
      ...(content === 'nothing' && { total: 0, entries: [] }),
      ...(content === 'extremes' && { total: 12_480 }),
    });
  }

  list(): BoardPage['board'][] {
    return knownKeys(this.#options.boards).map((key) => summaryOf(this.#definition(key)));
  }

  page(key: string, { period, segment, limit = 10, cursor, following, ids }: Query = {}): BoardPage {
    const view = this.#view(key, period, segment);
    const narrowed = view.entries
      .filter(({ id, isMe }) => following === undefined || isMe || hash(`followed ${id}`) % FOLLOWED === 0)
      .filter(({ id }) => ids === undefined || ids.includes(id));
    const from = Number(cursor ?? 0);
    const data = narrowed.slice(from, from + limit);
    const next = from + data.length;
    const nextCursor = next < narrowed.length ? String(next) : null;
    return { ...view.common, data, total: narrowed.length, nextCursor };
  }

  around(
    key: string,
    { user = 'me', span = 2, period, segment }: Parameters<Leaderboards['around']>[1] = {},
  ): AroundPage {
    const view = this.#view(key, period, segment);
    const { of, at } = this.#someone(view.entries, user);
    const data = view.entries.slice(Math.max(0, at - span), at + span + 1);
    return { ...view.common, data, total: view.entries.length, nextCursor: null, of };
  }

  explain(key: string, { user = 'me', period, segment }: Parameters<Leaderboards['explain']>[1] = {}): Explanation {
    const { common, entries } = this.#view(key, period, segment);
    const { of, at } = this.#someone(entries, user);
    return {
      board: common.board,
      period: common.period,
      segment: common.segment,
      entry: of,
      steps: stepsTo({ of, at, entries }, common.board),
      facts: of.isMe ? factsBehind(common.board, this.#options.clock.now()) : null,
      version: common.version,
      nextCursor: of.isMe ? 'older' : null,
    };
  }

  seasons(): Period[] {
    return seasonsAt(this.#options.clock.now(), this.#options.season);
  }

  season(key: string, season: string, { segment }: { segment?: string } = {}): BoardSeason {
    const { common, entries } = this.#view(key, season, segment);
    const { sealed } = common.period;
    return {
      board: common.board,
      period: common.period,
      segment: common.segment,
      total: sealed ? entries.length : null,
      hash: sealed ? sealOf(key, season) : null,
      prizes: this.#definition(key).prizes,
      late: null,
    };
  }

  archive(
    key: string,
    season: string,
    { segment, limit = 100, cursor }: Parameters<Leaderboards['archive']>[2] = {},
  ): ArchivePage {
    const { common, entries } = this.#view(key, season, segment);
    if (!common.period.sealed) throw refused('not-found', `The season ${season} is not sealed yet.`);
    const from = Number(cursor ?? 0);
    const data = entries.slice(from, from + limit).map(({ rank, score, id, name }, at) => ({
      place: from + at + 1,
      rank,
      score,
      key: hash(id).toString(16),
      id,
      name,
    }));
    const next = from + data.length;
    const nextCursor = next < entries.length ? String(next) : null;
    return { hash: sealOf(key, season), scale: common.board.scale, total: entries.length, data, nextCursor };
  }

  /** Moves somebody on a board in a period. False when nothing changes by it: then nobody moved. */
  move(key: string, period: string | undefined, id: string, by: number): boolean {
    return this.#at(key, period).standings.move(id, by);
  }

  #view(key: string, spec: string | undefined, segment: string | undefined) {
    const { board, period, standings } = this.#at(key, spec);
    const all = standings.entries(board.subject === 'asset' ? null : this.me, this.listed ? null : this.me);
    const entries = all
      .filter(({ id }) => segment === undefined || hash(segment + id) % SEGMENTS === 0)
      .map((entry) => (period.sealed ? { ...entry, previousRank: null } : entry));
    const me = this.me === null ? null : ownEntry(entries, this.me);
    return {
      entries,
      common: { board: summaryOf(board), period, segment: segment ?? null, me, version: standings.version },
    };
  }

  #at(key: string, spec: string | undefined) {
    const board = this.#definition(key);
    const period = periodAt(spec ?? board.windows[0] ?? 'all-time', this.#options.clock.now(), this.#options.season);
    const name = `${key} ${period.key}`;
    const { seed, content } = this.#options;
    const standings =
      this.#standings.get(name) ?? new Standings(board, period.key, { seed, extremes: content === 'extremes' });
    this.#standings.set(name, standings);
    return { board, period, standings };
  }

  #someone(entries: readonly Entry[], user: string) {
    const id = user === 'me' ? this.me : user;
    if (id === null) throw refused('not-identified');
    const of = ownEntry(entries, id);
    if (!of) throw refused('not-found', `${user} has no entry on this board.`);
    return { of, at: entries.findIndex((entry) => entry.id === id) };
  }
}

/** As long as a real one. It seals nothing. */
function sealOf(key: string, season: string): string {
  return Array.from({ length: 8 }, (_, at) => hash(`${key} ${season} ${at}`).toString(16).padStart(8, '0')).join('');
}
