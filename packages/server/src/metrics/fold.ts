import type { Movement, StampedFact } from '../activity/fact.ts';
import type { Catalogue, StoredMetric } from '../definitions/catalogue.ts';
import type { Micros } from '../kernel/instant.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import type { Tenant } from '../kernel/tenant.ts';
import { type Executor, together } from '../platform/db/database.ts';
import { aggregate, type Deltas, type Placed } from './aggregate.ts';
import type { CompiledCatalogue } from './compile.ts';
import {
  addToCounters,
  addToMembers,
  type Change,
  type DerivedFold,
  deriveFromMembers,
  type Folded,
  type RowKey,
} from './counters.ts';
import type { StoredPeriod } from './period.ts';
import type { Periods } from './periods.ts';
import { addToSealed } from './sealed.ts';
import type { Subjects } from './subjects.ts';

/** What movements add to rows. */
export interface Sums extends Deltas {
  /** The surrogates of their subjects, by kind and key. */
  readonly refs: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** Folds what happened to facts into the numbers of their subjects. */
export class Folder {
  readonly #periods: Periods;
  readonly #subjects: Subjects;

  constructor(periods: Periods, subjects: Subjects) {
    this.#periods = periods;
    this.#subjects = subjects;
  }

  /** What movements come to, added up by row. */
  async add(tenant: Tenant, compiled: CompiledCatalogue, movements: readonly Movement[]): Promise<Sums> {
    const placed = await this.place(tenant, compiled, movements);
    const refs = await this.resolve(tenant, placed);
    return { refs, ...aggregate(placed, refs) };
  }

  /**
   * Writes sums into the counters and returns the absolute numbers of every row that was touched. All statements are on
   * their way when it returns the promise.
   */
  async write(tx: Executor, { catalogue }: CompiledCatalogue, sums: Sums): Promise<Omit<Folded, 'version'>> {
    const { refs, counters, members } = sums;
    const derive = (fold: DerivedFold) => {
      const rows = counters.filter((counter) => counter.fold === fold);
      return deriveFromMembers(tx, catalogue.tenantId, fold, rows);
    };
    const [, ...changed] = await together([
      addToMembers(tx, catalogue.tenantId, members),
      addToCounters(tx, catalogue.tenantId, counters),
      derive('max'),
      derive('min'),
      derive('unique'),
    ]);
    const changes = changed.flat();
    const keys = new Map<number, string>();
    for (const ofKind of refs.values()) for (const [key, ref] of ofKind) keys.set(ref, key);
    refuseTooLarge(changes, catalogue, keys);
    return { changes, keys };
  }

  /** Adds what facts come to that are about to be dropped to what those before them left. The numbers stay. */
  async seal(tx: Executor, tenant: Tenant, compiled: CompiledCatalogue, movements: readonly Movement[]): Promise<void> {
    await addToSealed(tx, tenant.id, await this.add(tenant, compiled, movements));
  }

  /** The rows that hold what facts contribute, each once. */
  async rowsOf(tenant: Tenant, compiled: CompiledCatalogue, facts: readonly StampedFact[]): Promise<readonly RowKey[]> {
    const movements = facts.map((fact) => ({ fact, before: null, after: { back: 0n, of: 1n } }));
    const placed = await this.place(tenant, compiled, movements);
    return aggregate(placed, await this.resolve(tenant, placed)).counters;
  }

  /** What movements mean to each metric, and the periods that they fall into. */
  async place(tenant: Tenant, compiled: CompiledCatalogue, movements: readonly Movement[]): Promise<Placed[]> {
    const placed: Placed[] = [];
    await this.#periods.storeSeasons(tenant, compiled.catalogue.seasons.values());
    for (const movement of movements) {
      for (const rule of compiled.rules.get(movement.fact.type) ?? []) {
        const contribution = rule(movement.fact);
        if (!contribution) continue;
        const periods =
          this.#knownPeriods(tenant, compiled.catalogue, contribution.metric, movement.fact.time) ??
          (await this.#newPeriods(tenant, compiled.catalogue, contribution.metric, movement.fact.time));
        placed.push({ movement, contribution, periods });
      }
    }
    return placed;
  }

  /** Nearly every fact falls into periods that are known, and then nothing is waited for. */
  #knownPeriods(tenant: Tenant, { seasons }: Catalogue, metric: StoredMetric, at: Micros): StoredPeriod[] | undefined {
    const found: StoredPeriod[] = [];
    for (const window of metric.windows) {
      if (window === 'season') {
        found.push(...this.#periods.knownSeasonsAt(tenant, seasons.keys(), at));
        continue;
      }
      const period = this.#periods.knownAt(tenant, window, at);
      if (!period) return undefined;
      found.push(period);
    }
    return found;
  }

  async #newPeriods(tenant: Tenant, { seasons }: Catalogue, metric: StoredMetric, at: Micros): Promise<StoredPeriod[]> {
    const calendar = metric.windows.filter((window) => window !== 'season');
    const found = await Promise.all(calendar.map((window) => this.#periods.at(tenant, window, at)));
    return metric.windows.includes('season')
      ? [...found, ...this.#periods.knownSeasonsAt(tenant, seasons.keys(), at)]
      : found;
  }

  /** The surrogates of whom these concern, by kind and key. */
  async resolve(tenant: Tenant, placed: readonly Placed[]): Promise<Map<string, Map<string, number>>> {
    const keys = new Map<string, Set<string>>();
    for (const { contribution } of placed) {
      const kind = contribution.metric.subject;
      const known = keys.get(kind);
      if (known) known.add(contribution.subjectKey);
      else keys.set(kind, new Set([contribution.subjectKey]));
    }
    const refs = new Map<string, Map<string, number>>();
    for (const [kind, wanted] of keys) refs.set(kind, await this.#subjects.resolve(tenant.id, kind, wanted));
    return refs;
  }
}

const LIMIT = BigInt(Number.MAX_SAFE_INTEGER);

/** What is shown must be a number that JSON carries exactly; the caller's transaction is undone. */
function refuseTooLarge(changes: readonly Change[], { metrics }: Catalogue, keys: ReadonlyMap<number, string>): void {
  const found = changes.find(({ value }) => value > LIMIT || value < -LIMIT);
  if (!found) return;
  const metric = [...metrics.values()].find(({ id }) => id === found.metricId);
  const name = `${metric?.subject} ${keys.get(found.ref)}`;
  throw new ProblemError(
    'rule-violation',
    `The metric ${metric?.key} of ${name} would be ${found.value}, and a number must stay between -2^53 and 2^53`,
  );
}
