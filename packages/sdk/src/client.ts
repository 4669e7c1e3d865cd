import { createServerClock } from './clock/server-clock.ts';
import { adoptDefaultClient, releaseDefaultClient } from './default-client.ts';
import { after, inBrowser, isHidden, isOffline, listen, ownOrigin, pageBootstrap } from './environment.ts';
import { EngagementError, phrase, readErrorsAt } from './errors/engagement-error.ts';
import { createEmitter } from './events/emitter.ts';
import type { Credential } from './identity/credential.ts';
import { Identity } from './identity/identity.ts';
import type { Note, TakeNote } from './inspection/note.ts';
import { lazy } from './lazy.ts';
import { Outbound } from './outbound/outbound.ts';
import { Live } from './realtime/live.ts';
import { bootstrapped, withoutUser } from './resources/leaderboards/leaderboards.store.ts';
import { createLeaderboards } from './resources/leaderboards/leaderboards.ts';
import { createEngagementStore } from './store/store.ts';
import { problemError } from './transport/failure.ts';
import { createHttp } from './transport/http.ts';
import type { Bootstrap, EngagementClient, EngagementState, InitOptions, Status } from './types.ts';
import { VERSION } from './version.ts';

/** As far as `checkKey` has come. */
type WithKey = InitOptions & { key: string };

/** How long `destroy` waits for the last events. */
const LAST_FLUSH = 3000;

/**
 * The page's default client, shared by every widget and every copy of the SDK. Again with the same key: the same client.
 * On a server it makes an anonymous client that opens no socket and is nobody's default; use `createClient` per request there.
 */
export function init(options: InitOptions): EngagementClient {
  if (inBrowser())
    return adoptDefaultClient(options.key, () => open(options, () => options.bootstrap ?? pageBootstrap()));
  const { userToken: _, ...rest } = options;
  return createClient({ ...rest, realtime: 'off' });
}

/** A client of its own, without anything global: one per request on a server. Throws on a key that must not be here. */
export function createClient(options: InitOptions): EngagementClient {
  return open(options, () => options.bootstrap);
}

function open(options: InitOptions, bootstrap: () => Bootstrap | undefined): EngagementClient {
  const parts = assemble(options as WithKey, bootstrapped(bootstrap));
  const { store, boards, leaderboards, visibility, identity, outbound, clock, on, inspect } = parts;
  const { start, stop } = lifecycle(parts, options);
  const client: EngagementClient = {
    version: VERSION,
    mode: modeOf(options.key as string),
    ready: start(),
    get status() {
      return store.getState().status;
    },
    store,
    selectors: {
      board: (board, query) => boards.select(board, query),
      connection: ({ status }) => status.connection,
    },
    leaderboards,
    visibility,
    identify: (userToken) => identity.use(userToken),
    reset: () => identity.use(null),
    track: ((...given: Parameters<typeof outbound.track>) => outbound.track(...given)) as EngagementClient['track'],
    flush: () => outbound.flush(),
    consent: outbound.consent,
    now: clock.now,
    inspect,
    on,
    destroy() {
      releaseDefaultClient(client);
      return stop();
    },
  };
  return client;
}

/** Everything that a client is made of, and what happens between the parts. */
function assemble({ key, fetch, debug, realtime, ...given }: WithKey, loaded: EngagementState['boards']) {
  const host = (given.host ?? ownOrigin())?.replace(/\/$/, '');
  readErrorsAt(host);
  checkKey(key);
  const { note, inspect } = notes(debug);
  const store = createEngagementStore(loaded);
  const clock = createServerClock();
  const { on, emit } = createEmitter((name, detail) => note('client', name, detail));
  const closed = new AbortController();
  let reads = new AbortController();

  const report = (error: EngagementError) => emit('error', error);
  const setStatus = (change: Partial<Status>) => store.set({ status: { ...store.getState().status, ...change } });

  const identity = new Identity({
    key,
    adopted,
    expired(error) {
      setStatus({ auth: 'expired' });
      report(error);
    },
  });
  const http = createHttp({ host, fetch, identity, clock, reads: () => reads.signal, closed: closed.signal });
  const outbound = new Outbound(
    {
      ...given,
      key,
      http,
      clock,
      identity,
      report,
      isOffline,
      error: problemError,
      phrase,
      note,
      closed: closed.signal,
    },
    given.consent,
  );
  const live =
    host && realtime !== 'off' && !isSecret(key)
      ? new Live({
          url: host,
          token: (fresh) => identity.token(fresh),
          user: () => identity.credential.user,
          connection(connection) {
            setStatus({ connection });
            emit('connection', connection);
            note('socket', 'state', connection);
          },
          note,
          error: problemError,
          page: { after, isHidden, isOffline, listen },
        })
      : undefined;
  const { leaderboards, boards, visibility } = createLeaderboards({
    http,
    store,
    identity,
    report,
    follow: live && ((board) => live.follow(board)),
  });

  /** One step, so that nobody sees one user's data under another's name. */
  function adopted(previous: Credential, next: Credential, auth: Status['auth']): void {
    const state = store.getState();
    if (previous.user === next.user) {
      setStatus({ auth });
      if (state.status.auth === 'expired') live?.reauthenticate();
      return;
    }
    // What was tracked before the first user was known is that user's.
    if (previous.generation > 0) outbound.handOver(previous);
    reads.abort();
    reads = new AbortController();
    store.set({ status: { ...state.status, auth }, boards: withoutUser(state.boards, next.user) });
    live?.reauthenticate();
    boards.reload();
    void outbound.resume();
    if (next.user === null) emit('reset', undefined);
    else emit('identify', { user: next.user });
  }

  return {
    boards,
    leaderboards,
    visibility,
    store,
    clock,
    on,
    emit,
    inspect,
    setStatus,
    identity,
    outbound,
    live,
    reads: () => reads,
    closed,
  };
}

/** How a client begins and ends. */
function lifecycle(parts: ReturnType<typeof assemble>, { onError, userToken }: InitOptions) {
  const { boards, identity, outbound, live, on, emit, setStatus, reads, closed } = parts;
  const stopListening = [
    listen('pagehide', () => outbound.hide()),
    listen('visibilitychange', () => isHidden() && outbound.hide()),
    listen('online', () => void outbound.resume().then(() => outbound.flush())),
  ];
  return {
    /** Takes the user of the options. Resolves when that is settled, well or badly, and events outlive the page. */
    async start(): Promise<void> {
      if (onError) on('error', onError);
      // A page may be left at any moment, and then it is too late to load what sends its events.
      const queue = inBrowser() ? outbound.load().catch(() => undefined) : undefined;
      // What goes wrong here has been reported as an event.
      await identity.use(userToken ?? null).catch(() => undefined);
      await queue;
      emit('ready', undefined);
    },
    async stop(): Promise<void> {
      for (const stop of stopListening) stop();
      identity.close();
      boards.close();
      live?.close();
      reads().abort();
      setStatus({ auth: 'closed' });
      await Promise.race([outbound.flush(), new Promise<void>((resolve) => after(LAST_FLUSH, resolve))]);
      closed.abort();
    },
  };
}

/** Who hears what the client does: the console, when the page asked for it, and a panel that loads with its first question. */
function notes(debug: boolean | undefined) {
  const listeners: TakeNote[] = debug ? [logToConsole] : [];
  return {
    note(...note: Note): void {
      for (const listener of listeners) listener(...note);
    },
    inspect: lazy(async () =>
      (await import('./inspection/inspection.ts')).createInspection((take) => listeners.push(take)),
    ),
  };
}

function logToConsole(...note: Note): void {
  // biome-ignore lint/suspicious/noConsole: the page asked for it
  console.debug('[engagement]', ...note);
}

/** Keys say whether their tenant is a test or live. */
const modeOf = (key: string) => /_(test|live)_/.exec(key)?.[1] as EngagementClient['mode'];

const isSecret = (key: string): boolean => key.startsWith('sk_');

function checkKey(key: string): void {
  if (!/^[ps]k_/.test(key))
    throw new EngagementError(
      'unauthenticated',
      `${key ? 'Wrong' : 'No'} key: use the publishable one, pk_test_… or pk_live_….`,
    );
  if (isSecret(key) && inBrowser())
    throw new EngagementError('secret-key-in-browser', 'The key is secret. Revoke it, and use the publishable one.');
}
