import type { Period } from '@engagement/contract';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const SEASON = 91 * DAY;

export type SeasonState = Period['state'];

/** How long the season has been over, by its state; a running one ends in three days, one to come starts then. */
const OVER_FOR: Record<SeasonState, number> = {
  upcoming: -SEASON - 3 * DAY,
  running: -3 * DAY - 4 * HOUR,
  over: HOUR,
  provisional: 5 * HOUR,
  review: 30 * HOUR,
  sealed: 6 * DAY,
};
const SEALED_AFTER = 3 * DAY;
const SEASONS = ['Winter', 'Spring', 'Summer', 'Autumn'];

interface Span {
  key: string;
  window: Period['window'];
  label: string;
  /** Milliseconds since the epoch; null for all time. */
  start: number | null;
  end: number | null;
}

/** The season before, the one that is shown, and the next one. The one that is shown is in the given state. */
export function seasonsAt(now: number, state: SeasonState): Period[] {
  const end = now - OVER_FOR[state];
  const span = (at: number) => season(end + at * SEASON);
  const [before, shown, next] = [span(-1), span(0), span(1)];
  return [
    asPeriod(before, 'sealed', shown),
    asPeriod(shown, state, next),
    asPeriod(next, state === 'running' || state === 'upcoming' ? 'upcoming' : 'running', null),
  ];
}

/** The period that a query means: a window, one with `:previous`, or the key of a season. */
export function periodAt(spec: string, now: number, state: SeasonState): Period {
  const seasons = seasonsAt(now, state);
  const named = seasons.find(({ key }) => key === spec);
  if (named) return named;
  const [window = '', previous] = spec.split(':');
  const at = previous ? -1 : 0;
  if (window === 'season') return seasons[1 + at] as Period;
  const span = spanOf(window, now, at);
  const running = at === 0;
  return asPeriod(span, running ? 'running' : 'over', running && span.end ? spanOf(window, now, 1) : null);
}

function asPeriod(span: Span, state: SeasonState, next: Span | null): Period {
  const sealsAt = span.window === 'season' && span.end ? instant(span.end + SEALED_AFTER) : null;
  return { ...written(span), state, sealed: state === 'sealed', sealsAt, next: next && written(next) };
}

const written = ({ start, end, ...span }: Span) => ({ ...span, start: instant(start), end: instant(end) });

const instant = (time: number | null) => (time === null ? null : new Date(time).toISOString());

function season(end: number): Span {
  const start = end - SEASON;
  const middle = new Date(start + SEASON / 2);
  const name = SEASONS[Math.floor((middle.getUTCMonth() + 1) / 3) % 4] ?? '';
  const label = `${name} ${middle.getUTCFullYear()}`;
  return { key: label.toLowerCase().replace(' ', '-'), window: 'season', label, start, end };
}

/** The span of a window that is so many before or after the present one. */
function spanOf(window: string, now: number, at: number): Span {
  const today = Math.floor(now / DAY) * DAY;
  const month = (offset: number) =>
    Date.UTC(new Date(now).getUTCFullYear(), new Date(now).getUTCMonth() + at + offset, 1);
  const day = (time: number) => new Date(time).toISOString().slice(0, 10);
  if (window === 'day') {
    const start = today + at * DAY;
    return { key: day(start), window, label: day(start), start, end: start + DAY };
  }
  if (window === 'month') {
    const key = day(month(0)).slice(0, 7);
    return { key, window, label: key, start: month(0), end: month(1) };
  }
  if (window === 'week') {
    const start = today - ((new Date(today).getUTCDay() + 6) % 7) * DAY + at * 7 * DAY;
    const { year, week } = isoWeek(start);
    const key = `${year}-W${String(week).padStart(2, '0')}`;
    return { key, window, label: `Week ${week}`, start, end: start + 7 * DAY };
  }
  return { key: 'all-time', window: 'all-time', label: 'All time', start: null, end: null };
}

/** The week of a Monday is the one of its Thursday's year. */
function isoWeek(monday: number): { year: number; week: number } {
  const thursday = monday + 3 * DAY;
  const year = new Date(thursday).getUTCFullYear();
  return { year, week: Math.floor((thursday - Date.UTC(year, 0, 1)) / (7 * DAY)) + 1 };
}
