import type { BatchReply } from '@engagement/contract';
import { adoptDefaultClient, releaseDefaultClient } from './default-client.ts';
import { inBrowser, isHidden, listen, ownOrigin, sleep } from './environment.ts';
import { EngagementError } from './errors/engagement-error.ts';
import { createEmitter } from './events/emitter.ts';
import { type Credential, createIdentity } from './identity/identity.ts';
import { createOutbound } from './outbound/outbound.ts';
import { createLive } from './realtime/live.ts';
import { createLeaderboards } from './resources/leaderboards/leaderboards.ts';
import { createEngagementStore } from './store/store.ts';
import { createHttp } from './transport/http.ts';
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
  const host = (options.host ?? ownOrigin())?.replace(/\/$/, '');
  const store = createEngagementStore();
  const { on, emit } = createEmitter();
  const closed = new AbortController();
  let reads = new AbortController();

  function setStatus(change: Partial<Status>): void {
    store.set({ status: { ...store.getState().status, ...change } });
  }

  const identity = createIdentity({ key: options.key, adopted, expired });
  const user = () => identity.credential().user;
  const http = createHttp({ host, fetch: options.fetch, identity, reads: () => reads.signal, closed: closed.signal });
  const outbound = createOutbound({
    post: ({ body, credential }, last) => http.post<BatchReply>('/v1/events/batch', body, credential, last),
    identity,
    report: (error) => emit('error', error),
    flush: options.flush,
  });
  const live =
    host && options.realtime !== 'off' && !isSecret(options.key)
      ? createLive({ url: host, token: identity.token, user, connection })
      : undefined;
  const boards = createLeaderboards({ http, store, user, settled: identity.settled, follow: live?.follow });

  function connection(state: Status['connection']): void {
    if (state === store.getState().status.connection) return;
    setStatus({ connection: state });
    emit('connection', state);
  }

  /** One step, so that nobody sees one user's data under another's name. */
  function adopted(previous: Credential, next: Credential, auth: Status['auth']): void {
    const status = { ...store.getState().status, auth };
    if (previous.user === next.user) {
      store.set({ status });
      return;
    }
    outbound.handOver(previous);
    reads.abort();
    reads = new AbortController();
    http.forget();
    store.set({ status, boards: boards.withoutUser(store.getState().boards) });
    live?.reauthenticate();
    boards.reload();
    if (next.user === null) emit('reset', undefined);
    else emit('identify', { user: next.user });
  }

  function expired(error: EngagementError): void {
    setStatus({ auth: 'expired' });
    emit('error', error);
  }

  const stopListening = [
    listen('window', 'pagehide', outbound.hide),
    listen('document', 'visibilitychange', () => isHidden() && outbound.hide()),
    listen('window', 'online', () => void outbound.flush()),
  ];
  if (options.onError) on('error', options.onError);
  const ready = identity
    .use(options.userToken ?? null)
    .catch(() => undefined) // it has been reported
    .then(() => emit('ready', undefined));

  const client: EngagementClient = {
    version: VERSION,
    ready,
    get status() {
      return store.getState().status;
    },
    store,
    selectors: { board: boards.select, connection: ({ status }) => status.connection },
    leaderboards: boards.api,
    identify: async (userToken) => identity.use(userToken),
    reset: async () => identity.use(null),
    track: outbound.track,
    flush: outbound.flush,
    on,
    async destroy() {
      if (closed.signal.aborted) return;
      releaseDefaultClient(client);
      for (const stop of stopListening) stop();
      identity.close();
      boards.close();
      live?.close();
      reads.abort();
      setStatus({ auth: 'closed' });
      await Promise.race([outbound.flush(), sleep(LAST_FLUSH)]);
      closed.abort();
    },
  };
  return client;
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
