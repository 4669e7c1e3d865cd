import { createHmac, timingSafeEqual } from 'node:crypto';
import type { StoredBoard } from '../../definitions/catalogue.ts';
import { invalid } from '../../kernel/problem-error.ts';
import type { TenantId } from '../../kernel/tenant.ts';
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

/** Positions in lists as opaque text, signed so that only we make them and only for one list. */
export interface Cursors {
  write(scope: CursorScope, position: Position): string;
  /** Throws a problem that names `/cursor` when the text was edited or belongs to another list. */
  read(scope: CursorScope, cursor: string): Position;
}

export function createCursors(key: Buffer): Cursors {
  const sign = ({ tenantId, board, period, segment }: CursorScope, body: string): Buffer => {
    const list = [
      tenantId,
      board.key,
      board.metric,
      board.score,
      board.direction,
      period ?? null,
      segment ?? null,
      body,
    ];
    return createHmac('sha256', key).update(JSON.stringify(list)).digest().subarray(0, 16);
  };
  return {
    write(scope, { periodKey, place }) {
      const position = [periodKey, place.score, place.reachedAt, place.id];
      const body = Buffer.from(JSON.stringify(position)).toString('base64url');
      return `${body}.${sign(scope, body).toString('base64url')}`;
    },
    read(scope, cursor) {
      const [body = '', signature = ''] = cursor.split('.');
      const given = Buffer.from(signature, 'base64url');
      const expected = sign(scope, body);
      if (given.length !== expected.length || !timingSafeEqual(given, expected) || cursor !== `${body}.${signature}`) {
        throw invalid('/cursor', 'The cursor was not given out for this list. Start again without it.');
      }
      const [periodKey, score, reachedAt, id] = JSON.parse(Buffer.from(body, 'base64url').toString()) as string[];
      return { periodKey, place: { score, reachedAt, id } } as Position;
    },
  };
}
