import type { ClientMessages, ServerMessages } from '@engagement/contract';
import { io, type Socket } from 'socket.io-client';
import { after, isHidden, isOffline, listen } from '../environment.ts';
import type { Status } from '../types.ts';
import type { Follow, RealtimePorts } from './ports.ts';
import { createRooms } from './rooms.ts';

export interface Channel {
  follow: Follow;
  reauthenticate(): void;
  close(): void;
}

/** As in the contract; a test holds the two together. */
export const REALTIME_PATH = '/v1/realtime';
const ANSWER_TIMEOUT = 10_000;
const HIDDEN_GRACE = 30_000;
const TRIES_BEFORE_POLLING = 3;
const MAX_DELAY = 30_000;

/** One socket for every board of the client: open while a board is followed and somebody may look. */
export function createChannel({ url, token, user, connection }: RealtimePorts): Channel {
  let attempts = 0;
  let failures = 0;
  let cancelRetry = () => {};
  let cancelLeave = () => {};

  const socket: Socket<ServerMessages, ClientMessages> = io(url, {
    path: REALTIME_PATH,
    transports: ['websocket'],
    autoConnect: false,
    forceNew: true,
    reconnectionDelayMax: MAX_DELAY,
    auth: (give) => {
      const mine = ++attempts;
      void token(mine > 1).then((credential) => mine === attempts && give({ token: credential }));
    },
  });
  const rooms = createRooms({
    connected: () => socket.connected,
    watch: (request, reply) =>
      socket.timeout(ANSWER_TIMEOUT).emit('watch', request, (error, answer) => reply(error ? null : answer)),
    unwatch: (room) => socket.emit('unwatch', room),
    user,
  });

  function open(): void {
    if (rooms.isEmpty() || socket.active || isOffline()) return;
    connection(failures < TRIES_BEFORE_POLLING ? 'connecting' : 'polling');
    socket.connect();
  }

  function shut(state: Status['connection']): void {
    cancelRetry();
    if (socket.connected) rooms.leave();
    socket.disconnect();
    rooms.lost();
    connection(state);
  }

  /** Where socket.io leaves it to us: the server closed the connection or refused it. */
  function openLater(): void {
    cancelRetry();
    cancelRetry = after(Math.min(MAX_DELAY, 1000 * 2 ** failures) * (0.5 + Math.random()), open);
  }

  socket.on('connect', () => {
    failures = 0;
    connection('live');
    rooms.rejoin();
  });
  socket.on('disconnect', (reason) => {
    if (reason === 'io client disconnect') return;
    rooms.lost();
    connection('connecting');
    if (reason === 'io server disconnect') openLater();
  });
  socket.on('connect_error', () => {
    failures++;
    if (failures >= TRIES_BEFORE_POLLING) connection('polling');
    if (!socket.active) openLater();
  });
  socket.on('changed', rooms.changed);
  socket.on('unavailable', rooms.unavailable);

  const stopListening = [
    listen('window', 'offline', () => shut('offline')),
    listen('window', 'online', open),
    listen('document', 'visibilitychange', () => {
      cancelLeave();
      if (isHidden()) cancelLeave = after(HIDDEN_GRACE, () => shut('idle'));
      else open();
    }),
  ];

  return {
    follow(watch, follower) {
      const leave = rooms.follow(watch, follower);
      open();
      return () => {
        leave();
        if (rooms.isEmpty()) shut('idle');
      };
    },
    reauthenticate() {
      if (!socket.active) return;
      shut('connecting');
      open();
    },
    close() {
      for (const stop of stopListening) stop();
      cancelLeave();
      shut('idle');
    },
  };
}
