import pino, { type Logger } from 'pino';
import { briefError } from './brief-error.ts';

export type { Logger };

/** JSON lines on standard error, without credentials. Standard output stays free for what commands print. */
export function createLogger(level: string): Logger {
  return pino(
    {
      level,
      base: null,
      redact: ['authorization', '*.authorization', 'token', '*.token'],
      serializers: { err: briefError },
    },
    pino.destination({ dest: 2, sync: false }),
  );
}
