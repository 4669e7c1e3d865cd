import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { type ClientMessages, REALTIME_PATH, type ServerMessages } from '@engagement/contract';
import { BurstyRateLimiter, RateLimiterMemory } from 'rate-limiter-flexible';
import { Server } from 'socket.io';
import type { Clock } from '../../kernel/clock.ts';
import { networkOf } from '../http/rate-limits.ts';
import { type Authenticate, addressOf, admit, tokenOf } from './handshake.ts';
import { serveMessages } from './messages.ts';
import { problemFor } from './problem.ts';
import { joinServers } from './servers.ts';
import type { ServerTalk, SocketData } from './socket.ts';
import { Validity } from './validity.ts';
import type { Rooms, Watchable } from './watchable.ts';

/** What each socket, and each address, may do. */
export interface RealtimeLimits {
  readonly connectsPerMinute: number;
  readonly messagesPerSecond: number;
  /** Messages above the rate that are let through in a minute: a page that connects watches all its boards at once. */
  readonly messageBurst: number;
  readonly roomsPerSocket: number;
  readonly messageBytes: number;
  /** Credentials are checked again this often, so that a revoked key loses its sockets. */
  readonly recheckMs: number;
}

export const REALTIME_LIMITS: RealtimeLimits = {
  connectsPerMinute: 20,
  messagesPerSecond: 10,
  messageBurst: 100,
  roomsPerSocket: 50,
  messageBytes: 16 * 1024,
  recheckMs: 60_000,
};

export interface RealtimeOptions {
  readonly authenticate: Authenticate;
  readonly clock: Clock;
  /** Gets errors that nobody foresaw. */
  readonly report: (error: unknown) => void;
  readonly limits?: Partial<RealtimeLimits>;
  /** Proxies in front of the server, whose X-Forwarded-For is believed. */
  readonly trustedProxies?: number;
  /** Left out, this server knows of no other. */
  readonly redisUrl?: string | undefined;
}

export interface RealtimeCounts {
  readonly sockets: number;
  readonly rooms: number;
}

export interface Realtime {
  readonly rooms: Rooms;
  /** Answers at `REALTIME_PATH` of a server that has its HTTP handler already. */
  attach(server: HttpServer, watchable: Watchable): void;
  counts(): RealtimeCounts;
  /** Takes no more sockets, and sends those that there are to other servers. */
  drain(): void;
  /** Disconnects everyone; the HTTP server stays. */
  close(): void;
}

type RealtimeIo = Server<ClientMessages, ServerMessages, ServerTalk, SocketData>;

const SECONDS_TO_INTRODUCE_ONESELF = 10;

/**
 * Socket.IO over WebSocket alone. Rooms are those of this process: each process pushes to its own sockets, and there is
 * no session to recover, which would pass by the credential: a socket that comes back starts from a whole page.
 */
export function createRealtime(options: RealtimeOptions): Realtime {
  const { authenticate, report } = options;
  const limits = { ...REALTIME_LIMITS, ...options.limits };
  const connects = new RateLimiterMemory({ points: limits.connectsPerMinute, duration: 60 });
  const messages = new BurstyRateLimiter(
    new RateLimiterMemory({ points: limits.messagesPerSecond, duration: 1 }),
    new RateLimiterMemory({ keyPrefix: 'burst', points: limits.messageBurst, duration: 60 }),
  );
  const ipOf = (request: IncomingMessage) => addressOf(request, options.trustedProxies ?? 0);
  let draining = false;
  const io: RealtimeIo = new Server({
    path: REALTIME_PATH,
    transports: ['websocket'],
    allowUpgrades: false,
    serveClient: false,
    maxHttpBufferSize: limits.messageBytes,
    connectTimeout: SECONDS_TO_INTRODUCE_ONESELF * 1000,
    allowRequest: (request, decide) => {
      if (draining) return decide('This server is stopping', false);
      connects.consume(networkOf(ipOf(request))).then(
        () => decide(null, true),
        () => decide('Too many connections from this address; try again in a minute.', false),
      );
    },
  });

  const servers = options.redisUrl === undefined ? undefined : joinServers(io as unknown as Server, options.redisUrl);
  const validity = new Validity({
    ...options,
    io,
    isHeard: () => servers?.isReachable() ?? false,
    every: limits.recheckMs,
  });

  io.use(async (socket, next) => {
    try {
      const { auth, headers } = socket.handshake;
      socket.data.presented = { token: tokenOf(auth), origin: headers.origin, ip: ipOf(socket.request) };
      socket.data.caller = await admit(authenticate, socket.data.presented);
      next();
    } catch (error) {
      const data = problemFor(error, report);
      next(Object.assign(new Error(data.title), { data }));
      // Each guess at a credential costs a connection, and those are counted.
      setImmediate(() => socket.conn.close());
    }
  });

  return {
    rooms: {
      send: (room, event, message) => void (io.local.to(room) as unknown as Untyped).emit(event, message),
      close: (room) => io.local.socketsLeave(room),
    },
    attach(server, watchable) {
      io.on('connection', (socket) => {
        validity.watch(socket);
        serveMessages(socket, watchable, { messages, roomsPerSocket: limits.roomsPerSocket, report });
      });
      io.attach(server);
    },
    counts() {
      const { sockets, adapter } = io.of('/');
      // Each socket is in a room of its own, too.
      return { sockets: sockets.size, rooms: Math.max(0, adapter.rooms.size - sockets.size) };
    },
    drain() {
      draining = true;
      io.local.disconnectSockets(true);
    },
    close() {
      // Those of this server: the others go on.
      io.local.disconnectSockets(true);
      servers?.close();
      io.engine?.close();
    },
  };
}

/** Socket.IO cannot type an event that is chosen by its caller. */
interface Untyped {
  emit(event: string, message: unknown): boolean;
}
