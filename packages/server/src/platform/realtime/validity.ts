import type { ClientMessages, ServerMessages } from '@engagement/contract';
import type { Server } from 'socket.io';
import type { Clock } from '../../kernel/clock.ts';
import { ProblemError } from '../../kernel/problem-error.ts';
import { type Authenticate, admit, endOf } from './handshake.ts';
import type { RealtimeSocket, ServerTalk, SocketData } from './socket.ts';

export interface ValidityOptions {
  readonly io: Server<ClientMessages, ServerMessages, ServerTalk, SocketData>;
  readonly authenticate: Authenticate;
  readonly clock: Clock;
  readonly report: (error: unknown) => void;
  /** Whether other servers hear what this one says. */
  readonly isHeard: () => boolean;
  /** Each credential is shown again this often, in milliseconds. */
  readonly every: number;
}

const LONGEST_TIMEOUT = 2 ** 31 - 1;
/** A credential is believed for a second without being looked up, here and on the other servers. */
const BELIEVED_MS = 1200;

/** Keeps a socket only while its credential is good. What one server finds out makes all of them look. */
export class Validity {
  readonly #options: ValidityOptions;
  /** Credentials that all sockets are about to show again. */
  readonly #doubted = new Set<string>();

  constructor(options: ValidityOptions) {
    this.#options = options;
    options.io.on('doubt', (credential) => this.#doubt(credential));
  }

  /** Disconnects at the end of the token, and soon after the credential has been revoked. */
  watch(socket: RealtimeSocket): void {
    const { clock, every } = this.#options;
    const { presented, caller } = socket.data;
    const recheck = setInterval(
      () => void this.#recheck(socket).then((good) => good || this.#spread(caller.credential)),
      every,
    );
    const end = endOf(caller, presented.token);
    const left = end === null ? LONGEST_TIMEOUT : Math.min(Math.max(0, end - clock.now()), LONGEST_TIMEOUT);
    const expiry = setTimeout(() => socket.disconnect(true), left);
    socket.once('disconnect', () => {
      clearInterval(recheck);
      clearTimeout(expiry);
    });
  }

  /** @returns false when the credential was refused, and the socket closed */
  async #recheck(socket: RealtimeSocket): Promise<boolean> {
    const { authenticate, report } = this.#options;
    try {
      await admit(authenticate, socket.data.presented);
      return true;
    } catch (error) {
      // Only a refusal counts: when the database is away, nobody is sent off.
      if (!(error instanceof ProblemError)) report(error);
      else if (error.status === 401 || error.status === 403) {
        socket.disconnect(true);
        return false;
      }
      return true;
    }
  }

  #spread(credential: string): void {
    if (this.#doubted.has(credential)) return;
    this.#doubt(credential);
    if (this.#options.isHeard()) this.#options.io.serverSideEmit('doubt', credential);
  }

  #doubt(credential: string): void {
    if (this.#doubted.has(credential)) return;
    this.#doubted.add(credential);
    setTimeout(() => {
      this.#doubted.delete(credential);
      for (const socket of this.#options.io.of('/').sockets.values()) {
        if (socket.data.caller.credential === credential) void this.#recheck(socket);
      }
    }, BELIEVED_MS).unref();
  }
}
