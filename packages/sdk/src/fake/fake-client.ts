import type { ErrorCode } from '../errors/engagement-error.ts';
import { createEmitter } from '../events/emitter.ts';
import { createEngagementStore } from '../store/store.ts';
import type {
  BoardQuery,
  BoardState,
  EngagementClient,
  EventAnswer,
  Leaderboards,
  Status,
  TrackOptions,
  Visibility,
} from '../types.ts';
import { VERSION } from '../version.ts';
import { FakeBoards, type FakeSubscription } from './boards.ts';
import type { FakeBoard } from './catalogue.ts';
import { FakeClock } from './clock.ts';
import { READER } from './people.ts';
import type { SeasonState } from './periods.ts';
import { pick, randomFrom } from './random.ts';
import { rulesOf, type Scenario } from './scenario.ts';
import { refused, World } from './world.ts';

/** What a fake client can be asked, as it is named in `calls` and in `fail`. */
export type FakeMethod =
  | 'identify'
  | 'reset'
  | 'track'
  | 'flush'
  | 'destroy'
  | `leaderboards.${keyof Leaderboards}`
  | `visibility.${keyof Visibility}`;

export interface FakeCall {
  readonly method: FakeMethod;
  readonly args: readonly unknown[];
  /** On the client's clock, in milliseconds since the epoch. */
  readonly at: number;
}

export interface FakeOptions {
  /** What the server behind it is like. Default `live`. */
  scenario?: Scenario;
  /** The same seed gives the same people, scores and changes. Default 1. */
  seed?: number;
  /** A clock, or when it starts; it stands still until `advance` or `play`. Default: now. */
  clock?: FakeClock | Date | string | number;
  /** Milliseconds of the clock until an answer, in place of the scenario's. */
  latency?: number;
  /** The state of the season that `season` means. Default `running`, with three days to go. */
  season?: SeasonState;
  /** Boards of your own, or changes to ours, by key. Every other key is a board too. */
  boards?: Record<string, FakeBoard>;
  /** Who is signed in: the id of an entry, or null. Default `amara`, who is on every board of people. */
  user?: string | null;
}

export interface RankChange {
  /** Left out: every board that is shown. */
  board?: string;
  /** The id of an entry, or `me`. Left out: one of the first ten. */
  id?: string;
  /** Places up; below nothing, places down. Default 1. */
  by?: number;
}

/** A client without a server, and what a test or a story does with it. */
export interface FakeClient extends EngagementClient {
  readonly clock: FakeClock;
  /** Everything it was asked, in order. */
  readonly calls: readonly FakeCall[];
  /** Every subscription to a board that has not ended. */
  readonly subscriptions: ReadonlySet<FakeSubscription>;
  /** Milliseconds of the clock until an answer. */
  latency: number;
  /** Lets so many milliseconds pass on the clock. Resolves when what is due has happened. */
  advance(ms: number): Promise<void>;
  /** Lets the clock run by itself, until `destroy`; returns how to stop. */
  play(): () => void;
  /** From now on the method is refused with this code; returns how to mend it. */
  fail(method: FakeMethod, code: ErrorCode): () => void;
  /** Shows exactly this on a board, or on all: the rest stays, and nothing is loaded over it. */
  show(state: Partial<BoardState>, board?: string): void;
  readonly push: {
    /** Somebody passes others. Everyone who shows that board hears of it. */
    rankChange(change?: RankChange): void;
    /** The socket is lost, comes back … */
    connection(state: Status['connection']): void;
  };
}

const LIVE_INTERVAL = 2000;

/**
 * A client that answers out of a made-up marketplace: no network, no timers of its own, the same every time.
 * It has the type of the real one, so what is missing here does not compile.
 */
export function createFakeClient(options: FakeOptions = {}): FakeClient {
  const { seed = 1, season = 'running', boards: given = {}, scenario = 'live' } = options;
  const rules = rulesOf(scenario);
  const clock = options.clock instanceof FakeClock ? options.clock : new FakeClock(options.clock);
  const store = createEngagementStore();
  const { on, emit } = createEmitter(() => {});
  const world = new World({ seed, clock, season, boards: given, content: rules.content });
  const calls: FakeCall[] = [];
  const failures = new Map<FakeMethod, ErrorCode>();
  const random = randomFrom(`changes ${seed}`);
  let queued = 0;

  const setStatus = (change: Partial<Status>) => store.set({ status: { ...store.getState().status, ...change } });
  const note = (method: FakeMethod, ...args: unknown[]) => void calls.push({ method, args, at: clock.now() });

  /** Waits as long as an answer takes, then gives it or refuses. */
  async function answer<T>(method: FakeMethod, produce: () => T): Promise<T> {
    if (client.latency > 0) await new Promise<void>((resolve) => clock.after(client.latency, resolve));
    const refusal = failures.get(method) ?? rules.refusal;
    if (refusal) throw refused(refusal);
    return produce();
  }

  function load(board: string, { around, ...query }: BoardQuery) {
    if (around === undefined) return answer('leaderboards.get', () => world.page(board, query));
    return answer('leaderboards.around', () => world.around(board, { ...query, user: around }));
  }

  const boards = new FakeBoards({
    store,
    clock,
    rules,
    load,
    page: (board, { around, ...query }) =>
      around === undefined ? world.page(board, query) : world.around(board, { ...query, user: around }),
    liveChanged: (live) => {
      if (!rules.connection) connect(live ? 'live' : 'idle');
    },
  });

  function connect(connection: Status['connection']): void {
    if (connection === store.getState().status.connection) return;
    setStatus({ connection });
    emit('connection', connection);
  }

  /** Another user, or nobody, in one step. */
  function become(user: string | null): void {
    if (user === world.me) return;
    world.me = user;
    world.listed = true;
    setStatus({ auth: user === null ? 'anonymous' : 'identified' });
    boards.reload();
    if (user === null) emit('reset', undefined);
    else emit('identify', { user });
  }

  function changeRank({ board, id, by = 1 }: RankChange = {}): void {
    const moved = new Set<string>();
    for (const { board: key, query } of boards.shown()) {
      if (board !== undefined && board !== key) continue;
      const { data } = world.page(key, { ...(query.period && { period: query.period }), limit: 10 });
      const chosen = id === 'me' ? world.me : (id ?? data[1 + pick(random, Math.max(1, data.length - 1))]?.id);
      if (chosen && !moved.has(key) && world.move(key, query.period, chosen, by)) moved.add(key);
    }
    for (const key of moved) boards.publish(key);
  }

  const asked =
    <A extends unknown[], T>(method: FakeMethod, produce: (...args: A) => T) =>
    (...args: A): Promise<T> => {
      note(method, ...args);
      return answer(method, () => produce(...args));
    };

  const signedIn = () => {
    if (world.me === null) throw refused('not-identified');
  };

  const leaderboards: Leaderboards = {
    list: asked('leaderboards.list', () => world.list()),
    get: asked('leaderboards.get', (board, query) => world.page(board, query)),
    around: asked('leaderboards.around', (board, query) => world.around(board, query)),
    explain: asked('leaderboards.explain', (board, query) => world.explain(board, query)),
    seasons: asked('leaderboards.seasons', () => world.seasons()),
    season: asked('leaderboards.season', (board, season, query) => world.season(board, season, query)),
    archive: asked('leaderboards.archive', (board, season, query) => world.archive(board, season, query)),
    subscribe(board, query, callback, live) {
      note('leaderboards.subscribe', board, query, live);
      return boards.subscribe(board, query, callback, live);
    },
    refresh(board, query) {
      note('leaderboards.refresh', board, query);
      return boards.refresh(board, query);
    },
  };

  const visibility: Visibility = {
    get: asked('visibility.get', () => {
      signedIn();
      return { listed: world.listed };
    }),
    set: asked('visibility.set', (choice) => {
      signedIn();
      world.listed = choice.listed;
      boards.publish(null);
      return choice;
    }),
  };

  function track(type: string, data?: Record<string, unknown>, options: TrackOptions & { wait?: number } = {}) {
    note('track', type, data, options);
    if (options.wait === undefined) {
      queued++;
      return undefined;
    }
    const id = options.id ?? `event-${calls.length}`;
    return answer('track', (): EventAnswer => ({ id, status: 'recorded', metrics: [], ranks: [] }));
  }

  const stopLive = rules.live ? clock.every(LIVE_INTERVAL, () => changeRank()) : () => {};
  const client: FakeClient = {
    version: VERSION,
    ready: Promise.resolve(),
    get status() {
      return store.getState().status;
    },
    store,
    selectors: { board: (board, query) => boards.select(board, query), connection: ({ status }) => status.connection },
    leaderboards,
    visibility,
    async identify(userToken) {
      note('identify', userToken);
      const token = typeof userToken === 'string' ? userToken : await userToken();
      become(token === null ? null : userOf(token));
    },
    async reset() {
      note('reset');
      become(null);
    },
    track: track as EngagementClient['track'],
    async flush() {
      note('flush');
      const sent = queued;
      queued = 0;
      return { sent, failed: 0 };
    },
    on,
    async destroy() {
      note('destroy');
      stopLive();
      clock.stop();
      setStatus({ auth: 'closed' });
    },
    clock,
    calls,
    subscriptions: boards.subscriptions,
    latency: options.latency ?? rules.latency ?? 0,
    advance: (ms) => clock.advance(ms),
    play() {
      clock.play();
      return () => clock.stop();
    },
    fail(method, code) {
      failures.set(method, code);
      return () => void failures.delete(method);
    },
    show: (state, board) => boards.show(state, board ?? null),
    push: { rankChange: changeRank, connection: connect },
  };

  world.me = rules.signedOut ? null : options.user === undefined ? READER.id : options.user;
  setStatus({ auth: world.me === null ? 'anonymous' : 'identified', connection: rules.connection ?? 'idle' });
  return client;
}

/** The `sub` of a token; a text that is none is the id itself. */
function userOf(token: string): string {
  try {
    const [, payload = ''] = token.split('.');
    return JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))).sub ?? token;
  } catch {
    return token;
  }
}
