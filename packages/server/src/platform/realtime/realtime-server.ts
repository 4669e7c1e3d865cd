import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { type ClientMessages, REALTIME_PATH, type ServerMessages } from '@engagement/contract';
import { BurstyRateLimiter, RateLimiterMemory } from 'rate-limiter-flexible';
import { Server } from 'socket.io';
import type { Clock } from '../../kernel/clock.ts';
import { ProblemError } from '../../kernel/problem-error.ts';
import { networkOf } from '../http/rate-limits.ts';
import { type Authenticate, addressOf, admit, endOf, tokenOf } from './handshake.ts';
import { serveMessages } from './messages.ts';
import { problemFor } from './problem.ts';
import type { RealtimeSocket, SocketData } from './socket.ts';
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
}

export interface Realtime {
  readonly rooms: Rooms;
  /** Answers at `REALTIME_PATH` of a server that has its HTTP handler already. */
  attach(server: HttpServer, watchable: Watchable): void;
  /** Disconnects everyone; the HTTP server stays. */
  close(): void;
}

type RealtimeIo = Server<ClientMessages, ServerMessages, Record<never, never>, SocketData>;

const SECONDS_TO_INTRODUCE_ONESELF = 10;
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** Socket.IO over WebSocket alone. Rooms are those of this process: each process pushes to its own sockets. */
export function createRealtime(options: RealtimeOptions): Realtime {
  const { authenticate, report } = options;
  const limits = { ...REALTIME_LIMITS, ...options.limits };
  const connects = new RateLimiterMemory({ points: limits.connectsPerMinute, duration: 60 });
  const messages = new BurstyRateLimiter(
    new RateLimiterMemory({ points: limits.messagesPerSecond, duration: 1 }),
    new RateLimiterMemory({ keyPrefix: 'burst', points: limits.messageBurst, duration: 60 }),
  );
  const ipOf = (request: IncomingMessage) => addressOf(request, options.trustedProxies ?? 0);
  const io: RealtimeIo = new Server({
    path: REALTIME_PATH,
    transports: ['websocket'],
    allowUpgrades: false,
    serveClient: false,
    maxHttpBufferSize: limits.messageBytes,
    connectTimeout: SECONDS_TO_INTRODUCE_ONESELF * 1000,
    allowRequest: (request, decide) => {
      connects.consume(networkOf(ipOf(request))).then(
        () => decide(null, true),
        () => decide('Too many connections from this address; try again in a minute.', false),
      );
    },
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
        keepOnlyWhileValid(socket, options, limits.recheckMs);
        serveMessages(socket, watchable, { messages, roomsPerSocket: limits.roomsPerSocket, report });
      });
      io.attach(server);
    },
    close() {
      io.disconnectSockets(true);
      io.engine?.close();
    },
  };
}

/** Socket.IO cannot type an event that is chosen by its caller. */
interface Untyped {
  emit(event: string, message: unknown): boolean;
}

/** Disconnects at the end of the token, and soon after the credential has been revoked. */
function keepOnlyWhileValid(socket: RealtimeSocket, { authenticate, clock, report }: RealtimeOptions, every: number) {
  const { presented, caller } = socket.data;
  const disconnect = () => void socket.disconnect(true);
  const recheck = setInterval(() => {
    admit(authenticate, presented).catch((error: unknown) => {
      // Only a refusal counts: when the database is away, nobody is sent off.
      if (!(error instanceof ProblemError)) report(error);
      else if (error.status === 401 || error.status === 403) disconnect();
    });
  }, every);
  const end = endOf(caller, presented.token);
  const left = end === null ? LONGEST_TIMEOUT : Math.min(Math.max(0, end - clock.now()), LONGEST_TIMEOUT);
  const expiry = setTimeout(disconnect, left);
  socket.once('disconnect', () => {
    clearInterval(recheck);
    clearTimeout(expiry);
  });
}
