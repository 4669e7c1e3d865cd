import type { ActivityEventInput, Season } from '@engagement/contract';
import type { Fact } from '../../activity/fact.ts';
import type { Catalogue, StoredMetric } from '../../definitions/catalogue.ts';
import type { AuditEntry } from '../../kernel/audit.ts';
import type { Micros } from '../../kernel/instant.ts';
import type { Tenant, TenantId } from '../../kernel/tenant.ts';
import type { Span } from '../../metrics/calendar.ts';
import type { Contributions as NumberContributions, NumberOf } from '../../metrics/contributions.ts';
import type { RowKey } from '../../metrics/counters.ts';
import type { ComparedDays } from '../../metrics/elapsed-days.ts';
import type { PeriodQuery } from '../../metrics/find-period.ts';
import type { StoredPeriod } from '../../metrics/period.ts';
import type { Executor } from '../../platform/db/database.ts';

/** Names spans. */
export interface Periods {
  /** The period that a caller means; null when there is none. One that was never stored has no entries. */
  findPeriod(query: PeriodQuery): Promise<StoredPeriod | null>;
  /** A stored period; null when there is none. */
  periodById(tenant: Tenant, id: number): Promise<StoredPeriod | null>;
  /** The days of a period and of the one before it that growth compares at an instant. */
  comparedDays(tenant: Tenant, period: StoredPeriod, at: Micros): Promise<ComparedDays>;
  /** What comes after a period in its window; null when nothing does. */
  nextPeriod(tenant: Tenant, seasons: ReadonlyMap<string, Season>, period: StoredPeriod): Promise<Span | null>;
}

/** Tells which numbers some facts have moved. */
export interface Concerned {
  rowsOf(tenant: Tenant, catalogue: Catalogue, facts: readonly Fact[]): Promise<readonly RowKey[]>;
}

/** Tells every process that numbers which were committed are shown now. */
export interface Notices {
  /** Those of these metrics, or, undefined, any. It is not waited for, and sent again until Postgres has it. */
  send(tenantId: TenantId, metricIds: ReadonlySet<number> | undefined): void;
}

/** Knows whom users follow. */
export interface Following {
  /** The members that stand of a user in a metric, of all time: ids, in no order. */
  membersOf(tenant: Tenant, metric: StoredMetric, user: string): Promise<string[]>;
}

/** The facts behind numbers. */
export interface Contributions {
  of(executor: Executor, catalogue: Catalogue, number: NumberOf): NumberContributions;
}

/** What a board shows of a subject beside its id. */
export interface Description {
  readonly name: string | null;
  readonly image: string | null;
  readonly url: string | null;
}

/** Describes subjects by their ids; those of whom nothing is known are left out. */
export interface Profiles {
  describe(tenantId: TenantId, kind: string, ids: readonly string[]): Promise<ReadonlyMap<string, Description>>;
}

/** Tells that numbers have changed, in whatever process. */
export interface Changes {
  /** Those of a tenant's metrics, or, undefined, anything that its boards show. */
  onChange(listener: (tenantId: TenantId, metricIds: ReadonlySet<number> | undefined) => void): () => void;
  /** Anything may have changed unheard. */
  onGap(listener: () => void): () => void;
}

/** Takes the server's own events. The same one may be given again: it counts once. */
export interface Facts {
  /** Durable when this resolves. One that is refused is set aside, and its neighbours go on. */
  give(tenant: Tenant, events: readonly ActivityEventInput[]): Promise<void>;
}

/** Writes a line of the audit log in the transaction of the change it tells of. */
export type RecordAudit = (tx: Executor, tenantId: TenantId, entry: AuditEntry) => Promise<void>;

/** Tells those who show boards, once the transaction commits, that these may look otherwise. The last thing it does. */
export type Announce = (tx: Executor, tenantId: TenantId) => Promise<unknown>;

/** Has what is due with seasons done soon, if and only if the transaction commits. */
export type WakeScheduler = (tx: Executor) => Promise<void>;

/** The marketplaces there are. */
export interface Tenants {
  list(): Promise<readonly Tenant[]>;
}
