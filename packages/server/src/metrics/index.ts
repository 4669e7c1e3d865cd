import type { Season } from '@engagement/contract';
import { sql } from 'drizzle-orm';
import type { Fact, Movement } from '../activity/fact.ts';
import { loadFamily } from '../activity/family.ts';
import { findFacts } from '../activity/record.ts';
import type { Catalogue, StoredMetric } from '../definitions/catalogue.ts';
import type { Micros } from '../kernel/instant.ts';
import type { Tenant, TenantId } from '../kernel/tenant.ts';
import { type Database, type Executor, rows, together } from '../platform/db/database.ts';
import { announce, openChanges, readVersion, tick } from './announce.ts';
import { type Span, seasonSpan } from './calendar.ts';
import { type CompiledCatalogue, compile, rowsPerEvent } from './compile.ts';
import { concernedNumbers } from './concerned.ts';
import { Contributions, type NumberOf } from './contributions.ts';
import type { Folded, RowKey } from './counters.ts';
import { comparedDays } from './elapsed-days.ts';
import { findPeriod, nextPeriod, type PeriodQuery } from './find-period.ts';
import { Folder } from './fold.ts';
import { membersOf } from './members.ts';
import { createNotices } from './notices.ts';
import type { StoredPeriod } from './period.ts';
import { Periods } from './periods.ts';
import { clearMetrics, rebuildMetrics } from './rebuild.ts';
import { forgetSealed } from './sealed.ts';
import { type ProfileAttributes, stampFacts } from './stamp.ts';
import { readPeriods } from './store-period.ts';
import { Subjects } from './subjects.ts';

/** Remembers numbers that are committed and still have to be shown. */
export interface Unshown {
  /** Notes in the caller's transaction that numbers of these metrics do. Answers what is forgotten once they are shown. */
  note(tx: Executor, tenantId: TenantId, metricIds: ReadonlySet<number>): Promise<number>;
}

export interface MetricsDeps {
  readonly database: Database;
  /** For folds, which wait for locks as long as it takes. Left out, they are no more patient than requests. */
  readonly work?: Database;
  readonly profiles: ProfileAttributes;
  /** Numbers are shown elsewhere than in Postgres: whoever shows them tells when they are, with `notices`. */
  readonly unshown?: Unshown | undefined;
  /** Numbers are about to be replaced as a whole, when the transaction commits. */
  readonly onRebuild?: (tx: Executor, catalogue: Catalogue, keys: readonly string[]) => Promise<void>;
  /** Gets what went wrong in the background. */
  readonly onTrouble?: (error: unknown) => void;
}

/** The engine that folds activity into numbers, per subject, period and segment. */
export async function createMetrics(deps: MetricsDeps) {
  const { database, work = database, profiles, unshown, onRebuild, onTrouble } = deps;
  const periods = new Periods(database.orm);
  const subjects = new Subjects(database.orm);
  // New periods are stored one at a time in each tenant, and workers that meet many at once stand in line for that.
  const folder = new Folder(new Periods(work.orm), new Subjects(work.orm));
  const changes = await openChanges(database);
  const notices = createNotices(database, onTrouble);
  const compiledBy = new WeakMap<Catalogue, CompiledCatalogue>();

  function compiled(catalogue: Catalogue): CompiledCatalogue {
    const known = compiledBy.get(catalogue);
    if (known) return known;
    const made = compile(catalogue);
    compiledBy.set(catalogue, made);
    return made;
  }

  return {
    subjects,
    changes,
    rowsPerEvent,
    readVersion,
    notices,
    /** Boards show more than numbers: names, orders. The last thing that a transaction which changes those does. */
    announce: (tx: Executor, tenantId: TenantId) => announce(tx, tenantId),
    findPeriod: (query: PeriodQuery) => findPeriod(periods, query),
    periodById: (tenant: Tenant, id: number) => periods.withId(tenant, id),
    comparedDays: (tenant: Tenant, period: StoredPeriod, at: Micros) => comparedDays(periods, tenant, period, at),
    membersOf: (tenant: Tenant, metric: StoredMetric, key: string) => membersOf(database.orm, tenant.id, metric, key),
    nextPeriod: (tenant: Tenant, seasons: ReadonlyMap<string, Season>, period: StoredPeriod) =>
      nextPeriod(periods, tenant, seasons, period),
    stamp: (tenant: Tenant, catalogue: Catalogue, facts: readonly Fact[]) =>
      stampFacts(tenant.id, compiled(catalogue), facts, profiles),

    /**
     * Returns the absolute numbers of every row that the movements touched. Unless the movements come again until they are
     * shown, whatever happens, it is noted that they have to be.
     */
    async fold(
      tx: Executor,
      tenant: Tenant,
      catalogue: Catalogue,
      movements: readonly Movement[],
      { comesAgain }: { readonly comesAgain: boolean },
    ): Promise<Folded> {
      const sums = await folder.add(tenant, compiled(catalogue), movements);
      const moved = new Set(sums.counters.map(({ metricId }) => metricId));
      const projecting = moved.size > 0 ? unshown : undefined;
      const reminding = comesAgain ? undefined : projecting;
      // They travel together. The version comes last: it is locked from there to the commit.
      const [folded, noted, version] = await together([
        folder.write(tx, compiled(catalogue), sums),
        Promise.resolve(reminding?.note(tx, tenant.id, moved)),
        projecting ? tick(tx, tenant.id) : announce(tx, tenant.id, moved),
      ]);
      return { ...folded, version, unshown: noted };
    },

    /** The numbers that each group of movements concerns, as they are after these folds, or else now. */
    concerned: (
      tenant: Tenant,
      catalogue: Catalogue,
      groups: readonly (readonly Movement[])[],
      folds: readonly Folded[],
    ) => concernedNumbers(database.orm, folder, tenant, compiled(catalogue), groups, folds),

    /** The facts behind a number, as of what the executor sees. */
    contributions: (tx: Executor, catalogue: Catalogue, number: NumberOf) =>
      new Contributions(tx, catalogue.tenantId, compiled(catalogue), number),

    /** The rows of numbers that facts concern, as they are recorded, and all that reversals tie to them. */
    async rowsOf(tenant: Tenant, catalogue: Catalogue, facts: readonly Fact[]): Promise<readonly RowKey[]> {
      const recorded = await findFacts(database.orm, tenant.id, facts);
      const family = await loadFamily(database.orm, tenant.id, recorded);
      const stamped = family.map(({ fact }) => fact);
      return folder.rowsOf(tenant, compiled(catalogue), stamped);
    },

    async rebuild(tx: Executor, tenant: Tenant, catalogue: Catalogue, keys: readonly string[]): Promise<void> {
      await rebuildMetrics(tx, tenant, catalogue, keys, folder);
      const touched = keys.map((key) => catalogue.metrics.get(key)?.id).filter((id) => id !== undefined);
      await onRebuild?.(tx, catalogue, keys);
      await announce(tx, tenant.id, new Set(touched));
    },

    /** Keeps what facts come to that the caller drops in the same transaction, with the tenant's lock held alone. */
    seal: (tx: Executor, tenant: Tenant, catalogue: Catalogue, movements: readonly Movement[]) =>
      folder.seal(tx, tenant, compiled(catalogue), movements),

    /** Gives up what dropped facts left in metrics that count something else from now on. */
    async forget(tx: Executor, catalogue: Catalogue, keys: readonly string[]): Promise<void> {
      const ids = keys.map((key) => catalogue.metrics.get(key)?.id).filter((id) => id !== undefined);
      await forgetSealed(tx, catalogue.tenantId, ids);
    },

    async drop(tx: Executor, tenantId: TenantId, keys: readonly string[]): Promise<void> {
      for (const key of keys) {
        const [metric] = await rows<{ id: number }>(
          tx,
          sql`delete from metrics where tenant_id = ${tenantId} and key = ${key} returning id`,
        );
        if (!metric) continue;
        await clearMetrics(tx, tenantId, [metric.id]);
        await forgetSealed(tx, tenantId, [metric.id]);
      }
    },

    /** When seasons begin and end: as it was stored, or, of those that nobody has used yet, as it would be. */
    async seasonSpans(executor: Executor, tenant: Tenant, seasons: Iterable<Season>): Promise<Map<string, Span>> {
      const stored = (await readPeriods(executor, tenant.id)).filter(({ window }) => window === 'season');
      const spans = new Map<string, Span>(stored.map((period) => [period.key, period]));
      return new Map(
        [...seasons].map((season) => [season.key, spans.get(season.key) ?? seasonSpan(season, tenant.zone)]),
      );
    },

    async clashingSeasons(tx: Executor, tenant: Tenant, seasons: readonly Season[]): Promise<string[]> {
      const stored = await readPeriods(tx, tenant.id);
      const clashing = seasons.filter((season) => {
        const wanted = seasonSpan(season, tenant.zone);
        const period = stored.find(({ window, key }) => window === 'season' && key === season.key);
        return period && (period.startsAt !== wanted.startsAt || period.endsAt !== wanted.endsAt);
      });
      return clashing.map(({ key }) => key);
    },

    async close() {
      await notices.close();
      await changes.close();
    },
  };
}

export type MetricsEngine = Awaited<ReturnType<typeof createMetrics>>;
