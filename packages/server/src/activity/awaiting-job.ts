import { sql } from 'drizzle-orm';
import { canonicalJson } from '../kernel/canonical-json.ts';
import type { TenantId } from '../kernel/tenant.ts';
import { type Database, rows } from '../platform/db/database.ts';
import { setAside } from './dead-letters.ts';
import { eventOf, type FactIdentity, identityKey } from './fact.ts';
import type { Jobs } from './ports.ts';
import { DEAD_LETTER_QUEUE } from './queues.ts';
import { findFacts } from './record.ts';

export type AwaitingPayload = FactIdentity & { readonly tenantId: TenantId };

/**
 * Lists a reversal whose original has not come within a day. It still applies when the original comes later, and is
 * closed then: the lock lets the original come either before this looks or after it is listed.
 */
export async function reportAwaiting(
  { database, jobs }: { readonly database: Database; readonly jobs: Jobs },
  { tenantId, trust, source, id }: AwaitingPayload,
): Promise<void> {
  await database.transaction(async (tx) => {
    const [row] = await rows(
      tx,
      sql`select 1 from activity_awaiting
          where tenant_id = ${tenantId} and trust = ${trust} and source = ${source} and id = ${id} for update`,
    );
    const [held] = row ? await findFacts(tx, tenantId, [{ trust, source, id }]) : [];
    if (!held) return;
    const { fact } = held;
    const detail = `It takes back ${fact.reverses?.id} of ${fact.reverses?.source}, which has not arrived within a day`;
    const ids = await setAside(tx, tenantId, [
      {
        reason: 'awaiting-original',
        detail,
        trust,
        origin: 'log',
        offset: null,
        payload: canonicalJson(eventOf(fact)),
        fingerprint: identityKey({ trust, source, id }),
      },
    ]);
    if (ids.length > 0) await jobs.enqueue(tx, DEAD_LETTER_QUEUE, { tenantId, ids });
  });
}
