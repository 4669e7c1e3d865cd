import { createHash } from 'node:crypto';
import type { DeadLetter, DeadLetterReason, Trust } from '@engagement/contract';
import { sql } from 'drizzle-orm';
import type { TenantId } from '../kernel/tenant.ts';
import { type Executor, json, rows } from '../platform/db/database.ts';

/** An event that is set aside. */
export interface SetAside {
  readonly reason: DeadLetterReason;
  readonly detail: string;
  readonly trust: Trust;
  /** `http`, `import`, `log` or `kafka:topic/partition`. */
  readonly origin: string;
  readonly offset: string | null;
  /** What arrived, byte for byte; an event that came in pieces, put together. */
  readonly payload: Uint8Array | string;
  /** Setting aside the same thing again makes no second letter: one that was replayed in vain is open again. */
  readonly fingerprint: string;
}

/** Whose letters they are that name no tenant: an operator's. */
export const NOBODY = 0 as TenantId;

/** Payloads are kept up to this length; the hash is of the whole. */
const MAX_PAYLOAD = 256 * 1024;

const asText = (payload: Uint8Array | string) =>
  (typeof payload === 'string' ? payload : new TextDecoder().decode(payload))
    .toWellFormed()
    .replaceAll('\0', '\uFFFD')
    .slice(0, MAX_PAYLOAD);

const hashOf = (content: Uint8Array | string) => createHash('sha256').update(content).digest('hex');

/** Sets events aside in the transaction that did not record them. Returns the ids of those that are new. */
export async function setAside(tx: Executor, tenantId: TenantId, letters: readonly SetAside[]): Promise<number[]> {
  if (letters.length === 0) return [];
  const unique = new Map(letters.map((letter) => [`${letter.reason}\n${letter.fingerprint}`, letter]));
  const list = [...unique.values()].map((letter) => ({
    reason: letter.reason,
    detail: asText(letter.detail),
    trust: letter.trust,
    origin: letter.origin,
    place: letter.offset,
    payload: asText(letter.payload),
    hash: hashOf(letter.payload),
    fingerprint: hashOf(letter.fingerprint),
  }));
  const added = await rows<{ id: string; fresh: boolean }>(
    tx,
    sql`insert into dead_letters as held (tenant_id, reason, detail, trust, origin, "offset", payload, payload_hash, fingerprint)
        select ${tenantId}, reason, detail, trust, origin, place, payload, hash, fingerprint
        from jsonb_to_recordset(${json(list)}) as letter(
          reason text, detail text, trust text, origin text, place text, payload text, hash text, fingerprint text)
        on conflict (tenant_id, reason, fingerprint) do update set
          detail = excluded.detail,
          state = case when held.state = 'replayed' then 'open' else held.state end
        returning id, (xmax = 0) as fresh`,
  );
  return added.filter(({ fresh }) => fresh).map(({ id }) => Number(id));
}

interface DeadLetterRow extends Record<string, unknown> {
  id: string;
  reason: DeadLetterReason;
  detail: string;
  trust: Trust;
  origin: string;
  offset: string | null;
  payload: string;
  payload_hash: string;
  at: string;
  state: DeadLetter['state'];
}

const columns = sql.raw(
  'id, reason, detail, trust, origin, "offset", payload, payload_hash, to_json(at) #>> \'{}\' as at, state',
);

export type StoredDeadLetter = DeadLetter & { readonly trust: Trust };

const deadLetterOf = ({ payload_hash, ...row }: DeadLetterRow): StoredDeadLetter => ({
  ...row,
  payloadHash: payload_hash,
});

/** Dead letters below an id, newest first. */
export async function listDeadLetters(
  orm: Executor,
  tenantId: TenantId,
  options: { limit: number; below: number | null; state: DeadLetter['state'] | null },
): Promise<StoredDeadLetter[]> {
  const found = await rows<DeadLetterRow>(
    orm,
    sql`select ${columns} from dead_letters
        where tenant_id = ${tenantId}
          and (${options.below}::bigint is null or id < ${options.below})
          and (${options.state}::text is null or state = ${options.state})
        order by id desc limit ${options.limit}`,
  );
  return found.map(deadLetterOf);
}

export async function findDeadLetter(
  orm: Executor,
  tenantId: TenantId,
  id: string,
): Promise<StoredDeadLetter | undefined> {
  const [row] = await rows<DeadLetterRow>(
    orm,
    sql`select ${columns} from dead_letters where tenant_id = ${tenantId} and id = ${id}::bigint`,
  );
  return row && deadLetterOf(row);
}

export async function closeDeadLetter(
  tx: Executor,
  tenantId: TenantId,
  id: string,
  state: 'replayed' | 'discarded',
): Promise<void> {
  await tx.execute(sql`update dead_letters set state = ${state} where tenant_id = ${tenantId} and id = ${id}::bigint`);
}

/** Closes what is open of reversals, by fingerprint, whose original has come: they have taken effect. */
export async function closeAwaiting(tx: Executor, tenantId: TenantId, fingerprints: readonly string[]): Promise<void> {
  await tx.execute(sql`
    update dead_letters set state = 'replayed'
    where tenant_id = ${tenantId} and reason = 'awaiting-original' and state = 'open'
      and fingerprint in (select jsonb_array_elements_text(${json(fingerprints.map(hashOf))}))`);
}
