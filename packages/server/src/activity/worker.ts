import type { Tenant, TenantId } from '../kernel/tenant.ts';
import type { Fact } from './fact.ts';
import type { ActivityLog, LogConsumer, LogEntry } from './log.ts';
import type { Tenants } from './ports.ts';
import type { Outcome, Recorder } from './recorder.ts';

/** What the worker has seen since it started. */
export interface WorkerCounts {
  readonly recorded: number;
  /** Redeliveries and repeats: they changed nothing. */
  readonly duplicate: number;
  readonly conflict: number;
  readonly failed: number;
  readonly unreadable: number;
}

export interface WorkerDeps {
  readonly log: ActivityLog;
  readonly recorder: Recorder;
  readonly tenants: Tenants;
  /** Told of entries of the log that cannot be read or belong to no tenant; only the server writes there. */
  readonly onUnreadable: (text: string, place: string) => void;
}

export interface Worker {
  readonly counts: WorkerCounts;
  stop(): Promise<void>;
}

/** Takes whatever has arrived as one batch, and lets go of it only when it is committed. */
export async function startWorker({ log, recorder, tenants, onUnreadable }: WorkerDeps): Promise<Worker> {
  const counts = { recorded: 0, duplicate: 0, conflict: 0, failed: 0, unreadable: 0 };

  async function handle(batch: readonly LogEntry[]): Promise<void> {
    const { byTenant, unreadable } = sortOut(batch);
    for (const [tenantId, facts] of byTenant) {
      const tenant = await tenants.byId(tenantId);
      if (tenant) countOutcomes(await recordAll(tenant, facts), facts);
      else unreadable.push({ text: JSON.stringify(facts[0]), place: `tenant ${tenantId}` });
    }
    counts.unreadable += unreadable.length;
    for (const { text, place } of unreadable) onUnreadable(text, place);
  }

  const recordAll = (tenant: Tenant, facts: readonly Fact[]) => recorder.recordAll(tenant, facts, 'log');

  function countOutcomes(outcomes: ReadonlyMap<string, Outcome>, facts: readonly Fact[]): void {
    for (const outcome of outcomes.values()) counts[outcome] += 1;
    counts.duplicate += facts.length - outcomes.size;
  }

  const consumer: LogConsumer = await log.consume(handle);
  return { counts, stop: () => consumer.stop() };
}

function sortOut(batch: readonly LogEntry[]) {
  const byTenant = new Map<TenantId, Fact[]>();
  const unreadable: { text: string; place: string }[] = [];
  for (const entry of batch) {
    if ('unreadable' in entry) {
      unreadable.push({ text: entry.unreadable, place: entry.place });
      continue;
    }
    const { tenantId, fact } = entry.record;
    const facts = byTenant.get(tenantId);
    if (facts) facts.push(fact);
    else byTenant.set(tenantId, [fact]);
  }
  return { byTenant, unreadable };
}
