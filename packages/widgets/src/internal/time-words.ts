import type { Localize } from './localize.ts';

/** How long ago, such as "12s ago" (narrow). */
export function ago(milliseconds: number, localize: Localize): string {
  const [value, unit] = largestUnit(milliseconds);
  return localize.relativeTime(-value, unit, { style: 'narrow', numeric: 'auto' });
}

/** A length of time, such as "2 minutes". */
export function duration(milliseconds: number, localize: Localize): string {
  const [value, unit] = largestUnit(milliseconds);
  return localize.number(value, { style: 'unit', unit, unitDisplay: 'long' });
}

function largestUnit(milliseconds: number): [number, 'second' | 'minute' | 'hour' | 'day'] {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) return [seconds, 'second'];
  if (seconds < 3600) return [Math.floor(seconds / 60), 'minute'];
  if (seconds < 86_400) return [Math.floor(seconds / 3600), 'hour'];
  return [Math.floor(seconds / 86_400), 'day'];
}
