import type { BoardPage, BoardSummary, Entry } from '@engagement/contract';
import type { Catalogues, StoredBoard, StoredMetric } from '../../definitions/catalogue.ts';
import type { KnownCaller } from '../../kernel/caller.ts';
import type { Clock } from '../../kernel/clock.ts';
import { invalid, ProblemError } from '../../kernel/problem-error.ts';
import type { Tenant } from '../../kernel/tenant.ts';
import { describePeriod } from '../../metrics/describe-period.ts';
import type { StoredPeriod } from '../../metrics/period.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Cursors } from '../../platform/http/cursors.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { ranksPeople, scoreNumber, summaryOf } from './domain.ts';
import type { Periods, Profiles } from './ports.ts';
import { readBoard } from './repository/read-board.ts';
import type { BoardView, Reading, Standing, Stretch } from './view.ts';

/** Which board, over which period and segment, as a caller names them. */
export interface ViewRequest {
  readonly board: string;
  readonly period?: string | undefined;
  readonly segment?: string | undefined;
}

/** The top of a board, and the entries of some users. */
export interface WatchedBoard {
  readonly page: BoardPage;
  readonly own: ReadonlyMap<string, Entry>;
  /** The metric behind the board. */
  readonly metric: string;
  /** When the period that the request means turns over, in milliseconds since the epoch; null when it never does. */
  readonly turnsAt: number | null;
}

export interface BoardService {
  list(caller: KnownCaller): Promise<BoardSummary[]>;
  get(caller: KnownCaller, board: string): Promise<BoardSummary>;
  page(caller: KnownCaller, request: ViewRequest, limit: number, cursor?: string): Promise<BoardPage>;
  around(caller: KnownCaller, request: ViewRequest, id: string, span: number): Promise<BoardPage>;
  /** The top `limit` rows as everyone sees them, and the entries of `users`. */
  watched(tenant: Tenant, request: ViewRequest, limit: number, users: readonly string[]): Promise<WatchedBoard>;
}

export interface BoardServiceDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly catalogues: Catalogues;
  readonly periods: Periods;
  readonly profiles: Profiles;
  readonly cursors: Cursors;
}

/** Of whom it matters what they may see, and no more. */
type Viewer = Pick<KnownCaller, 'kind' | 'tenant'>;

interface Opened {
  readonly view: BoardView;
  readonly period: BoardPage['period'];
}

export function createBoardService(deps: BoardServiceDeps): BoardService {
  const { database, clock, catalogues, periods, profiles } = deps;
  const { cursors } = deps;
  const now = () => clock.now() * 1000;

  async function find(caller: Viewer, key: string) {
    const catalogue = await catalogues.current(caller.tenant.id);
    const board = catalogue.boards.get(key);
    if (!board || !(board.enabled || caller.kind === 'secret')) throw missing(caller, key);
    return { board, metric: metricOf(board, catalogue.metrics), seasons: catalogue.seasons };
  }

  async function periodOf(caller: Viewer, board: StoredBoard, spec: string | undefined): Promise<StoredPeriod> {
    const period = await periods.find(caller.tenant, board.windows, spec, now());
    if (period && board.windows.includes(period.window)) return period;
    const windows = board.windows.join(', ');
    throw invalid('/period', `This board has no period ${spec ?? board.windows[0]}. Its windows are: ${windows}.`);
  }

  async function open(caller: Viewer, request: ViewRequest, spec = request.period): Promise<Opened> {
    const { board, metric, seasons } = await find(caller, request.board);
    const segment = segmentOf(board, request.segment);
    const period = await periodOf(caller, board, spec);
    const view = { tenant: caller.tenant, board, metric, period, segment };
    return { view, period: describePeriod(period, seasons) };
  }

  /** Turns standings into entries. Names are looked up afterwards: they are no part of the order. */
  async function entries(view: BoardView, standings: readonly Standing[], me: string | undefined): Promise<Entry[]> {
    const refs = [...new Set(standings.map(({ ref }) => ref))];
    const described = await profiles.describe(view.tenant.id, refs);
    return standings.map(({ ref, id, score, rank, previousRank, tied }) => {
      const { name, image, url } = described.get(ref) ?? { name: null, image: null, url: null };
      const shown = { rank, previousRank, id, name, image, url };
      return { ...shown, score: scoreNumber(score, view.metric.scale), tied, isMe: id === me };
    });
  }

  async function pageOf({ view, period }: Opened, reading: Reading, me: string | undefined): Promise<BoardPage> {
    const data = await entries(view, [...reading.rows, ...reading.asked], me);
    return {
      board: summaryOf(view.board, view.metric),
      period,
      segment: view.segment || null,
      me: data.splice(reading.rows.length)[0] ?? null,
      data,
      total: reading.total,
      version: reading.version,
      nextCursor: null,
    };
  }

  const userOf = (caller: KnownCaller, { metric }: BoardView): string | undefined =>
    caller.kind === 'user' && ranksPeople(metric) ? caller.user : undefined;

  async function readPage(caller: KnownCaller, opened: Opened, stretch: Stretch) {
    const me = userOf(caller, opened.view);
    const reading = await readBoard(database.orm, opened.view, stretch, me === undefined ? [] : [me]);
    return { reading, page: await pageOf(opened, reading, me) };
  }

  return {
    async list(caller) {
      const { boards, metrics } = await catalogues.current(caller.tenant.id);
      const on = [...boards.values()].filter((board) => board.enabled);
      return on.map((board) => summaryOf(board, metricOf(board, metrics)));
    },

    async get(caller, key) {
      const { board, metric } = await find(caller, key);
      return summaryOf(board, metric);
    },

    async page(caller, request, limit, cursor) {
      const { board } = await find(caller, request.board);
      const scope = { tenantId: caller.tenant.id, board, period: request.period, segment: request.segment };
      const position = cursor === undefined ? undefined : readCursor(cursors, scope, cursor);
      const opened = await open(caller, request, position?.periodKey ?? request.period);
      const stretch: Stretch = position ? { kind: 'after', limit, place: position.place } : { kind: 'top', limit };
      const { reading, page } = await readPage(caller, opened, stretch);
      const last = reading.rows.at(-1);
      if (!reading.more || !last) return page;
      return { ...page, nextCursor: writeCursor(cursors, scope, { periodKey: page.period.key, place: last }) };
    },

    async around(caller, request, id, span) {
      const opened = await open(caller, request);
      const subject = id === 'me' ? meOf(caller, opened.view.metric) : id;
      const { page } = await readPage(caller, opened, { kind: 'around', id: subject, span });
      if (page.data.length > 0) return page;
      const who = id === 'me' ? 'The user of the token' : `${opened.view.metric.subject} ${id}`;
      throw new ProblemError('not-found', `${who} has no entry on this board in this period.`);
    },

    async watched(tenant, request, limit, users) {
      const everyone: Viewer = { kind: 'publishable', tenant };
      const opened = await open(everyone, request);
      const { view } = opened;
      const reading = await readBoard(
        database.orm,
        view,
        { kind: 'top', limit },
        ranksPeople(view.metric) ? users : [],
      );
      const page = await pageOf(opened, { ...reading, asked: [] }, undefined);
      const own = await entries(view, reading.asked, undefined);
      const running = await periodOf(everyone, view.board, request.period?.replace(/:previous$/, ''));
      return {
        page,
        own: new Map(own.map((entry) => [entry.id, entry])),
        metric: view.metric.key,
        turnsAt: turnOf(running, now()),
      };
    },
  };
}

function metricOf(board: StoredBoard, metrics: ReadonlyMap<string, StoredMetric>): StoredMetric {
  const metric = metrics.get(board.metric);
  if (!metric) throw new Error(`Board ${board.key} names the metric ${board.metric}, which is not defined.`);
  return metric;
}

/** A browser learns no more than that nothing is shown; a server may know that the name is wrong. */
function missing(caller: Viewer, key: string): ProblemError {
  return caller.kind === 'secret'
    ? new ProblemError('not-found', `There is no board ${key}.`)
    : new ProblemError('board-unavailable', 'This board is not available.');
}

function segmentOf(board: StoredBoard, segment: string | undefined): string {
  if (segment === undefined) return '';
  const field = segment.slice(0, segment.indexOf(':'));
  if (board.segments.includes(field)) return segment;
  const fields = board.segments.length > 0 ? `Its segments are: ${board.segments.join(', ')}.` : 'It has no segments.';
  throw invalid('/segment', `This board is not segmented by ${field}. ${fields}`);
}

function meOf(caller: KnownCaller, metric: StoredMetric): string {
  if (!ranksPeople(metric)) throw invalid('/id', `This board ranks by ${metric.subject}; me is a user or a creator.`);
  if (caller.kind !== 'user') throw invalid('/id', 'me needs a user token; give an id instead.');
  return caller.user;
}

function turnOf({ endsAt }: StoredPeriod, now: number): number | null {
  return endsAt === null || endsAt <= now ? null : Math.ceil(endsAt / 1000);
}
