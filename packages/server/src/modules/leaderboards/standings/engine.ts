import type { Projection } from '../../../activity/ports.ts';
import type { Catalogue } from '../../../definitions/catalogue.ts';
import type { TenantId } from '../../../kernel/tenant.ts';
import type { Executor } from '../../../platform/db/database.ts';
import type { BoardView, Refresh, Standings } from './standings.ts';

/** What boards are read from, and all that keeps it true. */
export interface StandingsEngine {
  readonly standings: Standings;
  readonly refresh: Refresh;
  /** Told of what is committed; none when boards are read from the numbers themselves. */
  readonly projection?: Projection;
  /** Ranks have been noted: they are shown as the previous ones from now on. */
  showRanks(view: Omit<BoardView, 'segment'>): Promise<void>;
  /** The numbers of metrics are replaced as a whole when the transaction commits. */
  onRebuild(tx: Executor, catalogue: Catalogue, metrics: readonly string[]): Promise<void>;
  /** Some boards are defined otherwise when the transaction commits. */
  onDefined(tx: Executor, tenantId: TenantId, boards: readonly string[]): Promise<void>;
  /** Keeps Redis complete, in the processes that do work. */
  startKeeping(): { stop(): Promise<void> };
  close(): Promise<void>;
}
