import { after } from '../environment.ts';
import { EngagementError } from '../errors/engagement-error.ts';
import { lazy } from '../lazy.ts';
import type { TokenGetter } from '../types.ts';
import type { Credential } from './credential.ts';
import type { IdentityPorts, Users } from './users.ts';

/** Who asks. What reads user tokens and keeps them fresh loads with the first one. */
export class Identity {
  readonly #ports: IdentityPorts;
  readonly #load: () => Promise<Users>;
  #anonymous: Credential;
  #users: Users | undefined;
  #settled: Promise<unknown> | undefined;
  #closed = false;

  constructor(ports: IdentityPorts) {
    this.#ports = ports;
    this.#anonymous = { token: ports.key, user: null, generation: 0 };
    this.#load = lazy(async () => {
      const { Users } = await import('./users.ts');
      const error = (code: 'aborted' | 'not-identified', message: string, cause?: unknown) =>
        new EngagementError(code, message, { cause });
      this.#users = new Users(this.#anonymous, { ...ports, after, error });
      if (this.#closed) this.#users.close();
      return this.#users;
    });
  }

  get credential(): Credential {
    return this.#users?.credential ?? this.#anonymous;
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
    return this.#users?.renew(refused) ?? null;
  }

  /** For the socket: the token in hand, or with `fresh` a new one where there is a getter. Null when none is good. */
  async token(fresh: boolean): Promise<string | null> {
    await this.#settled;
    if (fresh) await this.#users?.refresh();
    return this.#users?.ended ? null : this.credential.token;
  }

  close(): void {
    this.#closed = true;
    this.#users?.close();
  }

  async #use(source: string | TokenGetter | null): Promise<void> {
    if (source === null && !this.#settled) {
      this.#anonymous = { ...this.#anonymous, generation: 1 };
      return;
    }
    // The page is asked while the rest loads, which then sees what goes wrong.
    const first = typeof source === 'function' ? Promise.resolve().then(source) : undefined;
    first?.catch(() => {});
    try {
      await this.#load();
    } catch (cause) {
      const error = new EngagementError('not-identified', 'A script that reads user tokens did not load.', { cause });
      this.#ports.expired(error);
      throw error;
    }
    await this.#users?.use(source, first);
  }
}
