import { createAdapter } from '@socket.io/redis-streams-adapter';
import { Redis } from 'ioredis';
import type { Server } from 'socket.io';

/** What servers on one Redis have in common. */
export interface Servers {
  /** False while Redis is away: then nobody hears. */
  isReachable(): boolean;
  close(): void;
}

const CHANNEL = 'engagement:realtime';
/** Entries that a server which was cut off for a moment can still read. */
const STREAM_ENTRIES = 1000;
const BLOCK_MS = 1000;

/** Joins the sockets of this server to those of every other on the same Redis. */
export function joinServers(io: Server, url: string): Servers {
  const connections: Redis[] = [];
  const redis = forAdapter(new Redis(url, { connectionName: 'engagement-realtime', maxRetriesPerRequest: null }));
  io.adapter(
    createAdapter(redis, {
      streamName: CHANNEL,
      channelPrefix: CHANNEL,
      maxLen: STREAM_ENTRIES,
      blockTimeInMs: BLOCK_MS,
    }),
  );

  /** The adapter drops the promises of what it sends, and a rejection that nobody hears would end the process. */
  function forAdapter(made: Redis): Redis {
    connections.push(made);
    made.on('error', () => {});
    const send = made.sendCommand.bind(made);
    made.sendCommand = (command, stream) => {
      command.promise.catch(() => {});
      return send(command, stream);
    };
    const duplicate = made.duplicate.bind(made);
    made.duplicate = (...override) => forAdapter(duplicate(...override));
    return made;
  }

  return {
    isReachable: () => redis.status === 'ready',
    close() {
      void io.of('/').adapter.close();
      for (const connection of connections) connection.disconnect();
    },
  };
}
