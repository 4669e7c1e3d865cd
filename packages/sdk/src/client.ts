import type { BatchReply } from '@engagement/contract';
import { adoptDefaultClient, releaseDefaultClient } from './default-client.ts';
import { inBrowser, isHidden, listen, ownOrigin, sleep } from './environment.ts';
import { EngagementError } from './errors/engagement-error.ts';
import { createEmitter, type Emitter } from './events/emitter.ts';
import { type Credential, Identity } from './identity/identity.ts';
import { Outbound } from './outbound/outbound.ts';
import { Live } from './realtime/live.ts';
import { withoutUser } from './resources/leaderboards/leaderboards.store.ts';
import { LeaderboardsResource } from './resources/leaderboards/leaderboards.ts';
import { createEngagementStore } from './store/store.ts';
import { createHttp, type Http } from './transport/http.ts';
import type { EngagementClient, InitOptions, Status } from './types.ts';
import { VERSION } from './version.ts';

/** How long `destroy` waits for the last events. */
const LAST_FLUSH = 3000;

/**
 * The page's default client, shared by every widget and every copy of the SDK. Again with the same key: the same client.
 * On a server it makes an anonymous client that opens no socket and is nobody's default; use `createClient` per request there.
 */
export function init(options: InitOptions): EngagementClient {
  if (inBrowser()) return adoptDefaultClient(options.key, () => createClient(options));
  const { userToken: _, ...rest } = options;
  return createClient({ ...rest, realtime: 'off' });
}

/** A client of its own, without anything global: one per request on a server. Throws on a key that must not be here. */
export function createClient(options: InitOptions): EngagementClient {
  checkKey(options.key);
  const parts = new ClientParts(options);
  const { store, boards, identity, outbound, emitter } = parts;
  const client: EngagementClient = {
    version: VERSION,
    ready: parts.start(),
    get status() {
      return store.getState().status;
    },
    store,
    selectors: {
      board: (board, query) => boards.select(board, query),
      connection: ({ status }) => status.connection,
    },
    leaderboards: boards,
    identify: (userToken) => identity.use(userToken),
    reset: () => identity.use(null),
    track: (type, data, given) => outbound.track(type, data, given),
    flush: () => outbound.flush(),
    on: emitter.on,
    destroy() {
      releaseDefaultClient(client);
      return parts.stop();
    },
  };
  return client;
}

/** Everything that a client is made of, and what happens between the parts. */
class ClientParts {
  readonly store = createEngagementStore();
  readonly emitter: Emitter;
  readonly identity: Identity;
  readonly outbound: Outbound;
  readonly boards: LeaderboardsResource;
  readonly #options: InitOptions;
  readonly #http: Http;
  readonly #live: Live | undefined;
  readonly #closed = new AbortController();
  #reads = new AbortController();
  #stopListening: (() => void)[] = [];

  constructor(options: InitOptions) {
    const { key, fetch, flush, debug } = options;
    const host = (options.host ?? ownOrigin())?.replace(/\/$/, '');
    const log = debug ? logToConsole : () => {};
    this.#options = options;
    this.emitter = createEmitter(log);
    this.identity = new Identity({
      key,
      adopted: (previous, next, auth) => this.#adopted(previous, next, auth),
      expired: (error) => this.#expired(error),
    });
    const { identity } = this;
    const user = () => identity.credential.user;
    const report = (error: EngagementError) => this.emitter.emit('error', error);
    this.#http = createHttp({ host, fetch, identity, reads: () => this.#reads.signal, closed: this.#closed.signal });
    this.outbound = new Outbound({
      post: ({ body, credential }, last) => {
        log('sends', body);
        return this.#http.post<BatchReply>('/v1/events/batch', body, credential, last);
      },
      identity,
      report,
      flush,
    });
    if (host && options.realtime !== 'off' && !isSecret(key))
      this.#live = new Live({
        url: host,
        token: (fresh) => identity.token(fresh),
        user,
        connection: (state) => this.#connection(state),
      });
    this.boards = new LeaderboardsResource({
      http: this.#http,
      store: this.store,
      user,
      settled: () => identity.settled(),
      report,
      follow: this.#live && ((watch, follower) => (this.#live as Live).follow(watch, follower)),
    });
  }

  /** Takes the user of the options. Resolves when that is settled, well or badly. */
  async start(): Promise<void> {
    const { onError, userToken } = this.#options;
    if (onError) this.emitter.on('error', onError);
    this.#stopListening = [
      listen('window', 'pagehide', () => this.outbound.hide()),
      listen('document', 'visibilitychange', () => isHidden() && this.outbound.hide()),
      listen('window', 'online', () => void this.outbound.flush()),
    ];
    // What goes wrong here has been reported as an event.
    await this.identity.use(userToken ?? null).catch(() => undefined);
    this.emitter.emit('ready', undefined);
  }

  async stop(): Promise<void> {
    for (const stop of this.#stopListening) stop();
    this.identity.close();
    this.boards.close();
    this.#live?.close();
    this.#reads.abort();
    this.#setStatus({ auth: 'closed' });
    await Promise.race([this.outbound.flush(), sleep(LAST_FLUSH)]);
    this.#closed.abort();
  }

  /** One step, so that nobody sees one user's data under another's name. */
  #adopted(previous: Credential, next: Credential, auth: Status['auth']): void {
    const { status, boards } = this.store.getState();
    if (previous.user === next.user) {
      this.#setStatus({ auth });
      return;
    }
    this.outbound.handOver(previous);
    this.#reads.abort();
    this.#reads = new AbortController();
    this.#http.forget();
    this.store.set({ status: { ...status, auth }, boards: withoutUser(boards) });
    this.#live?.reauthenticate();
    this.boards.reload();
    if (next.user === null) this.emitter.emit('reset', undefined);
    else this.emitter.emit('identify', { user: next.user });
  }

  #expired(error: EngagementError): void {
    this.#setStatus({ auth: 'expired' });
    this.emitter.emit('error', error);
  }

  #connection(state: Status['connection']): void {
    this.#setStatus({ connection: state });
    this.emitter.emit('connection', state);
  }

  #setStatus(change: Partial<Status>): void {
    this.store.set({ status: { ...this.store.getState().status, ...change } });
  }
}

function logToConsole(...details: unknown[]): void {
  // biome-ignore lint/suspicious/noConsole: the page asked for it
  console.debug('[engagement]', ...details);
}

function isSecret(key: string): boolean {
  return key.startsWith('sk_');
}

function checkKey(key: unknown): void {
  if (typeof key !== 'string' || !/^[ps]k_/.test(key))
    throw new EngagementError('unauthenticated', 'The key must be a publishable key, `pk_test_…` or `pk_live_…`.');
  if (isSecret(key) && inBrowser())
    throw new EngagementError(
      'secret-key-in-browser',
      'A secret key must never reach a browser. Use the publishable key, and revoke this one.',
    );
}
