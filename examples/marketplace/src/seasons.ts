import type { DefinitionsInput } from '@engagement/contract';
import { startOfWeek, WEEK } from './history.ts';

export type Season = NonNullable<DefinitionsInput['seasons']>[number];

/** Short enough that the history always holds the whole season before the one that is running. */
const WEEKS = 3;

/** A Monday on which a season begins. */
const FIRST = Date.UTC(2024, 0, 1);

export interface Seasons {
  readonly last: Season;
  readonly running: Season;
  readonly next: Season;
}

/** Tessera's seasons last three weeks: the one that holds an instant, the one before it, and the one after it. */
export function seasonsAround(now: Date): Seasons {
  const index = Math.floor((startOfWeek(now).getTime() - FIRST) / (WEEKS * WEEK));
  return { last: season(index - 1), running: season(index), next: season(index + 1) };
}

/** Nobody waits for late facts: what is told of a season is told before it is defined, or while it runs. */
function season(index: number): Season {
  const start = firstDay(index);
  return {
    key: `season-${start}`,
    name: `Season of ${dayAndMonth.format(new Date(start))}`,
    start: `${start}T00:00`,
    end: `${firstDay(index + 1)}T00:00`,
    graceHours: 0,
    reviewHours: 0,
  };
}

const dayAndMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' });

const firstDay = (index: number) => new Date(FIRST + index * WEEKS * WEEK).toISOString().slice(0, 10);
