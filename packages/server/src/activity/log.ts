import type { Trust } from '@engagement/contract';
import type { TenantId } from '../kernel/tenant.ts';
import type { Fact } from './fact.ts';

/** One accepted event on its way to the worker. Written by the server alone. */
export interface LogRecord {
  readonly tenantId: TenantId;
  readonly fact: Fact;
}

/** A record as the log hands it out; text that is no record is handed out too, so that it can be set aside. */
export type LogEntry =
  | { readonly record: LogRecord; readonly place: string }
  | { readonly unreadable: string; readonly place: string };

export interface LogConsumer {
  /** Finishes the batch in hand, then stops. */
  stop(): Promise<void>;
}

/**
 * The log between the front door and the worker, at least once: a Postgres table, or a Kafka topic.
 * What `append` has resolved is durable. A batch is handed out again unless `handle` resolved and the offset was saved.
 */
export interface ActivityLog {
  append(records: readonly LogRecord[]): Promise<void>;
  consume(handle: (batch: readonly LogEntry[]) => Promise<void>): Promise<LogConsumer>;
  /** Entries that no worker has finished with. */
  backlog(): Promise<number>;
  close(): Promise<void>;
}

/** The most that a worker takes at once. It takes what has arrived and never waits for more. */
export const MAX_BATCH = 2000;

export function encodeRecord({ tenantId, fact }: LogRecord): string {
  return JSON.stringify({ tenant: tenantId, fact });
}

export function decodeEntry(text: string, place: string): LogEntry {
  try {
    const { tenant, fact } = JSON.parse(text) as { tenant: TenantId; fact: Fact & { trust: Trust } };
    if (Number.isSafeInteger(tenant) && typeof fact?.id === 'string')
      return { record: { tenantId: tenant, fact }, place };
  } catch {
    // Falls through: the text is set aside as it is.
  }
  return { unreadable: text, place };
}
