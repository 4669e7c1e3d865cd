import type { Window } from '@engagement/contract';
import type { Micros } from '../kernel/instant.ts';
import type { StoredPeriod } from './period.ts';

const startOf = (period: StoredPeriod | undefined) => period?.startsAt ?? Number.NEGATIVE_INFINITY;

export const holds = (period: Pick<StoredPeriod, 'startsAt' | 'endsAt'>, at: Micros) =>
  (period.startsAt === null || period.startsAt <= at) && (period.endsAt === null || at < period.endsAt);

/** The stored periods of one tenant, as far as they have been read. They never change once stored, so they are kept. */
export class KnownPeriods {
  /** In the order of their starts. */
  readonly #byWindow = new Map<Window, StoredPeriod[]>();
  readonly #byName = new Map<string, StoredPeriod>();
  readonly #byId = new Map<number, StoredPeriod>();

  add(period: StoredPeriod): StoredPeriod {
    const name = `${period.window} ${period.key}`;
    if (this.#byName.has(name)) return period;
    this.#byName.set(name, period);
    this.#byId.set(period.id, period);
    const ordered = this.#byWindow.get(period.window) ?? [];
    ordered.splice(lastStartedBy(ordered, startOf(period)) + 1, 0, period);
    this.#byWindow.set(period.window, ordered);
    return period;
  }

  /** The period of a window whose spans do not overlap. */
  at(window: Exclude<Window, 'season'>, at: Micros): StoredPeriod | undefined {
    const ordered = this.#byWindow.get(window) ?? [];
    const period = ordered[lastStartedBy(ordered, at)];
    return period && holds(period, at) ? period : undefined;
  }

  withId(id: number): StoredPeriod | undefined {
    return this.#byId.get(id);
  }

  /** The first period of a window that begins after an instant. */
  after(window: Exclude<Window, 'season'>, at: Micros): StoredPeriod | undefined {
    const ordered = this.#byWindow.get(window) ?? [];
    return ordered[lastStartedBy(ordered, at) + 1];
  }

  named(window: Window, key: string): StoredPeriod | undefined {
    return this.#byName.get(`${window} ${key}`);
  }
}

/** The index of the last period that has started by an instant, or -1. */
function lastStartedBy(ordered: readonly StoredPeriod[], at: Micros): number {
  let [low, high] = [0, ordered.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (startOf(ordered[middle]) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
