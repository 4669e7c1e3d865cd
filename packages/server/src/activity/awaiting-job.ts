import { sql } from 'drizzle-orm';
import type { TenantId } from '../kernel/tenant.ts';
import { type Database, rows } from '../platform/db/database.ts';
import { setAside } from './dead-letters.ts';
import { type FactIdentity, identityKey } from './fact.ts';

export type AwaitingPayload = FactIdentity & { readonly tenantId: TenantId };

/** Lists a reversal whose original has not come within a day. It still applies when the original comes later. */
export async function reportAwaiting(
  database: Database,
  { tenantId, trust, source, id }: AwaitingPayload,
): Promise<void> {
  await database.transaction(async (tx) => {
    const [reversal] = await rows<{ type: string; reverses_source: string; reverses_id: string }>(
      tx,
      sql`select type, reverses_source, reverses_id from activity_awaiting join activity_facts using (tenant_id, trust, source, id)
          where tenant_id = ${tenantId} and trust = ${trust} and source = ${source} and id = ${id}`,
    );
    if (!reversal) return;
    const detail = `It takes back ${reversal.reverses_id} of ${reversal.reverses_source}, which has not arrived within a day`;
    await setAside(tx, tenantId, [
      {
        reason: 'awaiting-original',
        detail,
        trust,
        origin: 'log',
        offset: null,
        payload: JSON.stringify({ source, id, type: reversal.type, reverses: reversal.reverses_id }),
        fingerprint: identityKey({ trust, source, id }),
      },
    ]);
  });
}
