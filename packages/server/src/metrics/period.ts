import type { Window } from '@engagement/contract';
import type { Micros } from '../kernel/instant.ts';

/** One span of a window, with the boundaries that were stored at first use. */
export interface StoredPeriod {
  readonly id: number;
  readonly window: Window;
  /** `2026-11-24`, `2026-W47`, `2026-11`, a season's key, `all-time`. */
  readonly key: string;
  /** First instant; null for all time. */
  readonly startsAt: Micros | null;
  /** First instant after it; null for all time. */
  readonly endsAt: Micros | null;
}
