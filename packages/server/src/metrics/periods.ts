import type { Season, Window } from '@engagement/contract';
import { sql } from 'drizzle-orm';
import { instantText, type Micros, microsOf } from '../kernel/instant.ts';
import type { Tenant } from '../kernel/tenant.ts';
import { type Executor, rows } from '../platform/db/database.ts';
import { ALL_TIME, type CalendarWindow, calendarSpan, type Span, seasonSpan } from './calendar.ts';
import type { StoredPeriod } from './period.ts';

export interface PeriodRow extends Record<string, unknown> {
  id: number;
  window: Window;
  key: string;
  starts_at: string | null;
  ends_at: string | null;
}

export const storedPeriod = (row: PeriodRow): StoredPeriod => ({
  id: row.id,
  window: row.window,
  key: row.key,
  startsAt: row.starts_at === null ? null : microsOf(row.starts_at),
  endsAt: row.ends_at === null ? null : microsOf(row.ends_at),
});

const holds = (period: Span, at: Micros) =>
  (period.startsAt === null || period.startsAt <= at) && (period.endsAt === null || at < period.endsAt);

/** The stored periods of one tenant. They never change once stored, so they are read once and kept. */
class TenantPeriods {
  readonly byWindow = new Map<Window, StoredPeriod[]>();

  add(period: StoredPeriod): void {
    const known = this.byWindow.get(period.window) ?? [];
    if (known.some(({ id }) => id === period.id)) return;
    known.push(period);
    known.sort((a, b) => (b.startsAt ?? 0) - (a.startsAt ?? 0));
    this.byWindow.set(period.window, known);
  }

  at(window: Window, at: Micros): StoredPeriod | undefined {
    return this.byWindow.get(window)?.find((period) => holds(period, at));
  }

  named(window: Window, key: string): StoredPeriod | undefined {
    return this.byWindow.get(window)?.find((period) => period.key === key);
  }
}

/**
 * Places instants in periods. A period is computed in the tenant's zone at first use, stored, and never computed again;
 * where a change of zone leaves a gap or an overlap to a stored neighbour, the new period absorbs it.
 */
export class Periods {
  readonly #orm: Executor;
  readonly #known = new Map<number, TenantPeriods>();

  constructor(orm: Executor) {
    this.#orm = orm;
  }

  /** The period of a window that holds an instant; stored when it is new. */
  async at(tenant: Tenant, window: CalendarWindow | 'all-time', at: Micros): Promise<StoredPeriod> {
    const known = await this.#of(tenant);
    return known.at(window, at) ?? (await this.#store(tenant, known, this.#spanAt(tenant, known, window, at)));
  }

  /** The same without waiting, when the period is known already. */
  knownAt(tenant: Tenant, window: Window, at: Micros): StoredPeriod | undefined {
    return this.#known.get(tenant.id)?.at(window, at);
  }

  /** Stores the seasons that are new, after which their periods are known without waiting. */
  async storeSeasons(tenant: Tenant, seasons: Iterable<Season>): Promise<void> {
    for (const season of seasons) {
      if (!this.#known.get(tenant.id)?.named('season', season.key)) await this.season(tenant, season);
    }
  }

  knownSeasonsAt(tenant: Tenant, at: Micros): StoredPeriod[] {
    const seasons = this.#known.get(tenant.id)?.byWindow.get('season') ?? [];
    return seasons.filter((period) => holds(period, at));
  }

  async season(tenant: Tenant, season: Season): Promise<StoredPeriod> {
    const known = await this.#of(tenant);
    return known.named('season', season.key) ?? (await this.#store(tenant, known, seasonSpan(season, tenant.zone)));
  }

  /** A stored period by its key, or null. */
  async named(tenant: Tenant, window: Window, key: string): Promise<StoredPeriod | null> {
    return (await this.#of(tenant)).named(window, key) ?? (await this.#reload(tenant)).named(window, key) ?? null;
  }

  /** The period before another one. */
  async before(tenant: Tenant, period: StoredPeriod): Promise<StoredPeriod | null> {
    if (period.startsAt === null || period.window === 'season') return null;
    return this.at(tenant, period.window as CalendarWindow, period.startsAt - 1);
  }

  #spanAt(tenant: Tenant, known: TenantPeriods, window: CalendarWindow | 'all-time', at: Micros): Span {
    if (window === 'all-time') return ALL_TIME;
    const span = calendarSpan(window, at, tenant.zone);
    // The zone has changed and this stretch belongs to no stored period: its neighbour on that side takes it.
    const taken = known.named(window, span.key);
    if (!taken) return span;
    return calendarSpan(window, at, tenant.zone, at < (taken.startsAt ?? 0) ? -1 : 1);
  }

  async #store(tenant: Tenant, known: TenantPeriods, span: Span): Promise<StoredPeriod> {
    const fitted = span.window === 'season' ? span : fitBetween(span, known.byWindow.get(span.window) ?? []);
    const [startsAt, endsAt] = [fitted.startsAt, fitted.endsAt].map((at) => (at === null ? null : instantText(at)));
    await this.#orm.execute(sql`
      insert into metric_periods (tenant_id, "window", key, starts_at, ends_at)
      values (${tenant.id}, ${span.window}, ${span.key}, ${startsAt}::timestamptz, ${endsAt}::timestamptz)
      on conflict do nothing`);
    const period = (await this.#reload(tenant)).named(span.window, span.key);
    if (!period) throw new Error(`period ${span.key} was not stored`);
    return period;
  }

  async #of(tenant: Tenant): Promise<TenantPeriods> {
    return this.#known.get(tenant.id) ?? (await this.#reload(tenant));
  }

  async #reload(tenant: Tenant): Promise<TenantPeriods> {
    const known = this.#known.get(tenant.id) ?? new TenantPeriods();
    const found = await rows<PeriodRow>(
      this.#orm,
      sql`select id, "window", key, starts_at, ends_at from metric_periods where tenant_id = ${tenant.id}`,
    );
    for (const row of found) known.add(storedPeriod(row));
    this.#known.set(tenant.id, known);
    return known;
  }
}

/** Moves a span's edges to those of the stored neighbours that it would overlap or, next to it, miss. */
export function fitBetween(span: Span, neighbours: readonly StoredPeriod[]): Span {
  if (span.startsAt === null || span.endsAt === null) return span;
  const middle = (span.startsAt + span.endsAt) / 2;
  const HOURS_26 = 26 * 3_600_000_000;
  let { startsAt, endsAt } = span;
  for (const { startsAt: start, endsAt: end } of neighbours) {
    if (start === null || end === null) continue;
    if (end <= middle && end > startsAt - HOURS_26) startsAt = end;
    if (start >= middle && start < endsAt + HOURS_26) endsAt = start;
  }
  return { ...span, startsAt, endsAt };
}
