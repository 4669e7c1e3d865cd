import type { after } from '../environment.ts';
import type { EngagementError } from '../errors/engagement-error.ts';
import type { TokenGetter } from '../types.ts';
import type { Credential } from './credential.ts';
import { readToken } from './token.ts';

/** What a session asks of the users. */
export interface SessionPorts {
  after: typeof after;
  error(why: string, cause?: unknown): EngagementError;
  /** Asks with this token from now on; with nulls as nobody. */
  adopt(token: string | null, user: string | null): void;
  /** There is no good token any more. */
  ended(error: EngagementError): EngagementError;
}

const GETTER_TIMEOUT = 10_000;
const RENEW_AHEAD = 60_000;
const RETRY_DELAY = 1000;
/** A longer timer would fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** One user: reads the tokens, and has them renewed before they expire. */
export class Session {
  readonly #source: string | TokenGetter;
  readonly #ports: SessionPorts;
  #token: string | null = null;
  #expiresAt = Number.POSITIVE_INFINITY;
  #fetching: Promise<EngagementError | null> | null = null;
  #cancelTimer = () => {};
  #closed = false;

  constructor(source: string | TokenGetter, ports: SessionPorts) {
    this.#source = source;
    this.#ports = ports;
  }

  /** Resolves with what went wrong, or null once there is a token. `first` is an answer that is under way. */
  async start(first?: Promise<string | null>): Promise<EngagementError | null> {
    if (typeof this.#source !== 'string') return this.fetchToken(first);
    try {
      this.#adopt(this.#source);
      return null;
    } catch (error) {
      return this.#end(error as EngagementError);
    }
  }

  /** After a 401: whether there is another token to ask again with. */
  async renew({ token, user }: Credential): Promise<boolean> {
    if (user === null) return false;
    if (token !== this.#token) return true;
    if (typeof this.#source === 'function') return !(await this.fetchToken());
    this.#end(this.#ports.error('was refused'));
    return false;
  }

  /** Asks for a token where that is possible. One question at a time, whoever asks for it. */
  async fetchToken(first?: Promise<string | null>): Promise<EngagementError | null> {
    if (typeof this.#source === 'string') return null;
    this.#fetching ??= this.#tryTwice(this.#source, first).finally(() => {
      this.#fetching = null;
    });
    return this.#fetching;
  }

  close(): void {
    this.#closed = true;
    this.#cancelTimer();
  }

  async #tryTwice(ask: TokenGetter, first?: Promise<string | null>): Promise<EngagementError | null> {
    try {
      await this.#take(first ?? ask());
    } catch {
      await this.#pause();
      try {
        if (!this.#closed) await this.#take(ask());
      } catch (cause) {
        return this.#end(this.#ports.error('could not be fetched', cause));
      }
    }
    return null;
  }

  async #take(answer: Promise<string | null>): Promise<void> {
    const token = await Promise.race([answer, this.#timeout()]);
    if (!this.#closed) this.#adopt(token);
  }

  #adopt(token: string | null): void {
    const { user, expiresIn } = readToken(token, this.#ports.error);
    this.#token = token;
    this.#planEnd(expiresIn);
    this.#ports.adopt(token, user);
  }

  #planEnd(expiresIn: number): void {
    this.#cancelTimer();
    this.#expiresAt = Date.now() + expiresIn;
    const renews = typeof this.#source === 'function';
    const wait = renews ? expiresIn - Math.min(RENEW_AHEAD, expiresIn / 2) : expiresIn;
    if (wait > LONGEST_TIMER) return;
    this.#cancelTimer = this.#ports.after(wait, () => {
      if (renews) void this.fetchToken();
      else this.#end(this.#ports.error('has expired'));
    });
  }

  #end(error: EngagementError): EngagementError {
    this.#cancelTimer();
    return this.#closed ? error : this.#ports.ended(error);
  }

  /** Shorter when the token in hand is about to expire. */
  #pause(): Promise<void> {
    const ms = Math.min(RETRY_DELAY, Math.max(0, this.#expiresAt - Date.now()) / 2);
    return new Promise((resolve) => setTimeout(resolve, ms));
  }

  #timeout(): Promise<never> {
    return new Promise((_, reject) => {
      this.#ports.after(GETTER_TIMEOUT, () => reject(new Error('No token after 10 seconds')));
    });
  }
}
