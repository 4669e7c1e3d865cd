import type { ErrorCode } from '../errors/engagement-error.ts';
import { createEmitter } from '../events/emitter.ts';
import { createEngagementStore } from '../store/store.ts';
import type { BoardQuery, BoardState, Consent, EngagementClient, Status } from '../types.ts';
import { VERSION } from '../version.ts';
import { Answers, type FakeCall, type FakeMethod } from './answers.ts';
import { FakeBoards, type FakeSubscription } from './boards.ts';
import type { FakeBoard } from './catalogue.ts';
import { FakeClock } from './clock.ts';
import { FakeEvents } from './events.ts';
import { READER } from './people.ts';
import type { SeasonState } from './periods.ts';
import { pick, randomFrom } from './random.ts';
import { createResources } from './resources.ts';
import { rulesOf, type Scenario } from './scenario.ts';
import { World } from './world.ts';

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
  /** Default `granted`. */
  consent?: Consent;
  /** What its key would say of the marketplace. With `test` widgets help the developer of the page. */
  mode?: EngagementClient['mode'];
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
  /**
   * Shows exactly this on a board, or on all: the rest stays, and nothing is loaded over it. With null that ends: what
   * is there stays, and what is asked for from now on is answered again.
   */
  show(state: Partial<BoardState> | null, board?: string): void;
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
  const parts = assemble(options);
  const { clock, store, answers, events, boards, become, connect, changeRank, on, stopLive } = parts;
  const client: FakeClient = {
    version: VERSION,
    mode: options.mode,
    ready: Promise.resolve(),
    get status() {
      return store.getState().status;
    },
    store,
    selectors: { board: (board, query) => boards.select(board, query), connection: ({ status }) => status.connection },
    ...parts.resources,
    async identify(userToken) {
      answers.note('identify', userToken);
      const token = typeof userToken === 'string' ? userToken : await userToken();
      become(token === null ? null : userOf(token));
    },
    async reset() {
      answers.note('reset');
      become(null);
    },
    track: events.track,
    flush: events.flush,
    consent: events.consent,
    now: () => clock.now(),
    inspect: answers.method('inspect', () => events.inspection),
    on,
    async destroy() {
      answers.note('destroy');
      stopLive();
      clock.stop();
      parts.setStatus({ auth: 'closed' });
    },
    clock,
    calls: answers.calls,
    subscriptions: boards.subscriptions,
    get latency() {
      return answers.latency;
    },
    set latency(ms) {
      answers.latency = ms;
    },
    advance: (ms) => clock.advance(ms),
    play() {
      clock.play();
      return () => clock.stop();
    },
    fail: (method, code) => answers.fail(method, code),
    show: (state, board) => boards.show(state, board ?? null),
    push: { rankChange: changeRank, connection: connect },
  };
  return client;
}

/** What a fake client is made of, and what happens between the parts. */
function assemble({ seed = 1, season = 'running', consent = 'granted', scenario = 'live', ...given }: FakeOptions) {
  const rules = rulesOf(scenario);
  const clock = given.clock instanceof FakeClock ? given.clock : new FakeClock(given.clock);
  const store = createEngagementStore({});
  const { on, emit } = createEmitter(() => {});
  const answers = new Answers(clock, given.latency ?? rules.latency ?? 0, rules.refusal);
  const events = new FakeEvents(answers, clock, consent);
  const world = new World({ seed, clock, season, boards: given.boards ?? {}, content: rules.content });
  const random = randomFrom(`changes ${seed}`);

  const setStatus = (change: Partial<Status>) => store.set({ status: { ...store.getState().status, ...change } });

  const page = (board: string, { around, ...query }: BoardQuery) =>
    around === undefined ? world.page(board, query) : world.around(board, { ...query, user: around });

  const boards = new FakeBoards({
    store,
    clock,
    rules,
    page,
    load: (board, query) =>
      answers.give(query.around === undefined ? 'leaderboards.get' : 'leaderboards.around', () => page(board, query)),
    liveChanged(live) {
      if (!rules.connection) connect(live ? 'live' : 'idle');
    },
  });

  function connect(connection: Status['connection']): void {
    if (connection === store.getState().status.connection) return;
    setStatus({ connection });
    events.note('state', connection);
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
      if ((board !== undefined && board !== key) || moved.has(key)) continue;
      const { data } = world.page(key, { ...(query.period && { period: query.period }), limit: 10 });
      const chosen = id === 'me' ? world.me : (id ?? data[1 + pick(random, Math.max(1, data.length - 1))]?.id);
      if (chosen && world.move(key, query.period, chosen, by)) moved.add(key);
    }
    for (const key of moved) {
      events.note('in', 'changed', { kind: 'leaderboard', key });
      boards.publish(key);
    }
  }

  world.me = rules.signedOut ? null : given.user === undefined ? READER.id : given.user;
  setStatus({ auth: world.me === null ? 'anonymous' : 'identified', connection: rules.connection ?? 'idle' });
  const stopLive = rules.live ? clock.every(LIVE_INTERVAL, changeRank) : () => {};
  const resources = createResources(answers, world, boards);
  return { clock, store, answers, events, boards, resources, become, connect, changeRank, on, setStatus, stopLive };
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
