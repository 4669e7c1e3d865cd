import type { Season, Window } from '@engagement/contract';
import type { Micros } from '../kernel/instant.ts';
import type { Tenant } from '../kernel/tenant.ts';
import type { Executor } from '../platform/db/database.ts';
import { ALL_TIME, type CalendarWindow, type Span, seasonSpan, spanBetween } from './calendar.ts';
import { holds, KnownPeriods } from './known-periods.ts';
import type { StoredPeriod } from './period.ts';
import { readPeriods, storePeriodAt, storeSpan } from './store-period.ts';

/**
 * Places instants in periods. A period is computed in the tenant's zone at first use, stored, and never computed again;
 * where a change of zone leaves a gap or an overlap to a stored neighbour, the new period absorbs it.
 * Periods are stored outside the caller's transaction: they stand whatever becomes of it.
 */
export class Periods {
  readonly #orm: Executor;
  readonly #known = new Map<number, KnownPeriods>();
  /** What follows a period while that is not stored yet. */
  readonly #ahead = new WeakMap<StoredPeriod, { readonly zone: string; readonly span: Span }>();

  constructor(orm: Executor) {
    this.#orm = orm;
  }

  /** The period of a window that holds an instant; stored when it is new. */
  async at(tenant: Tenant, window: CalendarWindow | 'all-time', at: Micros): Promise<StoredPeriod> {
    const known = await this.#of(tenant);
    const period = known.at(window, at);
    if (period) return period;
    return known.add(
      window === 'all-time'
        ? await storeSpan(this.#orm, tenant.id, ALL_TIME)
        : await storePeriodAt(this.#orm, tenant, window, at),
    );
  }

  /** The same without waiting, when the period is known already. */
  knownAt(tenant: Tenant, window: CalendarWindow | 'all-time', at: Micros): StoredPeriod | undefined {
    return this.#known.get(tenant.id)?.at(window, at);
  }

  /** Stores the seasons that are new, after which their periods are known without waiting. */
  async storeSeasons(tenant: Tenant, seasons: Iterable<Season>): Promise<void> {
    for (const season of seasons) {
      if (!this.#known.get(tenant.id)?.named('season', season.key)) await this.season(tenant, season);
    }
  }

  /** Those of these seasons that hold an instant. */
  knownSeasonsAt(tenant: Tenant, seasons: Iterable<string>, at: Micros): StoredPeriod[] {
    const found: StoredPeriod[] = [];
    for (const key of seasons) {
      const period = this.#known.get(tenant.id)?.named('season', key);
      if (period && holds(period, at)) found.push(period);
    }
    return found;
  }

  async season(tenant: Tenant, season: Season): Promise<StoredPeriod> {
    const known = await this.#of(tenant);
    return (
      known.named('season', season.key) ??
      known.add(await storeSpan(this.#orm, tenant.id, seasonSpan(season, tenant.zone)))
    );
  }

  /** A stored period, or null. */
  async withId(tenant: Tenant, id: number): Promise<StoredPeriod | null> {
    return (await this.#of(tenant)).withId(id) ?? (await this.#reload(tenant)).withId(id) ?? null;
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

  /**
   * The span of a calendar window that comes after a period. One that is still to come is not stored by being shown: a
   * change of zone may yet move it.
   */
  async after(tenant: Tenant, period: StoredPeriod): Promise<Span | null> {
    const { endsAt } = period;
    if (endsAt === null || period.window === 'season') return null;
    const window = period.window as CalendarWindow;
    const known = await this.#of(tenant);
    const stored = known.at(window, endsAt);
    if (stored) return stored;
    const computed = this.#ahead.get(period);
    if (computed?.zone === tenant.zone) return computed.span;
    const span = spanBetween(window, endsAt, tenant.zone, period, known.after(window, endsAt));
    this.#ahead.set(period, { zone: tenant.zone, span });
    return span;
  }

  async #of(tenant: Tenant): Promise<KnownPeriods> {
    return this.#known.get(tenant.id) ?? (await this.#reload(tenant));
  }

  async #reload(tenant: Tenant): Promise<KnownPeriods> {
    const found = await readPeriods(this.#orm, tenant.id);
    const known = this.#known.get(tenant.id) ?? new KnownPeriods();
    for (const period of found) known.add(period);
    this.#known.set(tenant.id, known);
    return known;
  }
}
