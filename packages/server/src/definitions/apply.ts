import type {
  ActivityTypeDefinition,
  DefinitionChange,
  Definitions,
  DefinitionsDiff,
  FieldError,
  Season,
} from '@engagement/contract';
import type { AuditEntry } from '../kernel/audit.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import type { Tenant, TenantId } from '../kernel/tenant.ts';
import type { Database, Executor } from '../platform/db/database.ts';
import { sqlState } from '../platform/db/sql-state.ts';
import { lockTenant } from '../platform/db/tenant-lock.ts';
import type { Catalogue } from './catalogue.ts';
import { catalogueOf } from './catalogues.ts';
import { check } from './check.ts';
import { type Definition, diff, flatten, type WantedDefinition } from './diff.ts';
import { beginnings, countOtherwise } from './dropped-past.ts';
import { keepExposure } from './exposure.ts';
import {
  numberMetrics,
  readDefinitions,
  readMetricNumbers,
  readRevision,
  writeDefinitions,
  writeRevision,
} from './repository.ts';
import { TypeRegistry } from './type-registry.ts';

export interface ApplyDeps {
  readonly database: Database;
  readonly metrics: {
    /** Computes metrics from all facts, in place of what they hold; readers see the old numbers until the commit. */
    rebuild(tx: Executor, tenant: Tenant, catalogue: Catalogue, keys: readonly string[]): Promise<void>;
    /** Forgets the numbers of metrics that are gone. */
    drop(tx: Executor, tenantId: TenantId, keys: readonly string[]): Promise<void>;
    /** Gives up what dropped facts left in metrics that count something else from now on. */
    forget(tx: Executor, catalogue: Catalogue, keys: readonly string[]): Promise<void>;
    rowsPerEvent(catalogue: Catalogue): DefinitionsDiff['rowsPerEvent'];
    /** Boards may show something else from now on. */
    announce(tx: Executor, tenantId: TenantId): Promise<unknown>;
    /** The keys of those among some seasons whose boundaries have been stored otherwise, and stand. */
    clashingSeasons(tx: Executor, tenant: Tenant, seasons: readonly Season[]): Promise<string[]>;
  };
  /** Settles anew what reversals of some types are tied to, by these rules; before the metrics are rebuilt. */
  readonly resettle: (
    tx: Executor,
    tenantId: TenantId,
    types: readonly string[],
    reverses: (type: string) => readonly string[],
  ) => Promise<void>;
  readonly retention: {
    /** The facts that may go by some definitions; null where they are kept for good. */
    forecast(tx: Executor, tenant: Tenant, catalogue: Catalogue): Promise<DefinitionsDiff['drops']>;
  };
  /** The seasons that are sealed, by their keys: these stand as they are. */
  readonly sealedSeasons: (tx: Executor, tenantId: TenantId) => Promise<{ has(season: string): boolean }>;
  readonly audit: (tx: Executor, tenantId: TenantId, entry: AuditEntry) => Promise<void>;
  /** These boards are added, changed or removed when the transaction commits. */
  readonly onBoards?: (tx: Executor, tenantId: TenantId, keys: readonly string[]) => Promise<void>;
}

export interface ApplyOptions {
  readonly dryRun: boolean;
  readonly prune: boolean;
  readonly actor: string;
}

const nameOf = ({ kind, key }: { kind: string; key: string }) => `${kind} ${key}`;

/** Applies a document. What it does not say of where boards are shown stays as it is. */
export function applyDefinitions(
  deps: ApplyDeps,
  tenant: Tenant,
  document: Definitions,
  options: ApplyOptions,
): Promise<DefinitionsDiff> {
  const given = flatten(document);
  return changeDefinitions(deps, tenant, (held) => keepExposure(held, given), options);
}

/**
 * Changes definitions in one transaction: themselves, the numbers of what is new, the revision and the audit row.
 * `edit` gets all that is defined, and answers the definitions to put in place of those or beside them.
 */
export async function changeDefinitions(
  deps: ApplyDeps,
  tenant: Tenant,
  edit: (held: readonly Definition[]) => readonly WantedDefinition[],
  options: ApplyOptions,
): Promise<DefinitionsDiff> {
  return deps.database.transaction(async (tx) => {
    // Alone, so that no batch is folded by the old definitions after the new numbers have been computed.
    if (!options.dryRun) await lockTenant(tx, tenant.id, 'exclusive');
    const held = await readDefinitions(tx, tenant.id);
    const wanted = edit(held);
    const changes = diff(held, wanted, options.prune);
    const merged = merge(held, wanted, changes);
    await refuseWrong(deps, tx, tenant, wanted, merged, changes);
    const before = await readRevision(tx, tenant.id);
    const applied = !options.dryRun && changes.length > 0;
    const revision = applied ? before + 1 : before;
    const catalogue = applied
      ? await write(deps, tx, tenant, { held, merged, changes, revision, actor: options.actor })
      : await preview(tx, tenant, revision, merged);
    return {
      revision,
      applied,
      changes,
      rowsPerEvent: deps.metrics.rowsPerEvent(catalogue),
      countsSince: await beginnings(tx, catalogue, changes, countOtherwise(held, merged)),
      drops: changes.some(({ kind }) => kind === 'retention')
        ? await deps.retention.forecast(tx, tenant, catalogue)
        : null,
    };
  });
}

function merge(
  held: readonly Definition[],
  wanted: readonly Definition[],
  changes: readonly DefinitionChange[],
): Definition[] {
  const replaced = new Set(wanted.map(nameOf));
  const removed = new Set(changes.filter(({ change }) => change === 'removed').map(nameOf));
  const kept = held.filter((definition) => !replaced.has(nameOf(definition)) && !removed.has(nameOf(definition)));
  return [...kept, ...wanted];
}

async function refuseWrong(
  deps: ApplyDeps,
  tx: Executor,
  tenant: Tenant,
  wanted: readonly WantedDefinition[],
  merged: readonly Definition[],
  changes: readonly DefinitionChange[],
): Promise<void> {
  const errors = check(wanted, merged);
  if (errors.length === 0) errors.push(...(await refuseSeasons(deps, tx, tenant, wanted, changes)));
  if (errors.length > 0)
    throw new ProblemError('invalid-request', `The definitions are not valid: ${errors[0]?.message}`, { errors });
}

/** A sealed season stands as it is; of one that is in use, its boundaries do. */
async function refuseSeasons(
  deps: ApplyDeps,
  tx: Executor,
  tenant: Tenant,
  wanted: readonly Definition[],
  changes: readonly DefinitionChange[],
): Promise<FieldError[]> {
  const seasons = wanted.filter(({ kind }) => kind === 'season');
  const changed = changes.filter(({ kind }) => kind === 'season');
  const moved = new Set(changed.filter(movesSeason).map(({ key }) => key));
  const asked = seasons.filter(({ key }) => moved.has(key)).map(({ document }) => document as unknown as Season);
  const clashing = new Set(await deps.metrics.clashingSeasons(tx, tenant, asked));
  const sealed = changed.length > 0 ? await deps.sealedSeasons(tx, tenant.id) : new Set<string>();
  return changed.flatMap(({ key, change, fields }) => {
    const place = `/seasons/${seasons.findIndex((season) => season.key === key)}`;
    if (sealed.has(key) && change === 'removed') {
      return [refusal('/seasons', 'season-sealed', `The season ${key} is sealed: it cannot be removed`)];
    }
    if (sealed.has(key)) {
      const message = `The season ${key} is sealed: it cannot be changed`;
      return fields.map((field) => refusal(`${place}/${field}`, 'season-sealed', message));
    }
    if (!clashing.has(key)) return [];
    return [refusal(place, 'season-in-use', `The season ${key} is in use: its boundaries stand`)];
  });
}

const refusal = (pointer: string, code: string, message: string): FieldError => ({ pointer, code, message });

const BOUNDARIES: readonly string[] = ['start', 'end'];

const movesSeason = ({ kind, change, fields }: DefinitionChange) =>
  kind === 'season' &&
  change !== 'removed' &&
  (change === 'added' || fields.some((field) => BOUNDARIES.includes(field)));

async function preview(
  tx: Executor,
  tenant: Tenant,
  revision: number,
  merged: readonly Definition[],
): Promise<Catalogue> {
  const numbers = new Map(await readMetricNumbers(tx, tenant.id));
  for (const { kind, key } of merged) if (kind === 'metric' && !numbers.has(key)) numbers.set(key, 0);
  return catalogueOf(tenant.id, revision, merged, numbers);
}

/** One revision: what is defined before and after it. */
interface Step {
  readonly held: readonly Definition[];
  readonly merged: readonly Definition[];
  readonly changes: readonly DefinitionChange[];
  readonly revision: number;
  readonly actor: string;
}

async function write(
  deps: ApplyDeps,
  tx: Executor,
  tenant: Tenant,
  { held, merged, changes, revision, actor }: Step,
): Promise<Catalogue> {
  await writeDefinitions(tx, tenant.id, merged);
  const metricKeys = merged.filter(({ kind }) => kind === 'metric').map(({ key }) => key);
  const catalogue = catalogueOf(tenant.id, revision, merged, await numberMetrics(tx, tenant.id, metricKeys));
  const removed = changes.filter(({ kind, change }) => kind === 'metric' && change === 'removed').map(({ key }) => key);
  await deps.metrics.drop(tx, tenant.id, removed);
  await deps.metrics.forget(tx, catalogue, countOtherwise(held, merged));
  const resettled = await settleByNewRules(deps, tx, tenant.id, held, merged);
  const rebuilt = resettled ? [...catalogue.metrics.keys()] : metricsToRebuild(catalogue, changes);
  await rebuild(deps, tx, tenant, catalogue, rebuilt);
  const boards = changes.filter(({ kind }) => kind === 'board').map(({ key }) => key);
  await deps.onBoards?.(tx, tenant.id, boards);
  await writeRevision(tx, tenant.id, revision, actor, changes);
  await deps.audit(tx, tenant.id, {
    actor,
    action: 'definitions.applied',
    object: `revision ${revision}`,
    detail: { changes },
  });
  await deps.metrics.announce(tx, tenant.id);
  return catalogue;
}

/** What stands of recorded facts follows the rules of the day, also when these change. True when they did. */
async function settleByNewRules(
  deps: ApplyDeps,
  tx: Executor,
  tenantId: TenantId,
  held: readonly Definition[],
  merged: readonly Definition[],
): Promise<boolean> {
  const [before, after] = [typesIn(held), typesIn(merged)];
  const own = [...held, ...merged].filter(({ kind }) => kind === 'activity-type').map(({ key }) => key);
  const list = (types: TypeRegistry, type: string) => [...types.reverses(type)].sort().join();
  const types = [...new Set(own)].filter((type) => list(before, type) !== list(after, type));
  if (types.length > 0) await deps.resettle(tx, tenantId, types, (type) => after.reverses(type));
  return types.length > 0;
}

const typesIn = (definitions: readonly Definition[]) =>
  new TypeRegistry(
    definitions
      .filter(({ kind }) => kind === 'activity-type')
      .map(({ document }) => document as unknown as ActivityTypeDefinition),
  );

/** SQLSTATE classes of numbers out of range and of texts that are too long for an index. */
const DOES_NOT_FIT = /^(22|54)/;

async function rebuild(deps: ApplyDeps, tx: Executor, tenant: Tenant, catalogue: Catalogue, keys: readonly string[]) {
  try {
    await deps.metrics.rebuild(tx, tenant, catalogue, keys);
  } catch (error) {
    if (!DOES_NOT_FIT.test(sqlState(error) ?? '')) throw error;
    const detail = `The facts that are recorded do not fit: ${keys.join(', ')} would be out of range`;
    throw new ProblemError('rule-violation', detail, { cause: error });
  }
}

/** New metrics, metrics whose numbers would differ, and when seasons come or go those that keep seasons. */
function metricsToRebuild(catalogue: Catalogue, changes: readonly DefinitionChange[]): string[] {
  const seasons = changes.some(
    (change) => movesSeason(change) || (change.kind === 'season' && change.change === 'removed'),
  );
  const changed = new Set(
    changes.filter(({ kind, change }) => kind === 'metric' && change !== 'removed').map(({ key }) => key),
  );
  return [...catalogue.metrics.values()]
    .filter(({ key, windows }) => changed.has(key) || (seasons && windows.includes('season')))
    .map(({ key }) => key);
}
