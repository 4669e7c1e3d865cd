const DAY_MS = 86_400_000;

/** Days and weeks as the clocks of a zone have them. */
export class LocalCalendar {
  readonly #format: Intl.DateTimeFormat;

  constructor(timeZone: string) {
    this.#format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  }

  day(at: number): string {
    return this.#format.format(at);
  }

  week(at: number): string {
    return weekOf(this.day(at));
  }

  /** The day and the week of an instant, each after the one before it. */
  runningAndBefore(at: number): { readonly day: readonly string[]; readonly week: readonly string[] } {
    const today = this.day(at);
    return { day: [daysBefore(today, 1), today], week: [weekOf(daysBefore(today, 7)), weekOf(today)] };
  }
}

function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00Z`) - days * DAY_MS).toISOString().slice(0, 10);
}

/** The week of its Thursday, counted in the year of that. */
function weekOf(name: string): string {
  const day = new Date(`${name}T00:00Z`);
  const thursday = new Date(+day + (3 - ((day.getUTCDay() + 6) % 7)) * DAY_MS);
  const nth = 1 + Math.floor((+thursday - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / (7 * DAY_MS));
  return `${thursday.getUTCFullYear()}-W${`${nth}`.padStart(2, '0')}`;
}
