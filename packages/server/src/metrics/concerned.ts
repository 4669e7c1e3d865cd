import type { Movement } from '../activity/fact.ts';
import type { StoredMetric } from '../definitions/catalogue.ts';
import type { Tenant, TenantId } from '../kernel/tenant.ts';
import type { Executor } from '../platform/db/database.ts';
import { aggregate, type Placed } from './aggregate.ts';
import type { CompiledCatalogue } from './compile.ts';
import { type Folded, isDerived, type RowKey, readCounters } from './counters.ts';
import type { Folder } from './fold.ts';
import type { StoredPeriod } from './period.ts';

/** A number that some facts count towards, as it is now. */
export interface ConcernedNumber {
  readonly metric: StoredMetric;
  /** Whose number it is. */
  readonly subject: string;
  readonly period: StoredPeriod;
  /** Empty for the whole. */
  readonly segment: string;
  /** As in `metric_values`. */
  readonly value: bigint;
  readonly count: bigint;
  /** What the movements added to `value`; null where the fold does not add up. */
  readonly delta: bigint | null;
}

const keyOf = ({ metricId, periodId, ref, segment }: RowKey) => `${metricId} ${periodId} ${ref} ${segment}`;

/**
 * The numbers that each of several groups of movements concerns. Those that the folds tell are taken from there, which
 * asks nothing of the database; the others are read.
 */
export async function concernedNumbers(
  orm: Executor,
  folder: Folder,
  tenant: Tenant,
  compiled: CompiledCatalogue,
  groups: readonly (readonly Movement[])[],
  folds: readonly Folded[],
): Promise<ConcernedNumber[][]> {
  const placed = await Promise.all(groups.map((movements) => folder.place(tenant, compiled, movements)));
  const refs = await folder.resolve(tenant, placed.flat());
  const touched = placed.map((group) => aggregate(group, refs).counters);
  const now = await presentNumbers(orm, tenant.id, touched.flat(), folds);
  const names = namesIn(placed.flat(), refs);
  return touched.map((counters) =>
    counters.flatMap((counter) => {
      const [metric, period] = [names.metrics.get(counter.metricId), names.periods.get(counter.periodId)];
      const [subject, held] = [names.keys.get(counter.ref), now.get(keyOf(counter))];
      if (!metric || !period || subject === undefined || !held) return [];
      const addsUp = !isDerived(metric.fold) && metric.fold !== 'average';
      const { segment } = counter;
      return [{ metric, subject, period, segment, ...held, delta: addsUp ? counter.value : null }];
    }),
  );
}

async function presentNumbers(
  orm: Executor,
  tenantId: TenantId,
  wanted: readonly RowKey[],
  folds: readonly Folded[],
): Promise<Map<string, { value: bigint; count: bigint }>> {
  const known = new Map<string, { value: bigint; count: bigint }>();
  // A later fold has later numbers.
  for (const { changes } of folds)
    for (const change of changes) known.set(keyOf(change), { value: change.value, count: change.count });
  const missing = wanted.filter((row) => !known.has(keyOf(row)));
  for (const row of await readCounters(orm, tenantId, missing))
    known.set(keyOf(row), { value: row.value, count: row.count });
  return known;
}

/** What the numbers in rows stand for. */
function namesIn(placed: readonly Placed[], refs: ReadonlyMap<string, ReadonlyMap<string, number>>) {
  const metrics = new Map(placed.map(({ contribution: { metric } }) => [metric.id, metric]));
  const periods = new Map(placed.flatMap((each) => each.periods.map((period) => [period.id, period] as const)));
  const keys = new Map([...refs.values()].flatMap((ofKind) => [...ofKind].map(([key, ref]) => [ref, key] as const)));
  return { metrics, periods, keys };
}
