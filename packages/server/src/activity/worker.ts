import type { TenantId } from '../kernel/tenant.ts';
import type { SetAside } from './dead-letters.ts';
import type { Fact } from './fact.ts';
import { type ActivityLog, encodeRecord, type LogConsumer, type LogEntry } from './log.ts';
import type { Tenants } from './ports.ts';
import { FROM_LOG, type Outcome, type Recorder } from './recorder.ts';

/** What the worker has seen since it started. */
export interface WorkerCounts {
  readonly recorded: number;
  /** Redeliveries and repeats: they changed nothing. */
  readonly duplicate: number;
  readonly conflict: number;
  readonly failed: number;
  /** Entries that cannot be read, or belong to no tenant. */
  readonly unreadable: number;
}

export interface WorkerDeps {
  readonly log: ActivityLog;
  readonly recorder: Recorder;
  readonly tenants: Tenants;
  /** Keeps what belongs to no tenant that there is. */
  readonly setAsideForNobody: (letters: readonly SetAside[]) => Promise<void>;
}

export interface Worker {
  readonly counts: WorkerCounts;
  stop(): Promise<void>;
}

/** A fact, and where in the log it is. */
interface Placed {
  readonly fact: Fact;
  readonly place: string;
}

/** Takes whatever has arrived as one batch, and lets go of it only when it is committed. */
export async function startWorker({ log, recorder, tenants, setAsideForNobody }: WorkerDeps): Promise<Worker> {
  const counts = { recorded: 0, duplicate: 0, conflict: 0, failed: 0, unreadable: 0 };

  async function handle(batch: readonly LogEntry[]): Promise<void> {
    const { byTenant, letters } = sortOut(batch);
    for (const [tenantId, placed] of byTenant) {
      const tenant = await tenants.byId(tenantId);
      if (!tenant) {
        letters.push(...placed.map(({ fact, place }) => tenantlessLetter(tenantId, fact, place)));
        continue;
      }
      const facts = placed.map(({ fact }) => fact);
      const { outcomes } = await recorder.recordAll(tenant, facts, FROM_LOG);
      countOutcomes(outcomes, facts);
    }
    if (letters.length > 0) await setAsideForNobody(letters);
    counts.unreadable += letters.length;
  }

  function countOutcomes(outcomes: ReadonlyMap<string, Outcome>, facts: readonly Fact[]): void {
    for (const outcome of outcomes.values()) counts[outcome] += 1;
    counts.duplicate += facts.length - outcomes.size;
  }

  const consumer: LogConsumer = await log.consume(handle);
  return { counts, stop: () => consumer.stop() };
}

function sortOut(batch: readonly LogEntry[]) {
  const byTenant = new Map<TenantId, Placed[]>();
  const letters: SetAside[] = [];
  for (const entry of batch) {
    if ('unreadable' in entry) {
      letters.push(letterFor(entry.unreadable, entry.place, 'This entry of the log cannot be read'));
      continue;
    }
    const { tenantId, fact } = entry.record;
    const placed = byTenant.get(tenantId);
    if (placed) placed.push({ fact, place: entry.place });
    else byTenant.set(tenantId, [{ fact, place: entry.place }]);
  }
  return { byTenant, letters };
}

const tenantlessLetter = (tenantId: TenantId, fact: Fact, place: string): SetAside =>
  letterFor(encodeRecord({ tenantId, fact }), place, `There is no tenant ${tenantId}`);

/** Only the server writes to the log, so this is a fault of ours or somebody's intrusion. */
function letterFor(payload: string, place: string, detail: string): SetAside {
  const fingerprint = `${place}\n${payload}`;
  return { reason: 'invalid', detail, trust: 'server', origin: 'log', offset: place, payload, fingerprint };
}
