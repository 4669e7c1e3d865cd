import type { Catalogue, Catalogues } from '../definitions/catalogue.ts';
import { typesOf } from '../definitions/type-registry.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
import type { Tenant } from '../kernel/tenant.ts';
import type { Folded } from '../metrics/counters.ts';
import { type Database, type Executor, together } from '../platform/db/database.ts';
import { sqlState } from '../platform/db/sql-state.ts';
import { lockTenant } from '../platform/db/tenant-lock.ts';
import { isUnreachable } from '../platform/db/unreachable.ts';
import { ownAmount } from './amount.ts';
import { type SetAside, setAside } from './dead-letters.ts';
import { eventOf, type Fact, identityKey, type Movement, type StampedFact } from './fact.ts';
import { findAwaited, isAnyAwaiting, loadFamily, noteAwaiting, noteTakenBack } from './family.ts';
import { findLate } from './late-reversals.ts';
import { isPartitionMissing, withPartitions } from './partitions.ts';
import type { Jobs, Metrics, Projection } from './ports.ts';
import { holdBeyondCaps, withoutHeld } from './quarantine/hold.ts';
import { AWAITING_QUEUE, AWAITING_SECONDS, DEAD_LETTER_QUEUE } from './queues.ts';
import { type Recorded, record } from './record.ts';
import { type Settlement, settle } from './reversal.ts';

/** `failed`: accepted, but set aside. */
export type Outcome = 'recorded' | 'duplicate' | 'conflict' | 'failed';

/** What became of some facts. */
export interface Recording {
  /** By identity. */
  readonly outcomes: Map<string, Outcome>;
  /** Identities of those that were recorded and go beyond a cap. */
  readonly held: Set<string>;
  /** What moves numbers: what happened to the new ones, and to those that reversals tie to them. */
  readonly movements: Movement[];
  /** What that moved, one fold a transaction. */
  readonly folds: Folded[];
}

export interface RecorderDeps {
  readonly database: Database;
  readonly catalogues: Catalogues;
  readonly metrics: Metrics;
  readonly jobs: Jobs;
  readonly projection?: Projection | undefined;
}

const NONE: ReadonlySet<string> = new Set();

/** The origin of facts that are not let go of before they are shown. */
export const FROM_LOG = 'log';

/** What one transaction did. */
interface Committed {
  readonly recorded: Recorded;
  /** Reversals of facts that are gone: they were set aside. */
  readonly late: readonly Fact[];
  readonly held: ReadonlySet<string>;
  readonly movements: readonly Movement[];
  readonly folded: Folded;
}

/** A reversal holds the lock alone, so its transactions are kept short. */
const MAX_REVERSALS = 200;

/** Records facts and all that follows from them: one transaction a batch, each fact counted exactly once. */
export class Recorder {
  readonly #deps: RecorderDeps;

  constructor(deps: RecorderDeps) {
    this.#deps = deps;
  }

  /** Throws when the database is out of reach: then nothing is known to be done. What came `FROM_LOG` comes again then. */
  async recordAll(tenant: Tenant, facts: readonly Fact[], origin: string): Promise<Recording> {
    const recording: Recording = { outcomes: new Map(), held: new Set(), movements: [], folds: [] };
    const plain = facts.filter(({ reverses }) => reverses === null);
    const reversals = facts.filter(({ reverses }) => reverses !== null);
    if (plain.length > 0) await this.#attempt(tenant, plain, origin, 'shared', recording);
    for (let start = 0; start < reversals.length; start += MAX_REVERSALS) {
      await this.#attempt(tenant, reversals.slice(start, start + MAX_REVERSALS), origin, 'exclusive', recording);
    }
    return recording;
  }

  /** Halves a batch that fails until the event that poisons it stands alone and is set aside; its neighbours go on. */
  async #attempt(
    tenant: Tenant,
    facts: readonly Fact[],
    origin: string,
    mode: 'shared' | 'exclusive',
    recording: Recording,
  ): Promise<void> {
    const committed = await this.#commit(tenant, facts, origin, mode);
    if (committed) {
      const { recorded, late, held, movements, folded } = committed;
      for (const fact of late) recording.outcomes.set(identityKey(fact), 'failed');
      for (const outcome of ['duplicate', 'conflict', 'recorded'] as const) {
        for (const fact of recorded[outcome]) recording.outcomes.set(identityKey(fact), outcome);
      }
      for (const key of held) recording.held.add(key);
      recording.movements.push(...movements);
      recording.folds.push(folded);
      await this.#show(tenant, recorded, folded);
      return;
    }
    if (facts.length === 1) {
      for (const fact of facts) recording.outcomes.set(identityKey(fact), 'failed');
      return;
    }
    const middle = Math.ceil(facts.length / 2);
    await this.#attempt(tenant, facts.slice(0, middle), origin, mode, recording);
    await this.#attempt(tenant, facts.slice(middle), origin, mode, recording);
  }

  /** Undefined when one of the facts is poison; one that stands alone is set aside. */
  async #commit(tenant: Tenant, facts: readonly Fact[], origin: string, mode: 'shared' | 'exclusive') {
    try {
      const { database } = this.#deps;
      return await withPartitions(database, facts, () =>
        database.transaction((tx) => this.#batch(tx, tenant, facts, origin, mode)),
      );
    } catch (error) {
      if (isOutage(error)) throw error;
      const [only] = facts;
      if (facts.length === 1 && only) await this.#setAsideFailed(tenant, only, origin, error);
      return undefined;
    }
  }

  async #batch(
    tx: Executor,
    tenant: Tenant,
    facts: readonly Fact[],
    origin: string,
    mode: 'shared' | 'exclusive',
  ): Promise<Committed> {
    const { metrics } = this.#deps;
    // They travel together; what is read behind the lock stays so until the commit.
    const [, catalogue, isAwaited] = await together([
      lockTenant(tx, tenant.id, mode),
      this.#deps.catalogues.within(tx, tenant.id),
      isAnyAwaiting(tx, tenant.id),
    ]);
    const late = mode === 'exclusive' ? await findLate(tx, tenant.id, facts) : NONE;
    const isRefused = (fact: Fact) => late.has(identityKey(fact)) && catalogue.retention?.lateReversals !== 'record';
    const refused = facts.filter(isRefused);
    const taken = refused.length === 0 ? facts : facts.filter((fact) => !isRefused(fact));
    const recorded = await record(tx, tenant.id, await metrics.stamp(tenant, catalogue, taken));
    const held = await holdBeyondCaps(tx, tenant.id, catalogue, recorded.recorded);
    const circumstances = { origin, late, isAwaited };
    const { movements, letters } = await this.#settle(tx, tenant, catalogue, recorded.recorded, circumstances);
    const conflicts = recorded.conflict.map((fact) => conflictLetter(fact, origin));
    const refusals = refused.map((fact) => lateLetter(fact, origin));
    await this.#setAside(tx, tenant, [...conflicts, ...refusals, ...letters]);
    const counting = await withoutHeld(tx, tenant.id, movements, held);
    // Last: it locks the tenant's version until the commit.
    const folded = await metrics.fold(tx, tenant, catalogue, counting, { comesAgain: origin === FROM_LOG });
    return { recorded, late: refused, held, movements: counting, folded };
  }

  /** What is committed is shown before anyone lets go of the batch, so that a death in between is made good. */
  async #show(tenant: Tenant, { duplicate }: Recorded, folded: Folded): Promise<void> {
    const { projection } = this.#deps;
    if (!projection) return;
    if (folded.changes.length > 0) await projection.project(tenant, folded);
    if (duplicate.length > 0) await projection.reproject(tenant, duplicate);
  }

  /** What the fresh facts mean for themselves and for the facts that reversals tie to them. */
  async #settle(
    tx: Executor,
    tenant: Tenant,
    catalogue: Catalogue,
    fresh: readonly StampedFact[],
    { origin, late, isAwaited }: { origin: string; late: ReadonlySet<string>; isAwaited: boolean },
  ) {
    const reversals = fresh.filter(({ reverses }) => reverses !== null);
    const awaited = isAwaited ? await findAwaited(tx, tenant.id, fresh) : [];
    const tied = new Set([...reversals, ...awaited].map(identityKey));
    const movements: Movement[] = fresh.filter((fact) => !tied.has(identityKey(fact))).map(stands);
    if (tied.size === 0) return { movements, letters: [] };

    const members = fresh.filter((fact) => tied.has(identityKey(fact))).map((fact) => ({ fact, takenBack: 0n }));
    const family = await loadFamily(tx, tenant.id, members);
    const types = typesOf(catalogue);
    const settlement = settle(family, tied, (type) => types.reverses(type));
    await noteTakenBack(tx, tenant.id, settlement.movements);
    const known = new Set(family.map(({ fact }) => identityKey(fact)));
    const isWaiting = ({ reverses }: Fact) => reverses !== null && !known.has(identityKey(reverses));
    // What has been dropped does not come again.
    const waiting = reversals.filter((fact) => isWaiting(fact) && !late.has(identityKey(fact)));
    const arrived = family.map(({ fact }) => fact).filter((fact) => fact.reverses !== null && !isWaiting(fact));
    await noteAwaiting(tx, tenant.id, waiting, arrived);
    for (const { trust, source, id } of waiting) {
      const payload = { tenantId: tenant.id, trust, source, id };
      await this.#deps.jobs.enqueue(tx, AWAITING_QUEUE, payload, { startAfterSeconds: AWAITING_SECONDS });
    }
    return {
      movements: [...movements, ...settlement.movements],
      letters: reportsOf(
        settlement,
        family.map(({ fact }) => fact),
        origin,
      ),
    };
  }

  async #setAside(tx: Executor, tenant: Tenant, letters: readonly SetAside[]): Promise<void> {
    const ids = await setAside(tx, tenant.id, letters);
    if (ids.length > 0) await this.#deps.jobs.enqueue(tx, DEAD_LETTER_QUEUE, { tenantId: tenant.id, ids });
  }

  async #setAsideFailed(tenant: Tenant, fact: Fact, origin: string, error: unknown): Promise<void> {
    const detail = `It could not be recorded: ${error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : error}`;
    const letter = { ...letterOf(fact, origin), reason: 'failed' as const, detail };
    await this.#deps.database.transaction((tx) => this.#setAside(tx, tenant, [letter]));
  }
}

/** A fact that no reversal concerns. */
function stands(fact: StampedFact): Movement {
  return { fact, before: null, after: { back: 0n, of: ownAmount(fact) ?? 1n } };
}

function letterOf(fact: Fact, origin: string) {
  const payload = canonicalJson(eventOf(fact));
  return { trust: fact.trust, origin, offset: null, payload, fingerprint: `${identityKey(fact)}\n${payload}` };
}

function conflictLetter(fact: Fact, origin: string): SetAside {
  const detail = `The id ${fact.id} of ${fact.source} is taken by an event with other content, which stands`;
  return { ...letterOf(fact, origin), reason: 'conflict', detail };
}

function lateLetter(fact: Fact, origin: string): SetAside {
  const detail = `It takes back ${fact.reverses?.id} of ${fact.reverses?.source}, which has been dropped for its age`;
  return { ...letterOf(fact, origin), reason: 'original-dropped', detail };
}

const refusals = {
  'type-mismatch': 'It was recorded, but it takes back an event of a type that it cannot',
  'currency-mismatch': 'It was recorded, but its currency is not that of the event it takes back',
};

function reportsOf({ refused, overReversed }: Settlement, facts: readonly Fact[], origin: string): SetAside[] {
  const byKey = new Map(facts.map((fact) => [identityKey(fact), fact]));
  const report = (
    identity: Parameters<typeof identityKey>[0],
    reason: SetAside['reason'],
    detail: string,
  ): SetAside[] => {
    const fact = byKey.get(identityKey(identity));
    return fact ? [{ ...letterOf(fact, origin), reason, detail, fingerprint: identityKey(fact) }] : [];
  };
  return [
    ...refused.flatMap(({ reversal, reason }) => report(reversal, reason, refusals[reason])),
    ...overReversed.flatMap(({ original, by }) => report(original, 'over-reversed', `over-reversed by ${by}`)),
  ];
}

/**
 * SQLSTATE classes: a standby, a missing right, table or database, deadlocks and lock timeouts that outlasted their
 * retries, statements that were cancelled, failures of the system. Every event would meet them, whatever it holds.
 */
const NOBODYS_FAULT = /^(25|28|3D|40|42|55|57|58)/;

/** The database cannot be reached or asks for another try: no fault of any event. */
function isOutage(error: unknown): boolean {
  return isUnreachable(error) || isPartitionMissing(error) || NOBODYS_FAULT.test(sqlState(error) ?? '');
}
