import type { HeldEvent, QuarantineCase } from '@engagement/contract';
import type { Catalogues } from '../../definitions/catalogue.ts';
import type { AuditEntry } from '../../kernel/audit.ts';
import { ProblemError } from '../../kernel/problem-error.ts';
import type { Tenant, TenantId } from '../../kernel/tenant.ts';
import type { Folded } from '../../metrics/counters.ts';
import type { Database, Executor } from '../../platform/db/database.ts';
import { lockTenant } from '../../platform/db/tenant-lock.ts';
import { ownAmount } from '../amount.ts';
import type { Movement } from '../fact.ts';
import type { Metrics, Projection } from '../ports.ts';
import type { HeldFact } from '../record.ts';
import { decideCase, findCase, type HeldPlace, listCases, listHeld, readFreed } from './cases.ts';

export interface QuarantineDeps {
  readonly database: Database;
  readonly catalogues: Catalogues;
  readonly metrics: Pick<Metrics, 'fold'>;
  readonly projection?: Projection | undefined;
  readonly audit: (tx: Executor, tenantId: TenantId, entry: AuditEntry) => Promise<void>;
}

type Verdict = 'accepted' | 'rejected';

/** Looks through bursts that caps have held, and decides about them. */
export function createQuarantineService({ database, catalogues, metrics, projection, audit }: QuarantineDeps) {
  async function find(executor: Executor, tenantId: TenantId, id: string): Promise<QuarantineCase> {
    const found = await findCase(executor, tenantId, id);
    if (!found) throw new ProblemError('not-found', 'There is no such case');
    return found;
  }

  /** Folds what a case held as if it had been recorded only now, with what has been taken back of it meanwhile. */
  async function replay(tx: Executor, tenant: Tenant, id: string): Promise<Folded[]> {
    const catalogue = await catalogues.within(tx, tenant.id);
    const folds: Folded[] = [];
    for await (const page of readFreed(tx, tenant.id, id))
      folds.push(await metrics.fold(tx, tenant, catalogue, page.map(asRecordedNow), { comesAgain: false }));
    return folds;
  }

  async function decide(tenant: Tenant, id: string, verdict: Verdict, actor: string): Promise<QuarantineCase> {
    const { decided, folds } = await database.transaction(async (tx) => {
      // Alone: nothing is held, and nothing that is held is taken back, between the verdict and its effect.
      await lockTenant(tx, tenant.id, 'exclusive');
      const found = await find(tx, tenant.id, id);
      if (found.state === verdict) return { decided: found, folds: [] };
      if (found.state !== 'open') throw new ProblemError('conflict', `This case has been ${found.state}`);
      const decided = await decideCase(tx, tenant.id, id, verdict);
      const detail = { cap: found.cap, held: found.held };
      await audit(tx, tenant.id, { actor, action: `quarantine.${verdict}`, object: id, detail });
      return { decided, folds: verdict === 'accepted' ? await replay(tx, tenant, id) : [] };
    });
    for (const folded of folds) if (folded.changes.length > 0) await projection?.project(tenant, folded);
    return decided;
  }

  return {
    list: (tenantId: TenantId, options: Parameters<typeof listCases>[2]): Promise<QuarantineCase[]> =>
      listCases(database.orm, tenantId, options),

    /** @throws ProblemError `not-found` */
    async get(tenantId: TenantId, id: string, options: { limit: number; after: HeldPlace | null }) {
      const found = await find(database.orm, tenantId, id);
      const facts: HeldEvent[] = await listHeld(database.orm, tenantId, id, options);
      return { found, facts };
    },

    /** Twice is once. @throws ProblemError `not-found`, or `conflict` when it was rejected */
    accept: (tenant: Tenant, id: string, actor: string) => decide(tenant, id, 'accepted', actor),

    /** Twice is once. @throws ProblemError `not-found`, or `conflict` when it was accepted */
    reject: (tenant: Tenant, id: string, actor: string) => decide(tenant, id, 'rejected', actor),
  };
}

/** Caps hold no reversals, so a fact without an amount is one of one. */
const asRecordedNow = ({ fact, takenBack }: HeldFact): Movement => ({
  fact,
  before: null,
  after: { back: takenBack, of: ownAmount(fact) ?? 1n },
});

export type QuarantineService = ReturnType<typeof createQuarantineService>;
