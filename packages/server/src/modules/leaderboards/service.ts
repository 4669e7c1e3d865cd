import type { AroundPage, BoardPage, BoardSummary, Entry, OwnEntry } from '@engagement/contract';
import type { Catalogues, StoredBoard, StoredMetric } from '../../definitions/catalogue.ts';
import type { KnownCaller } from '../../kernel/caller.ts';
import type { Clock } from '../../kernel/clock.ts';
import { instantText, type Micros, microsOf } from '../../kernel/instant.ts';
import { invalid, ProblemError } from '../../kernel/problem-error.ts';
import type { Tenant } from '../../kernel/tenant.ts';
import type { StoredPeriod } from '../../metrics/period.ts';
import type { Cursors } from '../../platform/http/cursors.ts';
import { isShownAt, nextTurn, ownEntry, ranksPeople, scaleOf, scoreNumber, shownWindows, summaryOf } from './domain.ts';
import { type Narrowing, narrowedTo } from './narrowing.ts';
import type { Following, Periods, Profiles } from './ports.ts';
import type { ScoreBasis } from './score-basis.ts';
import type { Counted, Found, Seasons, ShownPeriod } from './seasons/seasons.ts';
import type { BoardView, OwnStanding, Place, Reading, Standing, Standings, Stretch } from './standings/standings.ts';

/** Which board, over which period and segment, as a caller names them. */
export interface ViewRequest {
  readonly board: string;
  readonly period?: string | undefined;
  readonly segment?: string | undefined;
  /** Where it is to be shown. */
  readonly placement?: string | undefined;
}

/** The top of a board as everyone sees it, and the entries of some users. */
export interface WatchedBoard {
  readonly page: BoardPage;
  readonly own: ReadonlyMap<string, OwnEntry>;
  readonly metricId: number;
  /** When it changes by itself: a period turns, a season goes on. In milliseconds since the epoch; null when never. */
  readonly turnsAt: number | null;
}

export interface BoardServiceDeps {
  readonly standings: Standings;
  readonly basis: Pick<ScoreBasis, 'meanOf' | 'prepare'>;
  readonly clock: Clock;
  readonly catalogues: Catalogues;
  readonly periods: Periods;
  readonly following: Following;
  readonly seasons: Seasons;
  readonly profiles: Profiles;
  readonly cursors: Cursors;
}

/** Of whom it matters what they may see, and no more. */
export type Viewer = Pick<KnownCaller, 'kind' | 'tenant'>;

/** A board in one of its periods. */
export interface Opened {
  readonly found: Found;
  readonly view: BoardView;
  readonly shown: ShownPeriod;
  /** The instant that decided which period was meant. */
  readonly at: Micros;
}

/** The last row of a page, in the period that was meant when the first page was read. */
interface Position {
  readonly periodKey: string;
  readonly place: Place;
}

/** Reads boards for whoever asks. */
export class BoardService {
  readonly #deps: BoardServiceDeps;

  constructor(deps: BoardServiceDeps) {
    this.#deps = deps;
  }

  /** The boards that are on, at a place when one is named. */
  async list(viewer: Viewer, placement?: string): Promise<BoardSummary[]> {
    const { boards, metrics } = await this.#deps.catalogues.current(viewer.tenant.id);
    const on = [...boards.values()].filter((board) => isShownAt(board, placement));
    const seen = on.map((board) => asSeenBy(viewer, board));
    return Promise.all(seen.map((board) => this.summary(viewer.tenant, { board, metric: metricOf(board, metrics) })));
  }

  /** What counts on a board. @throws ProblemError `board-unavailable`, or `not-found` for a secret key */
  async find(viewer: Viewer, { board: key, placement }: Pick<ViewRequest, 'board' | 'placement'>): Promise<Found> {
    const { boards, metrics, seasons } = await this.#deps.catalogues.current(viewer.tenant.id);
    const stored = boards.get(key);
    if (!stored || !(viewer.kind === 'secret' || isShownAt(stored, placement))) throw missing(viewer, key);
    const board = asSeenBy(viewer, stored);
    const hidden = stored.windows.filter((window) => !board.windows.includes(window));
    return { board, hidden, metric: metricOf(board, metrics), metrics, seasons };
  }

  async get(viewer: Viewer, request: ViewRequest): Promise<BoardSummary> {
    return this.summary(viewer.tenant, await this.find(viewer, request));
  }

  /** A page from the top, or after the one that gave the cursor: of all, or of those it is narrowed to. */
  async page(
    caller: KnownCaller,
    request: ViewRequest & Narrowing,
    limit: number,
    cursor?: string,
  ): Promise<BoardPage> {
    const found = await this.find(caller, request);
    const ids = await narrowedTo(caller, found.board, found.metrics, request, this.#deps.following);
    const scope = scopeOf(caller, found, request);
    const position = cursor === undefined ? undefined : (this.#deps.cursors.open(cursor, scope) as Position);
    // Later pages stay in the period of the first, also when `week` means another week by then.
    const opened = await this.open(caller, request, position?.periodKey ?? request.period);
    const { reading, page } = await this.#read(caller, opened, stretchOf(limit, position?.place ?? null, ids));
    const last = reading.rows.at(-1);
    if (!reading.more || !last) return page;
    const next: Position = { periodKey: page.period.key, place: placeOf(last) };
    return { ...page, nextCursor: this.#deps.cursors.seal(next, scope) };
  }

  /** An entry with `span` others on either side; `me` is the user of the token. */
  async around(caller: KnownCaller, request: ViewRequest, id: string, span: number): Promise<AroundPage> {
    const opened = await this.open(caller, request);
    const { metric } = opened.view;
    const subject = id === 'me' ? meOf(caller, metric) : id;
    const { page, of } = await this.#read(caller, opened, { kind: 'around', id: subject, span });
    if (of) return { ...page, of };
    const who = id === 'me' ? 'The user of the token' : `The ${metric.subject} ${id}`;
    throw new ProblemError('not-found', `${who} has no entry on this board in this period.`);
  }

  /** The top `limit` rows as any browser sees them, and the entries of `users`. */
  async watched(tenant: Tenant, request: ViewRequest, limit: number, users: readonly string[]): Promise<WatchedBoard> {
    const anyone: Viewer = { kind: 'publishable', tenant };
    const opened = await this.open(anyone, request);
    const { view, found, at } = opened;
    const ids = ranksPeople(view.metric) ? users : [];
    const reading = await this.#deps.standings.read(view, { kind: 'top', limit }, ids);
    const { page } = await this.#page(opened, { ...reading, asked: [] }, undefined);
    const own = await this.ownEntries(view, reading, undefined);
    const running = await this.#period(anyone, found, request.period?.replace(/:previous$/, ''), at);
    return {
      page,
      own: new Map(own.map((entry) => [entry.id, entry])),
      metricId: view.metric.id,
      turnsAt: nextTurn([...opened.shown.turns, running.startsAt, running.endsAt], at),
    };
  }

  async #period(
    viewer: Viewer,
    { board, hidden, seasons }: Found,
    spec: string | undefined,
    at: Micros,
  ): Promise<StoredPeriod> {
    const { windows } = board;
    const query = { tenant: viewer.tenant, seasons, spec, at };
    const period = await this.#deps.periods.findPeriod({ ...query, windows });
    if (period) return period;
    // A page that shows what has been switched off must learn no more than that.
    if (hidden.length > 0 && (await this.#deps.periods.findPeriod({ ...query, windows: hidden })))
      throw missing(viewer, board.key);
    throw invalid('/period', `This board has no period ${spec ?? windows[0]}. Its windows are: ${windows.join(', ')}.`);
  }

  /** A board in one of its periods. @throws ProblemError that names what is wrong with the request */
  async open(viewer: Viewer, request: ViewRequest, spec = request.period): Promise<Opened> {
    const found = await this.find(viewer, request);
    const at = this.#deps.clock.now() * 1000;
    const period = await this.#period(viewer, found, spec, at);
    const shown = await this.#deps.seasons.show(viewer.tenant, found, period, at);
    const { board, metric, sealed } = shown;
    if (!sealed) await this.#deps.basis.prepare(viewer.tenant, board, period, at);
    const segment = segmentOf(board, request.segment);
    return { found, shown, at, view: { tenant: viewer.tenant, board, metric, period, segment, sealed } };
  }

  async #read(caller: KnownCaller, opened: Opened, stretch: Stretch) {
    const me = caller.kind === 'user' && ranksPeople(opened.view.metric) ? caller.user : undefined;
    const about = stretch.kind === 'around' ? stretch.id : undefined;
    const ids = [...new Set([me, about])].filter((id) => id !== undefined);
    const reading = await this.#deps.standings.read(opened.view, stretch, ids);
    const { page, own } = await this.#page(opened, reading, me);
    return { reading, page, of: own.find(({ id }) => id === about) };
  }

  async #page({ view, shown }: Opened, reading: Reading, me: string | undefined) {
    const { rows, asked } = reading;
    // Names are looked up once for all.
    const [board, entries] = await Promise.all([
      this.summary(view.tenant, shown),
      this.#entries(view, [...rows, ...asked], me),
    ]);
    const own = ownOf(view, reading, entries.slice(rows.length));
    const page: BoardPage = {
      board,
      period: shown.period,
      segment: view.segment || null,
      data: entries.slice(0, rows.length),
      me: own.find(({ id }) => id === me) ?? null,
      total: reading.listed,
      version: reading.version,
      nextCursor: null,
    };
    return { page, own };
  }

  /** A board, with the mean that its prior draws to: that of today, unless a seal has noted another. */
  async summary({ id }: Tenant, { board, metric, mean }: Counted): Promise<BoardSummary> {
    return summaryOf(board, metric, mean === undefined ? await this.#deps.basis.meanOf(id, board, metric) : mean);
  }

  /** Turns standings into entries. Names are looked up afterwards: they are no part of the order. */
  async #entries(view: BoardView, standings: readonly Standing[], me: string | undefined): Promise<Entry[]> {
    if (standings.length === 0) return [];
    const ids = standings.map(({ id }) => id);
    const described = await this.#deps.profiles.describe(view.tenant.id, view.metric.subject, ids);
    const scale = scaleOf(view.board, view.metric);
    return standings.map(({ id, score, rank, previousRank, tied, name: kept = null }) => {
      const { name, image, url } = described.get(id) ?? { name: kept, image: null, url: null };
      const shown = { rank, previousRank, id, name, image, url };
      return { ...shown, score: scoreNumber(score, scale), tied, isMe: id === me };
    });
  }

  /** The entries that were asked for by id, with their names. */
  async ownEntries(view: BoardView, reading: Reading, me: string | undefined): Promise<OwnEntry[]> {
    return ownOf(view, reading, await this.#entries(view, reading.asked, me));
  }
}

function ownOf({ board, metric }: BoardView, { asked, total }: Reading, entries: readonly Entry[]): OwnEntry[] {
  const scale = scaleOf(board, metric);
  return entries.map((entry, index) => ownEntry(entry, asked[index] as OwnStanding, total, scale));
}

/** Engines write instants in ways of their own; in a cursor its length would tell which one, and how fine the time is. */
function placeOf({ score, reachedAt, id }: Standing): Place {
  return { score, reachedAt: instantText(microsOf(reachedAt)), id };
}

/** A cursor is good for one list, as long as its order is what it was. */
export function scopeOf(
  caller: KnownCaller,
  { board, metric }: Found,
  request: ViewRequest & Narrowing,
): readonly unknown[] {
  const { period, segment, following, ids } = request;
  const order = [board.metric, board.score, board.direction, scaleOf(board, metric)];
  const whose = following === 'me' && caller.kind === 'user' ? caller.user : following;
  const asked = [period, segment, whose, ids].map((each) => each ?? null);
  return ['leaderboards', caller.tenant.id, board.key, ...order, ...asked];
}

function stretchOf(limit: number, place: Place | null, ids: readonly string[] | null): Stretch {
  if (ids) return { kind: 'listed', ids, limit, place };
  return place ? { kind: 'after', limit, place } : { kind: 'top', limit };
}

function metricOf(board: StoredBoard, metrics: ReadonlyMap<string, StoredMetric>): StoredMetric {
  const metric = metrics.get(board.metric);
  if (!metric) throw new Error(`Board ${board.key} names the metric ${board.metric}, which is not defined.`);
  return metric;
}

/** A browser sees the windows that are shown, a server all of them. */
function asSeenBy(viewer: Viewer, board: StoredBoard): StoredBoard {
  return viewer.kind === 'secret' ? board : { ...board, windows: [...shownWindows(board)] };
}

/** A browser learns no more than that nothing is shown; a server may know that the name is wrong. */
export function missing(viewer: Viewer, key: string): ProblemError {
  return viewer.kind === 'secret'
    ? new ProblemError('not-found', `There is no board ${key}.`)
    : new ProblemError(
        'board-unavailable',
        `The board ${key} is not available: there is none, or it is switched off. GET /v1/leaderboards lists those that are.`,
      );
}

export function segmentOf(board: StoredBoard, segment: string | undefined): string {
  if (segment === undefined) return '';
  const field = segment.slice(0, segment.indexOf(':'));
  if (board.segments.includes(field)) return segment;
  const fields = board.segments.length > 0 ? `Its segments are: ${board.segments.join(', ')}.` : 'It has no segments.';
  throw invalid('/segment', `This board is not segmented by ${field}. ${fields}`);
}

export function meOf(caller: KnownCaller, metric: StoredMetric): string {
  if (!ranksPeople(metric)) throw invalid('/id', `This board ranks by ${metric.subject}; me is a user or a creator.`);
  if (caller.kind !== 'user') throw invalid('/id', 'me needs a user token; give an id instead.');
  return caller.user;
}
