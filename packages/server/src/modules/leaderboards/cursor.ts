import type { StoredBoard } from '../../definitions/catalogue.ts';
import type { TenantId } from '../../kernel/tenant.ts';
import type { Cursors } from '../../platform/http/cursors.ts';
import type { Place } from './view.ts';

/** The list that a cursor belongs to, as its caller asked for it. */
export interface CursorScope {
  readonly tenantId: TenantId;
  readonly board: StoredBoard;
  readonly period: string | undefined;
  readonly segment: string | undefined;
}

/** The last row of a page, in the period that `period` meant when the first page was read. */
export interface Position {
  readonly periodKey: string;
  readonly place: Place;
}

function scopeOf({ tenantId, board, period, segment }: CursorScope): readonly unknown[] {
  const { key, metric, score, direction } = board;
  return ['entries', tenantId, key, metric, score, direction, period ?? null, segment ?? null];
}

export function writeCursor(cursors: Cursors, scope: CursorScope, { periodKey, place }: Position): string {
  return cursors.seal([periodKey, place.score, place.reachedAt, place.id], scopeOf(scope));
}

/** @throws a problem that names `/cursor` when the text was edited or belongs to another list */
export function readCursor(cursors: Cursors, scope: CursorScope, cursor: string): Position {
  const [periodKey, score, reachedAt, id] = cursors.open(cursor, scopeOf(scope)) as [string, string, string, string];
  return { periodKey, place: { score, reachedAt, id } };
}
