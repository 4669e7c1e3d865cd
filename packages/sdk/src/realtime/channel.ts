import type { ClientMessages, ServerMessages } from '@engagement/contract';
import { io, type Socket } from 'socket.io-client';
import type { Status } from '../types.ts';
import { Follower } from './follower.ts';
import type { Followed, RealtimePorts } from './ports.ts';
import { Rooms } from './rooms.ts';

/** As in the contract; a test holds the two together. */
export const REALTIME_PATH = '/v1/realtime';
const ANSWER_TIMEOUT = 10_000;
const HIDDEN_GRACE = 30_000;
const TRIES_BEFORE_POLLING = 3;
const MAX_DELAY = 30_000;

/** One socket for every board of the client: open while a board is followed and somebody may look. */
export class Channel {
  readonly #ports: RealtimePorts;
  readonly #socket: Socket<ServerMessages, ClientMessages>;
  readonly #rooms: Rooms;
  readonly #stopListening: (() => void)[];
  /** The present attempt has been given a token. */
  #signedIn = false;
  #attempts = 0;
  #failures = 0;
  #cancelRetry = () => {};
  #cancelLeave = () => {};

  constructor(ports: RealtimePorts) {
    this.#ports = ports;
    const socket: Socket<ServerMessages, ClientMessages> = io(ports.url, {
      path: REALTIME_PATH,
      transports: ['websocket'],
      autoConnect: false,
      forceNew: true,
      reconnectionDelayMax: MAX_DELAY,
      auth: (give) => this.#signIn(give),
    });
    this.#socket = socket;
    this.#rooms = new Rooms({
      connected: () => socket.connected,
      watch: (request, reply) =>
        socket.timeout(ANSWER_TIMEOUT).emit('watch', request, (error, answer) => reply(error ? null : answer)),
      unwatch: (room) => socket.emit('unwatch', room),
      user: ports.user,
      error: ports.error,
      after: ports.page.after,
    });
    this.#hear();
    const { listen } = ports.page;
    this.#stopListening = [
      listen('offline', () => this.#shut('offline')),
      listen('online', () => this.#open()),
      listen('visibilitychange', () => this.#visibilityChanged()),
    ];
  }

  follow(board: Followed): () => void {
    const follower = new Follower(board, this.#ports.page.after);
    const leave = this.#rooms.follow(board.watch, follower);
    this.#open();
    return () => {
      leave();
      follower.stop();
      if (this.#rooms.empty) this.#shut('idle');
    };
  }

  /** Another user: the socket must not stay the old one's. */
  reauthenticate(): void {
    // One that is still waiting for a token gets that of the new user.
    if (this.#socket.active && !this.#signedIn) return;
    if (this.#socket.active) this.#shut('connecting');
    this.#open();
  }

  close(): void {
    for (const stop of this.#stopListening) stop();
    this.#cancelLeave();
    this.#shut('idle');
  }

  #hear(): void {
    this.#socket.on('connect', () => {
      this.#failures = 0;
      this.#ports.connection('live');
      this.#rooms.rejoin();
    });
    this.#socket.on('disconnect', (reason) => {
      if (reason === 'io client disconnect') return;
      this.#rooms.lost();
      this.#tellConnecting();
      if (reason === 'io server disconnect') this.#openLater();
    });
    this.#socket.on('connect_error', () => {
      this.#failures++;
      this.#tellConnecting();
      if (!this.#socket.active) this.#openLater();
    });
    this.#socket.onAny((name, detail) => this.#ports.note('socket', 'in', name, detail));
    this.#socket.onAnyOutgoing((name, detail) => this.#ports.note('socket', 'out', name, detail));
    this.#socket.on('changed', (message) => this.#rooms.changed(message));
    this.#socket.on('unavailable', (message) => this.#rooms.unavailable(message));
  }

  /** With a new token after the first time, when the last one may be the reason to connect again. */
  #signIn(give: (auth: { token: string }) => void): void {
    const mine = ++this.#attempts;
    this.#signedIn = false;
    void this.#ports.token(mine > 1).then((token) => {
      if (mine !== this.#attempts) return;
      // With a token that has ended a server would refuse for ever. Another user, or a look at the page, tries again.
      if (token === null) return this.#shut('idle');
      this.#signedIn = true;
      give({ token });
    });
  }

  #tellConnecting(): void {
    this.#ports.connection(this.#failures < TRIES_BEFORE_POLLING ? 'connecting' : 'polling');
  }

  #open(): void {
    if (this.#rooms.empty || this.#socket.active || this.#ports.page.isOffline()) return;
    this.#tellConnecting();
    this.#socket.connect();
  }

  /** Where socket.io leaves it to us: the server closed the connection or refused it. */
  #openLater(): void {
    this.#cancelRetry();
    const delay = Math.min(MAX_DELAY, 1000 * 2 ** this.#failures) * (0.5 + Math.random());
    this.#cancelRetry = this.#ports.page.after(delay, () => this.#open());
  }

  #shut(state: Status['connection']): void {
    this.#cancelRetry();
    this.#rooms.leave();
    this.#socket.disconnect();
    this.#ports.connection(state);
  }

  #visibilityChanged(): void {
    const { after, isHidden } = this.#ports.page;
    this.#cancelLeave();
    if (isHidden()) this.#cancelLeave = after(HIDDEN_GRACE, () => this.#shut('idle'));
    else this.#open();
  }
}
