import { after } from '../environment.ts';
import { EngagementError } from '../errors/engagement-error.ts';
import type { Status, TokenGetter } from '../types.ts';
import type { Credential } from './credential.ts';
import type { Session } from './session.ts';

export interface IdentityPorts {
  key: string;
  /** Somebody else asks from now on, or the same with a new token. */
  adopted(previous: Credential, next: Credential, auth: Status['auth']): void;
  /** The session ended, and what is on screen may stay. */
  expired(error: EngagementError): void;
}

const tokenError = (why: string, cause?: unknown) =>
  new EngagementError('not-identified', `The user token ${why}.`, { cause });

/** The present credential. What reads user tokens and keeps them fresh loads with the first one. */
export class Identity {
  readonly #ports: IdentityPorts;
  #credential: Credential;
  #generation = 0;
  #session: Session | undefined;
  #settled: Promise<void> | undefined;
  #closed = false;

  constructor(ports: IdentityPorts) {
    this.#ports = ports;
    this.#credential = { token: ports.key, user: null, generation: 0 };
  }

  get credential(): Credential {
    return this.#credential;
  }

  /** Resolves when the first token of the present user has come, or has failed to. */
  async settled(): Promise<void> {
    await this.#settled;
  }

  /** Takes a user, or with null nobody. Rejects when there is no usable token, or another call came in between. */
  use(source: string | TokenGetter | null): Promise<void> {
    const used = this.#use(source);
    this.#settled = used.catch(() => undefined);
    return used;
  }

  /** After a 401: another credential to ask again with, or null. */
  async renew(refused: Credential): Promise<Credential | null> {
    const renewed = refused.generation === this.#generation && (await this.#session?.renew(refused));
    return renewed ? this.#credential : null;
  }

  /** For the socket: the token in hand, or with `fresh` a new one where there is a getter. */
  async token(fresh: boolean): Promise<string> {
    await this.#settled;
    if (fresh) await this.#session?.fetchToken();
    return this.#credential.token;
  }

  close(): void {
    this.#closed = true;
    this.#generation++;
    this.#session?.close();
  }

  async #use(source: string | TokenGetter | null): Promise<void> {
    if (this.#closed) throw new EngagementError('aborted', 'The client has been destroyed.');
    const mine = ++this.#generation;
    this.#session?.close();
    this.#session = undefined;
    if (source === null) return this.#adopt(null, null);
    const error = await this.#start(source, mine);
    if (mine !== this.#generation) throw new EngagementError('aborted', 'Another identify or reset came in between.');
    if (error) throw error;
  }

  /** Resolves with what went wrong, once that is known. */
  async #start(source: string | TokenGetter, mine: number): Promise<EngagementError | null> {
    // The page is asked while the session loads; the session sees what goes wrong.
    const first = typeof source === 'function' ? Promise.resolve().then(source) : null;
    first?.catch(() => {});
    try {
      const { Session } = await import('./session.ts');
      if (mine !== this.#generation) return null;
      const adopt = (token: string | null, user: string | null) => this.#adopt(token, user);
      this.#session = new Session(source, { after, error: tokenError, adopt, ended: (error) => this.#ended(error) });
    } catch (cause) {
      return this.#ended(tokenError('could not be read: a script did not load', cause));
    }
    return this.#session.start(first);
  }

  #ended(error: EngagementError): EngagementError {
    // The token of another user must not outlive the wish to be somebody new.
    if (this.#credential.generation !== this.#generation) this.#adopt(null, null, 'expired');
    this.#ports.expired(error);
    return error;
  }

  #adopt(
    token: string | null,
    user: string | null,
    auth: Status['auth'] = token === null ? 'anonymous' : 'identified',
  ): void {
    const previous = this.#credential;
    this.#credential = { token: token ?? this.#ports.key, user, generation: this.#generation };
    this.#ports.adopted(previous, this.#credential, auth);
  }
}
