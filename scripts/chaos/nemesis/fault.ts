import type { Random } from '../../../packages/server/src/testing/chaos/random.ts';
import type { System } from '../system.ts';

/** What one injection came to. */
export interface Evidence {
  /** How often it was done. */
  readonly injected: number;
  /** How often it hit something that was under way; the rest does not count. */
  readonly bitten: number;
  /** Entries of the log that were handed out again after their work had been committed. */
  readonly redeliveries?: number;
  /** What showed that it hit, in a few words. */
  readonly seen: string;
  /** Promises for the time of the fault itself that were broken. */
  readonly broken?: readonly string[];
}

/** A way to break something. When `inject` resolves, nothing is broken any more but what has to recover. */
export interface Fault {
  readonly id: string;
  readonly title: string;
  /** How long or how much, in a few words. */
  readonly size: string;
  /** About how many seconds one injection and the recovery from it take. */
  readonly seconds: number;
  /** How likely it is drawn again, once every fault has had its turn. Kills come by themselves. */
  readonly weight: number | 'kill';
  readonly inject: (system: System, random: Random) => Promise<Evidence>;
}
