import { after, sleep } from '../environment.ts';
import { EngagementError } from '../errors/engagement-error.ts';
import type { Status, TokenGetter } from '../types.ts';
import { readToken } from './token.ts';

/** Who asks: the publishable key, or a user by a token. */
export interface Credential {
  readonly token: string;
  readonly user: string | null;
  /** Counts the calls of `use`, so that a late answer cannot revive a user who has left. */
  readonly generation: number;
}

export interface IdentityPorts {
  key: string;
  /** Somebody else asks from now on, or the same with a new token. */
  adopted(previous: Credential, next: Credential, auth: Status['auth']): void;
  /** The session ended, and what is on screen may stay. */
  expired(error: EngagementError): void;
}

export interface Identity {
  credential(): Credential;
  /** Resolves when the first token of the present user has come, or has failed to. */
  settled(): Promise<unknown>;
  use(source: string | TokenGetter | null): Promise<void>;
  /** After a 401: another credential to ask again with, or null. */
  renew(refused: Credential): Promise<Credential | null>;
  /** For the socket: the token in hand, or with `fresh` a new one where there is a getter. */
  token(fresh: boolean): Promise<string>;
  close(): void;
}

const GETTER_TIMEOUT = 10_000;

export function createIdentity({ key, adopted, expired }: IdentityPorts): Identity {
  let generation = 0;
  let getter: TokenGetter | null = null;
  let current: Credential = { token: key, user: null, generation };
  let expiresAt = Number.POSITIVE_INFINITY;
  let fetching: Promise<Credential | null> | null = null;
  let cancelTimer = () => {};
  let closed = false;

  function adopt(token: string | null, auth: Status['auth'] = token === null ? 'anonymous' : 'identified'): void {
    const claims = token === null ? null : readToken(token);
    const previous = current;
    current = { token: token ?? key, user: claims?.user ?? null, generation };
    planEnd(claims?.expiresIn ?? null);
    adopted(previous, current, auth);
  }

  function planEnd(expiresIn: number | null): void {
    cancelTimer();
    expiresAt = expiresIn === null ? Number.POSITIVE_INFINITY : Date.now() + expiresIn;
    if (expiresIn === null) return;
    cancelTimer = getter
      ? after(expiresIn - Math.min(60_000, expiresIn / 2), () => void fetchToken())
      : after(expiresIn, () => end(new EngagementError('not-identified', 'The user token has expired.')));
  }

  function end(error: EngagementError): void {
    cancelTimer();
    // The token of another user must not outlive the wish to be somebody new.
    if (current.generation !== generation) adopt(null, 'expired');
    expired(error);
  }

  function useToken(token: string | null): void {
    try {
      adopt(token);
    } catch (error) {
      end(error as EngagementError);
      throw error;
    }
  }

  function fetchToken(): Promise<Credential | null> {
    if (!getter) return Promise.resolve(null);
    if (fetching) return fetching;
    const mine = tryTwice(getter, generation).finally(() => {
      if (fetching === mine) fetching = null;
    });
    fetching = mine;
    return mine;
  }

  async function tryTwice(ask: TokenGetter, mine: number): Promise<Credential | null> {
    for (let attempt = 1; mine === generation; attempt++) {
      try {
        const token = await withTimeout(ask());
        if (mine !== generation) return null;
        adopt(token);
        return current;
      } catch (cause) {
        if (mine !== generation) return null;
        if (attempt === 2) {
          end(new EngagementError('not-identified', 'The user token could not be fetched.', { cause }));
          return null;
        }
        await sleep(Math.min(1000, Math.max(0, expiresAt - Date.now()) / 2));
      }
    }
    return null;
  }

  return {
    credential: () => current,
    settled: () => (current.generation === generation ? Promise.resolve() : (fetching ?? Promise.resolve())),
    async use(source) {
      if (closed) throw new EngagementError('aborted', 'The client has been destroyed.');
      const mine = ++generation;
      getter = typeof source === 'function' ? source : null;
      fetching = null;
      cancelTimer();
      if (typeof source !== 'function') return useToken(source);
      const done = await fetchToken();
      if (mine !== generation) throw new EngagementError('aborted', 'Another identify or reset came in between.');
      if (!done) throw new EngagementError('not-identified', 'The user token could not be fetched.');
    },
    async renew(refused) {
      if (refused.generation !== generation || refused.user === null) return null;
      if (refused.token !== current.token) return current;
      if (!getter) end(new EngagementError('not-identified', 'The server refused the user token.'));
      return fetchToken();
    },
    async token(fresh) {
      if (fresh || current.generation !== generation) await fetchToken();
      return current.token;
    },
    close() {
      closed = true;
      generation++;
      getter = null;
      fetching = null;
      cancelTimer();
    },
  };
}

function withTimeout<T>(promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = after(GETTER_TIMEOUT, () => reject(new Error('No token after 10 seconds')));
    promise.then(resolve, reject).finally(cancel);
  });
}
