import type { Projection } from '../../../activity/ports.ts';
import type { Catalogue } from '../../../definitions/catalogue.ts';
import type { Tenant } from '../../../kernel/tenant.ts';
import type { Executor } from '../../../platform/db/database.ts';
import type { BoardView, Refresh, Standings } from './standings.ts';

export interface EngineDifference {
  readonly board: string;
  readonly period: string;
  readonly segment: string;
  /** Null when it is about more than one entry. */
  readonly id: string | null;
  readonly what: string;
}

export interface EngineProof {
  /** Boards, each in one period. */
  readonly checked: number;
  readonly differences: readonly EngineDifference[];
}

/** How it goes with boards that are kept elsewhere than in Postgres. */
export interface Condition {
  /** Boards, each in one period, that wait to be built, and for how long the one has that has waited longest. */
  waiting(): { readonly boards: number; readonly longestMs: number };
  /** @throws when there is no answer */
  takesWrites(): Promise<boolean>;
}

/** What boards are read from, and all that keeps it true. */
export interface StandingsEngine {
  readonly standings: Standings;
  readonly refresh: Refresh;
  /** None when boards are read from the numbers themselves. */
  readonly condition?: Condition;
  /** Told of what is committed; none when boards are read from the numbers themselves. */
  readonly projection?: Projection;
  /** Ranks have been noted: they are shown as the previous ones from now on. */
  showRanks(view: Omit<BoardView, 'segment'>): Promise<void>;
  /** The numbers of metrics are replaced as a whole when the transaction commits. */
  onRebuild(tx: Executor, catalogue: Catalogue, metrics: readonly string[]): Promise<void>;
  /** Compares what is shown with the numbers, board by board and member by member. */
  prove(tenant: Tenant): Promise<EngineProof>;
  /** The same, and what differs is built again. Returns how much did. */
  heal(tenant: Tenant): Promise<number>;
  /** Builds boards anew, and resolves when they are shown; readers never see half of one. */
  rebuild(tenant: Tenant, boards: readonly string[]): Promise<void>;
  /** Keeps Redis complete, in the processes that do work. */
  startKeeping(): { stop(): Promise<void> };
  close(): Promise<void>;
}
