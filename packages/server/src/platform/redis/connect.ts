import { Redis } from 'ioredis';

export interface ConnectOptions {
  /** What Redis calls the connection in its lists. */
  readonly name: string;
  /** After this a command is given up; it may still be carried out. Left out, it may take as long as it takes. */
  readonly commandMs?: number;
}

/** A connection whose server sends nothing for so long, although something was asked, is broken and made anew. */
const SILENCE_MS = 5000;

/**
 * Connects in the background, and again whenever the connection is lost. Nothing waits for that: while there is no
 * connection a command fails at once, and none is sent twice.
 */
export function connectRedis(url: string, { name, commandMs }: ConnectOptions): Redis {
  return new Redis(url, {
    connectionName: name,
    protocol: 2,
    connectTimeout: 2000,
    socketTimeout: SILENCE_MS,
    maxLoadingRetryTime: 500,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    // What was the primary may be a replica by now: its name leads to the new one.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
    retryStrategy: (attempt) => Math.min(50 * attempt, 1000),
    ...(commandMs !== undefined && { commandTimeout: commandMs }),
  });
}
