import { type BoardPlace, MODEL_BOARDS } from './board-model.ts';
import { LocalCalendar } from './local-calendar.ts';
import type { ModelSeason } from './model.ts';

/** Where a number stands, and how many facts it is made of. */
interface Counted extends BoardPlace {
  readonly metric: string;
  readonly window: string;
  readonly count: bigint | string;
}

/** What `nameOf` calls the boards that Redis has to hold: every board in the period that runs and in the one before it. */
export function projectionsDue(
  numbers: Iterable<Counted>,
  { zone, seasons, at }: { readonly zone: string; readonly seasons: readonly ModelSeason[]; readonly at: number },
): Set<string> {
  const { day, week } = new LocalCalendar(zone).runningAndBefore(at);
  const running = seasons.filter(({ from, until }) => from <= at && at < until).map(({ key }) => key);
  const periods = { 'all-time': ['all-time'], day, week, season: running } as Record<string, readonly string[]>;
  const due = new Set<string>();
  for (const { metric, window, period, segment, count } of numbers) {
    if (`${count}` === '0' || !periods[window]?.includes(period)) continue;
    for (const board of MODEL_BOARDS) {
      if (board.metric === metric && board.windows.includes(window)) due.add(nameOf(board.key, { period, segment }));
    }
  }
  return due;
}

export const nameOf = (board: string, { period, segment }: BoardPlace): string => `${board} ${period} ${segment}`;
