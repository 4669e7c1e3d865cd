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

const GETTER_TIMEOUT = 10_000;
const RENEW_AHEAD = 60_000;
const NEVER = Number.POSITIVE_INFINITY;

/** Keeps the credential of the present user, and has it renewed before it expires. */
export class Identity {
  readonly #ports: IdentityPorts;
  #generation = 0;
  #getter: TokenGetter | null = null;
  #current: Credential;
  #expiresAt = NEVER;
  #fetching: Promise<Credential | null> | null = null;
  #cancelTimer = () => {};
  #closed = false;

  constructor(ports: IdentityPorts) {
    this.#ports = ports;
    this.#current = { token: ports.key, user: null, generation: 0 };
  }

  get credential(): Credential {
    return this.#current;
  }

  /** Resolves when the first token of the present user has come, or has failed to. */
  async settled(): Promise<void> {
    if (this.#current.generation !== this.#generation) await this.#fetching;
  }

  /** Takes a user, or with null nobody. Rejects when there is no usable token, or another call came in between. */
  async use(source: string | TokenGetter | null): Promise<void> {
    if (this.#closed) throw new EngagementError('aborted', 'The client has been destroyed.');
    const mine = ++this.#generation;
    this.#getter = typeof source === 'function' ? source : null;
    this.#fetching = null;
    this.#cancelTimer();
    if (typeof source !== 'function') return this.#useToken(source);
    const done = await this.#fetchToken();
    if (mine !== this.#generation) throw new EngagementError('aborted', 'Another identify or reset came in between.');
    if (!done) throw new EngagementError('not-identified', 'The user token could not be fetched.');
  }

  /** After a 401: another credential to ask again with, or null. */
  async renew(refused: Credential): Promise<Credential | null> {
    if (refused.generation !== this.#generation || refused.user === null) return null;
    if (refused.token !== this.#current.token) return this.#current;
    if (!this.#getter) this.#end(new EngagementError('not-identified', 'The server refused the user token.'));
    return this.#fetchToken();
  }

  /** For the socket: the token in hand, or with `fresh` a new one where there is a getter. */
  async token(fresh: boolean): Promise<string> {
    if (fresh || this.#current.generation !== this.#generation) await this.#fetchToken();
    return this.#current.token;
  }

  close(): void {
    this.#closed = true;
    this.#generation++;
    this.#getter = null;
    this.#fetching = null;
    this.#cancelTimer();
  }

  #useToken(token: string | null): void {
    try {
      this.#adopt(token);
    } catch (error) {
      this.#end(error as EngagementError);
      throw error;
    }
  }

  #adopt(token: string | null, auth: Status['auth'] = token === null ? 'anonymous' : 'identified'): void {
    const claims = token === null ? null : readToken(token);
    const previous = this.#current;
    this.#current = { token: token ?? this.#ports.key, user: claims?.user ?? null, generation: this.#generation };
    this.#planEnd(claims?.expiresIn ?? NEVER);
    this.#ports.adopted(previous, this.#current, auth);
  }

  #planEnd(expiresIn: number): void {
    this.#cancelTimer();
    this.#expiresAt = Date.now() + expiresIn;
    if (expiresIn === NEVER) return;
    this.#cancelTimer = this.#getter
      ? after(expiresIn - Math.min(RENEW_AHEAD, expiresIn / 2), () => void this.#fetchToken())
      : after(expiresIn, () => this.#end(new EngagementError('not-identified', 'The user token has expired.')));
  }

  #end(error: EngagementError): void {
    this.#cancelTimer();
    // The token of another user must not outlive the wish to be somebody new.
    if (this.#current.generation !== this.#generation) this.#adopt(null, 'expired');
    this.#ports.expired(error);
  }

  /** One question at a time, whoever asks for it. */
  #fetchToken(): Promise<Credential | null> {
    if (!this.#getter) return Promise.resolve(null);
    if (this.#fetching) return this.#fetching;
    const mine = this.#tryTwice(this.#getter, this.#generation).finally(() => {
      if (this.#fetching === mine) this.#fetching = null;
    });
    this.#fetching = mine;
    return mine;
  }

  async #tryTwice(ask: TokenGetter, mine: number): Promise<Credential | null> {
    for (let attempt = 1; mine === this.#generation; attempt++) {
      try {
        const token = await withTimeout(ask());
        if (mine !== this.#generation) return null;
        this.#adopt(token);
        return this.#current;
      } catch (cause) {
        if (mine !== this.#generation) return null;
        if (attempt === 2) {
          this.#end(new EngagementError('not-identified', 'The user token could not be fetched.', { cause }));
          return null;
        }
        await sleep(Math.min(1000, Math.max(0, this.#expiresAt - Date.now()) / 2));
      }
    }
    return null;
  }
}

function withTimeout<T>(answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = after(GETTER_TIMEOUT, () => reject(new Error('No token after 10 seconds')));
    Promise.resolve(answer).then(resolve, reject).finally(cancel);
  });
}
