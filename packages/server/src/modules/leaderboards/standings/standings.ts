import type { StoredBoard, StoredMetric } from '../../../definitions/catalogue.ts';
import type { Tenant, TenantId } from '../../../kernel/tenant.ts';
import type { StoredPeriod } from '../../../metrics/period.ts';
import type { Executor } from '../../../platform/db/database.ts';
import type { Mean } from '../mean.ts';

/** One board over one period and segment: what a page is read from. */
export interface BoardView {
  readonly tenant: Tenant;
  readonly board: StoredBoard;
  readonly metric: StoredMetric;
  readonly period: StoredPeriod;
  /** `field:value`; empty when unsegmented. */
  readonly segment: string;
  /** A season whose archive answers; board and metric are as they were defined when it was sealed. */
  readonly sealed?: boolean;
  /** Of a sealed season, the numbers as they are now are scored with this mean, and for those who were ranked then. */
  readonly asSealed?: { readonly mean: Mean | null };
}

/** A place in a board's order, whether or not an entry stands there now. */
export interface Place {
  /** An integer at the board's scale. */
  readonly score: string;
  /** As Postgres writes it, so that microseconds survive. */
  readonly reachedAt: string;
  /** The subject's own id. */
  readonly id: string;
}

/** Which rows of a board: from the top, after a place, around a subject, or those of some subjects alone. */
export type Stretch =
  | { readonly kind: 'top'; readonly limit: number }
  | { readonly kind: 'after'; readonly limit: number; readonly place: Place }
  | { readonly kind: 'around'; readonly span: number; readonly id: string }
  | { readonly kind: 'listed'; readonly ids: readonly string[]; readonly limit: number; readonly place: Place | null };

/** An entry before its subject is described. */
export interface Standing extends Place {
  readonly rank: number;
  readonly previousRank: number | null;
  readonly tied: boolean;
  /** What an archive knows of a subject that has no profile any more. */
  readonly name?: string | null;
}

/** An entry that was asked for by id. */
export interface OwnStanding extends Standing {
  /** Counted from 1, whatever ranks are shared. */
  readonly place: number;
  /** The next better score and its rank; null at the top. */
  readonly ahead: { readonly rank: number; readonly score: string } | null;
}

/** What one look at a board sees, all at the same instant. */
export interface Reading {
  readonly rows: readonly Standing[];
  /** More rows come after the last one. */
  readonly more: boolean;
  /** Entries of the subjects that were asked for by id, those that have one. */
  readonly asked: readonly OwnStanding[];
  /** How many of a stretch's listed subjects have an entry; of other stretches, all do. */
  readonly listed: number;
  /** Entries of the whole board. */
  readonly total: number;
  readonly version: number;
}

/** Where boards are read from. Every adapter gives the same answers, to the last tie. */
export interface Standings {
  /**
   * A stretch of a board, and the entries of the subjects `ids`. One around a subject without an entry has no rows; rows
   * of listed subjects have the ranks that they have on the whole board, and come after `place` when there is one.
   */
  read(view: BoardView, stretch: Stretch, ids: readonly string[]): Promise<Reading>;
}

/** Told when something else than a fold has changed what boards show, with a tick of the tenant's version. */
export interface Refresh {
  /** After the commit: whether these are ranked, or what they score, may have changed. What reminds of it is forgotten. */
  subjects(tenant: Tenant, refs: readonly number[], unshown?: number): Promise<void>;
  /** In the transaction: everything on these boards may be another once it commits. */
  boards(tx: Executor, tenantId: TenantId, keys: readonly string[]): Promise<void>;
}
