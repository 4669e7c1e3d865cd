import {
  type BoardPage,
  Changed,
  type ClientMessages,
  REALTIME_PATH,
  type ServerMessages,
  type Watch,
  type WatchReply,
} from '@engagement/contract';
import { io, type Socket } from 'socket.io-client';
import { LISTED_ORIGIN } from './cast.ts';

export type ClientSocket = Socket<ServerMessages, ClientMessages>;

/** A socket of a browser on a page of `origin`, connected or refused. Close it afterwards. */
export async function connect(
  url: string,
  token: unknown,
  origin: string | null = LISTED_ORIGIN,
): Promise<ClientSocket> {
  const socket: ClientSocket = io(url, {
    path: REALTIME_PATH,
    transports: ['websocket'],
    auth: { token },
    ...(origin !== null && { extraHeaders: { Origin: origin } }),
    reconnection: false,
    forceNew: true,
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return socket;
}

/** The slug of the problem that a connection was refused with. */
export const refusalOf = (connecting: Promise<ClientSocket>): Promise<string> =>
  connecting.then(
    (socket) => {
      socket.close();
      return 'connected';
    },
    (error: Error & { data?: { type: string } }) =>
      error.data?.type.replace('urn:engagement:error:', '') ?? error.message,
  );

export const watch = (socket: ClientSocket, request: Partial<Watch> = {}): Promise<WatchReply> =>
  socket.timeout(5000).emitWithAck('watch', { kind: 'leaderboard', key: 'top-sellers', ...request });

/** Follows a board as a client should: applies each change to what it has, and watches again when told to. */
export class Follower {
  readonly socket: ClientSocket;
  readonly received: Changed[] = [];
  page: BoardPage | undefined;
  room = '';
  gone = false;

  constructor(socket: ClientSocket) {
    this.socket = socket;
    socket.on('changed', (message) => this.#apply(message));
    socket.on('unavailable', ({ room }) => {
      if (room === this.room) this.gone = true;
    });
  }

  async watch(request: Partial<Watch> = {}): Promise<this> {
    const reply = await watch(this.socket, request);
    if (!reply.ok) throw new Error(reply.problem.detail);
    this.page = reply.page;
    this.room = reply.room;
    return this;
  }

  #apply(message: Changed): void {
    this.received.push(Changed.parse(message));
    if (message.from === null) {
      void this.watch();
      return;
    }
    if (!this.page || message.room !== this.room) throw new Error('A change came before the page.');
    if (message.from !== this.page.version) throw new Error(`${message.from} does not build on ${this.page.version}.`);
    const data = this.page.data.slice(0, message.length);
    for (const { at, entry } of message.rows) data[at] = entry;
    this.page = { ...this.page, data, version: message.version, total: message.total };
  }
}
