/** The server's time, on a device whose own clock may be wrong. Milliseconds throughout. */
export interface ServerClock {
  /** Takes the `Date` of an answer, and when the request went out by this device's clock. */
  learn(date: string | null, askedAt: number): void;
  /** How far the server is ahead of this device; 0 as long as nothing speaks against the device's clock. */
  offset(): number;
  now(): number;
}

/** `Date` tells whole seconds. */
const RESOLUTION = 1000;

/**
 * An answer was written between the question and its arrival, which leaves the offset a range. Ranges of several
 * answers are cut; when they no longer meet, somebody has set the device's clock, and the last one holds.
 */
export function createServerClock(): ServerClock {
  let [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const offset = () => Math.min(high, Math.max(low, 0));
  return {
    learn(date, askedAt) {
      const written = Date.parse(date ?? '');
      if (Number.isNaN(written)) return;
      const [from, to] = [written - Date.now(), written + RESOLUTION - askedAt];
      const meet = from <= high && to >= low;
      low = meet ? Math.max(low, from) : from;
      high = meet ? Math.min(high, to) : to;
    },
    offset,
    now: () => Date.now() + offset(),
  };
}
