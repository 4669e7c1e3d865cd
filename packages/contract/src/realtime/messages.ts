import { z } from 'zod';
import { Placement } from '../definitions/board.ts';
import { Key } from '../http/fields.ts';
import type { Problem } from '../http/problem.ts';
import { type BoardPage, Entry } from '../leaderboards/board-page.ts';
import { PeriodSpec, SegmentSpec } from '../leaderboards/endpoints.ts';

/** The Socket.IO path; `auth: {token}` carries a publishable key or a user token. */
export const REALTIME_PATH = '/v1/realtime';

/** Rows of a watched board that are followed, from the top. */
export const WATCHED_ROWS = 100;

/** `watch`, from the client: follow a board. */
export const Watch = z.strictObject({
  kind: z.literal('leaderboard'),
  key: Key,
  period: PeriodSpec.optional(),
  segment: SegmentSpec.optional(),
  placement: Placement.optional(),
});
export type Watch = z.infer<typeof Watch>;

/** The acknowledgement of `watch`: the room that the server chose, and the rows that later changes build on. */
export type WatchReply = { ok: true; room: string; page: BoardPage } | { ok: false; problem: Problem };

/**
 * `changed`, from the server, at most twice a second per room: rows that differ, by place from the top.
 * It builds on `from`; a client at another version watches again. `from: null` asks for that outright.
 */
export const Changed = z.strictObject({
  kind: z.literal('leaderboard'),
  key: Key,
  room: z.string(),
  from: z.int().nullable(),
  version: z.int(),
  total: z.int(),
  length: z.int().describe('Rows that are left'),
  rows: z.array(z.strictObject({ at: z.int().nonnegative(), entry: Entry })),
});
export type Changed = z.infer<typeof Changed>;

/** `unavailable`, from the server: the board was switched off or removed. */
export interface Unavailable {
  kind: 'leaderboard';
  key: string;
  room: string;
}

export interface ServerMessages {
  changed: (message: Changed) => void;
  unavailable: (message: Unavailable) => void;
}

export interface ClientMessages {
  watch: (request: Watch, reply: (answer: WatchReply) => void) => void;
  unwatch: (room: string) => void;
}
