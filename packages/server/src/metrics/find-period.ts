import type { Season, Window } from '@engagement/contract';
import type { Micros } from '../kernel/instant.ts';
import type { Tenant } from '../kernel/tenant.ts';
import type { Span } from './calendar.ts';
import type { StoredPeriod } from './period.ts';
import type { Periods } from './periods.ts';

const KEYS: readonly (readonly [Window, RegExp])[] = [
  ['all-time', /^all-time$/],
  ['day', /^\d{4}-\d{2}-\d{2}$/],
  ['week', /^\d{4}-W\d{2}$/],
  ['month', /^\d{4}-\d{2}$/],
];

export interface PeriodQuery {
  readonly tenant: Tenant;
  readonly seasons: ReadonlyMap<string, Season>;
  /** The windows that may be asked for; the first answers when nothing is asked. */
  readonly windows: readonly Window[];
  /** `week`, `week:previous`, `2026-W47`, `2026-11`, `2026-11-24`, `all-time`, a season's key, or nothing. */
  readonly spec: string | undefined;
  readonly at: Micros;
}

/** The period that a caller means, or null when there is none. */
export async function findPeriod(periods: Periods, query: PeriodQuery): Promise<StoredPeriod | null> {
  const { tenant, windows, spec = windows[0] ?? '', seasons } = query;
  if (windows.includes(spec as Window)) return running(periods, query, spec as Window);
  const following = windows.find((window) => spec === `${window}:previous`);
  if (following) {
    const now = await running(periods, query, following);
    return now && periods.before(tenant, now);
  }
  const season = seasons.get(spec);
  if (season) return windows.includes('season') ? periods.season(tenant, season) : null;
  const window = KEYS.find(([, pattern]) => pattern.test(spec))?.[0];
  return window && windows.includes(window) ? periods.named(tenant, window, spec) : null;
}

/** The period of a window that is running; for seasons the latest that has begun, else the next to come. */
async function running(
  periods: Periods,
  { tenant, seasons, at }: PeriodQuery,
  window: Window,
): Promise<StoredPeriod | null> {
  if (window !== 'season') return periods.at(tenant, window, at);
  const all = await seasonsInOrder(periods, tenant, seasons);
  return all.findLast(({ startsAt }) => (startsAt ?? 0) <= at) ?? all[0] ?? null;
}

/** By their starts; those that start at once, by their keys. */
async function seasonsInOrder(
  periods: Periods,
  tenant: Tenant,
  seasons: ReadonlyMap<string, Season>,
): Promise<StoredPeriod[]> {
  const all = await Promise.all([...seasons.values()].map((season) => periods.season(tenant, season)));
  return all.sort((a, b) => (a.startsAt ?? 0) - (b.startsAt ?? 0) || (a.key < b.key ? -1 : 1));
}

/** What comes after a period in its window: the next span of the calendar, the next season by its start. */
export async function nextPeriod(
  periods: Periods,
  tenant: Tenant,
  seasons: ReadonlyMap<string, Season>,
  period: StoredPeriod,
): Promise<Span | null> {
  if (period.window !== 'season') return periods.after(tenant, period);
  const all = await seasonsInOrder(periods, tenant, seasons);
  const at = all.findIndex(({ key }) => key === period.key);
  return at < 0 ? null : (all[at + 1] ?? null);
}
