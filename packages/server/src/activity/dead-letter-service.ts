import { createHash } from 'node:crypto';
import type { DeadLetter } from '@engagement/contract';
import type { AuditEntry } from '../kernel/audit.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import type { Tenant, TenantId } from '../kernel/tenant.ts';
import type { Database, Executor } from '../platform/db/database.ts';
import { closeDeadLetter, findDeadLetter, listDeadLetters, type StoredDeadLetter } from './dead-letters.ts';
import type { FrontDoor } from './front-door.ts';

export interface DeadLetterDeps {
  readonly database: Database;
  readonly door: FrontDoor;
  readonly audit: (tx: Executor, tenantId: TenantId, entry: AuditEntry) => Promise<void>;
}

/** A dead letter without what only the server needs to know. */
const shown = ({ trust: _, ...letter }: StoredDeadLetter): DeadLetter => letter;

function readEvent(letter: StoredDeadLetter): unknown {
  const whole = createHash('sha256').update(letter.payload).digest('hex') === letter.payloadHash;
  if (!whole) throw new ProblemError('conflict', 'Only a part of this event was kept, so it cannot be replayed');
  try {
    return JSON.parse(letter.payload);
  } catch {
    throw new ProblemError('conflict', 'This is not JSON, so it cannot be replayed; fix it at its origin');
  }
}

const subjectOf = (event: unknown) =>
  typeof event === 'object' && event !== null && 'subject' in event ? `${event.subject}` : undefined;

/** Looks through what was set aside, and sends it through the front door again once its reason is gone. */
export function createDeadLetterService({ database, door, audit }: DeadLetterDeps) {
  async function find(tenantId: TenantId, id: string): Promise<StoredDeadLetter> {
    const letter = await findDeadLetter(database.orm, tenantId, id);
    if (!letter) throw new ProblemError('not-found', 'There is no such dead letter');
    return letter;
  }

  async function close(
    tenant: Tenant,
    letter: StoredDeadLetter,
    state: 'replayed' | 'discarded',
    actor: string,
  ): Promise<DeadLetter> {
    await database.transaction(async (tx) => {
      await closeDeadLetter(tx, tenant.id, letter.id, state);
      await audit(tx, tenant.id, {
        actor,
        action: `dead-letter.${state}`,
        object: letter.id,
        detail: { reason: letter.reason },
      });
    });
    return shown({ ...letter, state });
  }

  return {
    async list(tenantId: TenantId, options: Parameters<typeof listDeadLetters>[2]): Promise<DeadLetter[]> {
      return (await listDeadLetters(database.orm, tenantId, options)).map(shown);
    },

    /** Twice is once: the log may carry the event again, and it is recorded by its identity. */
    async replay(tenant: Tenant, id: string, actor: string): Promise<DeadLetter> {
      const letter = await find(tenant.id, id);
      const event = readEvent(letter);
      const speaker = { trust: letter.trust, user: subjectOf(event), anyAge: true };
      const [acceptance] = await door.submit(tenant, [event], speaker);
      if (acceptance && 'rejection' in acceptance) {
        const { detail, errors } = acceptance.rejection;
        throw new ProblemError('rule-violation', `It is still refused: ${detail}`, { errors });
      }
      return close(tenant, letter, 'replayed', actor);
    },

    async discard(tenant: Tenant, id: string, actor: string): Promise<DeadLetter> {
      return close(tenant, await find(tenant.id, id), 'discarded', actor);
    },
  };
}

export type DeadLetterService = ReturnType<typeof createDeadLetterService>;
