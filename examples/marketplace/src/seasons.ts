import type { DefinitionsInput } from '@engagement/contract';

export type Season = NonNullable<DefinitionsInput['seasons']>[number];

const NAMES = ['Winter', 'Spring', 'Summer', 'Autumn'];

/** Tessera's seasons are the quarters of the year: the one that holds an instant, and the next. */
export function seasonsAround(now: Date): [running: Season, next: Season] {
  const quarter = now.getUTCFullYear() * 4 + Math.floor(now.getUTCMonth() / 3);
  return [season(quarter), season(quarter + 1)];
}

function season(quarter: number): Season {
  const [year, index] = [Math.floor(quarter / 4), quarter % 4];
  const name = NAMES[index] ?? '';
  return {
    key: `${name.toLowerCase()}-${year}`,
    name: `${name} ${year}`,
    start: firstDay(quarter),
    end: firstDay(quarter + 1),
  };
}

function firstDay(quarter: number): string {
  const month = `${(quarter % 4) * 3 + 1}`.padStart(2, '0');
  return `${Math.floor(quarter / 4)}-${month}-01T00:00`;
}
