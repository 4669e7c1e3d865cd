import { setTimeout } from 'node:timers/promises';
import { OperatorError } from '../../kernel/operator-error.ts';
import type { Logger } from '../telemetry/logger.ts';
import { RedisLink } from './link.ts';

/** A reader waits no longer than this before it looks elsewhere. */
const READ_MS = 100;
/** A write of thousands of rows takes its time. */
const WRITE_MS = 2000;
const READY_MS = 5000;

/** The two ways to one Redis: readers never stand behind what is written. */
export interface RedisEngine {
  readonly reads: RedisLink;
  readonly writes: RedisLink;
  /** Resolves once Redis can be used. @throws when it cannot be reached within a while */
  ready(): Promise<void>;
  close(): void;
}

export function openRedis(url: string, logger: Logger, readMs = READ_MS): RedisEngine {
  const trouble = (err: unknown) => logger.warn({ err }, 'Redis cannot be used; trying again');
  const reads = new RedisLink(url, { name: 'engagement-reads', commandMs: readMs }, trouble);
  const writes = new RedisLink(url, { name: 'engagement-writes', commandMs: WRITE_MS }, trouble);
  return {
    reads,
    writes,
    async ready() {
      const until = performance.now() + READY_MS;
      while (reads.run === undefined || writes.run === undefined) {
        if (performance.now() > until) throw new OperatorError('Redis cannot be reached.');
        await setTimeout(20);
      }
    },
    close() {
      reads.close();
      writes.close();
    },
  };
}
