import { Trust } from '@engagement/contract';
import { z } from 'zod';
import type { TenantId } from '../kernel/tenant.ts';
import type { Fact } from './fact.ts';
import type { HeldInLine } from './group-commit.ts';

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
 * What `append` has resolved is durable; it rejects with `service-unavailable` when the log is away, slow or too full. A batch is handed out again unless `handle` resolved and the offset was saved.
 */
export interface ActivityLog {
  append(records: readonly LogRecord[]): Promise<void>;
  consume(handle: (batch: readonly LogEntry[]) => Promise<void>): Promise<LogConsumer>;
  /** Entries that no worker has finished with. */
  backlog(): Promise<number>;
  /** What this process holds in memory on its way into the log. */
  held(): HeldInLine;
  close(): Promise<void>;
}

/** The most that a worker takes at once. It takes what has arrived and never waits for more. */
export const MAX_BATCH = 2000;

export function encodeRecord({ tenantId, fact }: LogRecord): string {
  return JSON.stringify({ tenant: tenantId, fact });
}

const Identity = { trust: Trust, source: z.string(), id: z.string() };

const StoredRecord = z.object({
  tenant: z.int32().positive(),
  fact: z.object({
    ...Identity,
    type: z.string(),
    time: z.int(),
    subject: z.string().nullable(),
    data: z.custom<Fact['data']>((data) => typeof data === 'object' && data !== null && !Array.isArray(data)),
    reverses: z.object(Identity).nullable(),
  }),
});

export function decodeEntry(text: string, place: string): LogEntry {
  const { data } = StoredRecord.safeParse(parsed(text));
  return data ? { record: { tenantId: data.tenant as TenantId, fact: data.fact }, place } : { unreadable: text, place };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
