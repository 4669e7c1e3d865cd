import type { DefinitionChange, DefinitionsDiff, Metric } from '@engagement/contract';
import { readDroppedBefore } from '../activity/old-facts.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
import { instantText } from '../kernel/instant.ts';
import type { Executor } from '../platform/db/database.ts';
import type { Catalogue } from './catalogue.ts';
import type { Definition } from './diff.ts';

/** What decides what a fact is worth to a metric, and whose it is. */
const worthOf = ({ subject, sources, fold, scale, unit }: Metric) =>
  canonicalJson([subject, sources, fold, scale, unit?.currency ?? null]);

/** The metrics that are there before and after, and to which a fact is worth something else. */
export function countOtherwise(held: readonly Definition[], merged: readonly Definition[]): string[] {
  const metricsIn = (definitions: readonly Definition[]) =>
    new Map(
      definitions
        .filter(({ kind }) => kind === 'metric')
        .map(({ key, document }) => [key, worthOf(document as Metric)]),
    );
  const before = metricsIn(held);
  return [...metricsIn(merged)].filter(([key, worth]) => (before.get(key) ?? worth) !== worth).map(([key]) => key);
}

/** Where metrics begin that need facts which have been dropped: for new windows, segments and seasons, or altogether. */
export async function beginnings(
  tx: Executor,
  { tenantId, metrics }: Catalogue,
  changes: readonly DefinitionChange[],
  otherwise: readonly string[],
): Promise<DefinitionsDiff['countsSince']> {
  const before = await readDroppedBefore(tx, tenantId);
  if (before === null) return [];
  const since = instantText(before);
  const hasNewSeason = changes.some(({ kind, change }) => kind === 'season' && change === 'added');
  const isNew = ({ change, fields }: DefinitionChange) =>
    change === 'added' || fields.includes('windows') || fields.includes('segments');
  const changed = changes.filter((change) => change.kind === 'metric' && isNew(change)).map(({ key }) => key);
  const begins = new Set([...changed, ...otherwise]);
  return [...metrics.values()]
    .filter(({ key, windows }) => begins.has(key) || (hasNewSeason && windows.includes('season')))
    .map(({ key }) => ({ metric: key, since }));
}
