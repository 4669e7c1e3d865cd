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

  /** `before` may refuse. The letter is held meanwhile, so that a replay in vain opens it after it was closed. */
  async function close(
    tenantId: TenantId,
    letter: StoredDeadLetter,
    state: 'replayed' | 'discarded',
    actor: string,
    before: () => Promise<void> = async () => {},
  ): Promise<DeadLetter> {
    await database.transaction(async (tx) => {
      await closeDeadLetter(tx, tenantId, letter.id, state);
      const detail = { reason: letter.reason };
      await audit(tx, tenantId, { actor, action: `dead-letter.${state}`, object: letter.id, detail });
      await before();
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
      return close(tenant.id, letter, 'replayed', actor, async () => {
        const [acceptance] = await door.submit(tenant, [event], speaker);
        if (!acceptance || 'fact' in acceptance) return;
        const { detail, errors } = acceptance.rejection;
        throw new ProblemError('rule-violation', `It is still refused: ${detail}`, { errors });
      });
    },

    async discard(tenantId: TenantId, id: string, actor: string): Promise<DeadLetter> {
      return close(tenantId, await find(tenantId, id), 'discarded', actor);
    },
  };
}

export type DeadLetterService = ReturnType<typeof createDeadLetterService>;
