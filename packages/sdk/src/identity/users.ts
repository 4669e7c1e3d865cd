import type { EngagementError } from '../errors/engagement-error.ts';
import type { Status, TokenGetter } from '../types.ts';
import type { Credential } from './credential.ts';
import { Session, type SessionPorts } from './session.ts';

export interface IdentityPorts {
  key: string;
  /** Somebody else asks from now on, or the same with a new token. */
  adopted(previous: Credential, next: Credential, auth: Status['auth']): void;
  /** The session ended, and what is on screen may stay. */
  expired(error: EngagementError): void;
}

/** What the users ask of the core. They import nothing of it at run time, so that the core stays one file. */
export interface UsersPorts extends IdentityPorts, Pick<SessionPorts, 'after'> {
  error(code: 'aborted' | 'not-identified', message: string, cause?: unknown): EngagementError;
}

/** One user after the other, each with a session of their own. */
export class Users {
  readonly #ports: UsersPorts;
  #credential: Credential;
  #generation: number;
  #session: Session | undefined;
  #ended = false;
  #closed = false;

  constructor(credential: Credential, ports: UsersPorts) {
    this.#credential = credential;
    this.#generation = credential.generation;
    this.#ports = ports;
  }

  get credential(): Credential {
    return this.#credential;
  }

  /** The session of the present user is over, and there is no good token. */
  get ended(): boolean {
    return this.#ended && this.#credential.user !== null;
  }

  /** Takes a user, or with null nobody; `first` is an answer of the getter that is under way. */
  async use(source: string | TokenGetter | null, first?: Promise<string | null>): Promise<void> {
    const { error } = this.#ports;
    if (this.#closed) throw error('aborted', 'The client has been destroyed.');
    const mine = ++this.#generation;
    this.#session?.close();
    this.#session = undefined;
    if (source === null) return this.#adopt(null, null);
    this.#session = new Session(source, {
      after: this.#ports.after,
      error: (why, cause) => error('not-identified', `The user token ${why}.`, cause),
      adopt: (token, user) => this.#adopt(token, user),
      ended: (cause) => this.#end(cause),
    });
    const failed = await this.#session.start(first);
    if (mine !== this.#generation) throw error('aborted', 'Another identify or reset came in between.');
    if (failed) throw failed;
  }

  /** After a 401: another credential to ask again with, or null. */
  async renew(refused: Credential): Promise<Credential | null> {
    const renewed = refused.generation === this.#generation && (await this.#session?.renew(refused));
    return renewed ? this.#credential : null;
  }

  /** Asks for a new token where there is a getter. */
  async refresh(): Promise<void> {
    await this.#session?.fetchToken();
  }

  close(): void {
    this.#closed = true;
    this.#generation++;
    this.#session?.close();
  }

  #end(error: EngagementError): EngagementError {
    // The token of another user must not outlive the wish to be somebody new.
    if (this.#credential.generation !== this.#generation) this.#adopt(null, null, 'expired');
    this.#ended = true;
    this.#ports.expired(error);
    return error;
  }

  #adopt(
    token: string | null,
    user: string | null,
    auth: Status['auth'] = token === null ? 'anonymous' : 'identified',
  ): void {
    const previous = this.#credential;
    this.#ended = false;
    this.#credential = { token: token ?? this.#ports.key, user, generation: this.#generation };
    this.#ports.adopted(previous, this.#credential, auth);
  }
}
