import type { Catalogues } from '../definitions/catalogue.ts';
import type { Tenant, TenantId } from '../kernel/tenant.ts';
import type { ConcernedNumber } from '../metrics/concerned.ts';
import type { Executor } from '../platform/db/database.ts';
import { type Fact, identityKey, type Movement } from './fact.ts';
import { type GroupCommit, groupCommit } from './group-commit.ts';
import type { DecidedRank, Numbers, Ranks } from './ports.ts';
import { findHeld } from './quarantine/hold.ts';
import { findWithOriginals } from './read-facts.ts';
import type { Outcome, Recorder, Recording } from './recorder.ts';

/** A quarantined fact is recorded, and counts nowhere until it is accepted. */
export type CameOutcome = Outcome | 'quarantined';

/** What came of one fact. */
export interface Came {
  readonly outcome: CameOutcome;
  /** The numbers that it counts towards, after it. */
  readonly numbers: readonly ConcernedNumber[];
  /** For each of them the places that it decides; read once the numbers are committed and shown. */
  readonly ranks: Promise<readonly (readonly DecidedRank[])[]>;
}

export interface AtOnceDeps {
  readonly orm: Executor;
  readonly recorder: Recorder;
  readonly catalogues: Catalogues;
  readonly numbers: Numbers;
  readonly ranks: Ranks;
  readonly countEvents: (outcome: 'answered', events: number) => void;
}

export interface AtOnce {
  /** Records a fact without the log. Rejects when the database is out of reach: then nothing is known to be done. */
  record(tenant: Tenant, fact: Fact): Promise<Came>;
}

/** Every caller has a time of their own, after which the log has the event; nobody waits longer than this. */
const LIMITS = { itemsPerWrite: 500, lineMs: 10_000, writeMs: 10_000 };

/** Bytes of a fact in memory, about: its data in UTF-16, and as much as its other fields may have. */
const sizeOf = ({ data }: Fact): number => 2 * JSON.stringify(data).length + 1024;

/** Records what callers wait for: all of a tenant's that wait at one time in one transaction. */
export function createAtOnce(deps: AtOnceDeps): AtOnce {
  const groups = new Map<TenantId, GroupCommit<Fact, ReadonlyMap<Fact, Came>>>();

  function groupOf(tenant: Tenant) {
    const known = groups.get(tenant.id);
    if (known) return known;
    const commit = groupCommit((facts: Fact[]) => recordGroup(deps, tenant, facts), sizeOf, LIMITS);
    groups.set(tenant.id, commit);
    return commit;
  }

  return {
    async record(tenant, fact) {
      const came = (await groupOf(tenant).append([fact])).get(fact);
      if (!came) throw new Error(`nothing is known of ${fact.id}`);
      deps.countEvents('answered', 1);
      return came;
    },
  };
}

/** The numbers come with the commit; the ranks are read while the next group is written. */
async function recordGroup(deps: AtOnceDeps, tenant: Tenant, facts: readonly Fact[]): Promise<Map<Fact, Came>> {
  const { outcomes, parts } = await recordEach(deps.recorder, tenant, facts);
  const chains = await chainsOf(deps.orm, tenant.id, outcomes, parts);
  const numbers = await deps.numbers.concerned(
    tenant,
    await deps.catalogues.current(tenant.id),
    facts.map((fact) => chains.get(fact) ?? []),
    parts.flatMap(({ folds }) => folds),
  );
  const reading = deps.ranks.ranks(tenant, numbers.flat());
  // Nobody may be left who waits for them.
  reading.catch(() => {});
  const came = new Map<Fact, Came>();
  let end = 0;
  for (const [index, fact] of facts.entries()) {
    const own = numbers[index] ?? [];
    const start = end;
    end = start + own.length;
    const ranks = reading.then((all) => all.slice(start, start + own.length));
    ranks.catch(() => {});
    came.set(fact, { outcome: outcomes.get(fact) ?? 'failed', numbers: own, ranks });
  }
  return came;
}

/** Of facts with one identity each is recorded after the one before, so that each learns what became of itself. */
async function recordEach(recorder: Recorder, tenant: Tenant, facts: readonly Fact[]) {
  const outcomes = new Map<Fact, CameOutcome>();
  const parts: Recording[] = [];
  for (let rest = facts; rest.length > 0; rest = rest.filter((fact) => !outcomes.has(fact))) {
    const firsts = new Map(rest.toReversed().map((fact) => [identityKey(fact), fact]));
    const part = await recorder.recordAll(tenant, [...firsts.values()], 'http');
    for (const [key, fact] of firsts)
      outcomes.set(fact, part.held.has(key) ? 'quarantined' : (part.outcomes.get(key) ?? 'failed'));
    parts.push(part);
  }
  return { outcomes, parts };
}

/** For each fact that counts: what happened to it, and to what it takes back. */
async function chainsOf(
  orm: Executor,
  tenantId: TenantId,
  outcomes: ReadonlyMap<Fact, CameOutcome>,
  parts: readonly Recording[],
): Promise<Map<Fact, Movement[]>> {
  const withOutcome = (wanted: Outcome) =>
    [...outcomes].filter(([, outcome]) => outcome === wanted).map(([fact]) => fact);
  const duplicates = await thatCount(orm, tenantId, withOutcome('duplicate'));
  const held = duplicates.length > 0 ? await findWithOriginals(orm, tenantId, duplicates) : [];
  const moved = byFact(parts.flatMap(({ movements }) => movements));
  const unmoved = byFact(held.map(({ fact }) => ({ fact, before: WHOLE, after: WHOLE })));
  return new Map([
    ...withOutcome('recorded').map((fact) => [fact, chain(fact, moved)] as const),
    ...duplicates.map((fact) => [fact, chain(fact, unmoved)] as const),
  ]);
}

/** Those among recorded facts that are not in quarantine. */
async function thatCount(orm: Executor, tenantId: TenantId, facts: readonly Fact[]): Promise<readonly Fact[]> {
  if (facts.length === 0) return facts;
  const quarantined = await findHeld(orm, tenantId, facts);
  return facts.filter((fact) => !quarantined.has(identityKey(fact)));
}

const WHOLE = { back: 0n, of: 1n };

type Moved = ReadonlyMap<string, readonly Movement[]>;

const byFact = (movements: readonly Movement[]): Moved => Map.groupBy(movements, ({ fact }) => identityKey(fact));

/** A fact's own movement, that of the fact which it takes back, and so on up. */
function chain(fact: Fact, moved: Moved): Movement[] {
  const [own] = moved.get(identityKey(fact)) ?? [];
  if (!own) return [];
  const found = [own];
  for (let { reverses } = own.fact; reverses !== null; ) {
    const original = (moved.get(identityKey(reverses)) ?? []).findLast(({ before }) => before !== null);
    if (!original) break;
    found.push(original);
    reverses = original.fact.reverses;
  }
  return found;
}
