import type { StoredBoard, StoredMetric } from '../../definitions/catalogue.ts';
import type { KnownCaller } from '../../kernel/caller.ts';
import { invalid, ProblemError } from '../../kernel/problem-error.ts';
import type { Following } from './ports.ts';

/** Whom a list is narrowed to, as a caller asks for it: those whom a user follows, or some ids. */
export interface Narrowing {
  /** `me`, or a user's id. */
  readonly following?: string | undefined;
  readonly ids?: readonly string[] | undefined;
}

/** The ids that a list is narrowed to; null when it is the whole board. */
export async function narrowedTo(
  caller: KnownCaller,
  board: StoredBoard,
  metrics: ReadonlyMap<string, StoredMetric>,
  { following, ids }: Narrowing,
  known: Following,
): Promise<readonly string[] | null> {
  if (following === undefined) return ids ?? null;
  if (ids) throw invalid('/ids', 'A list is narrowed to ids or to whom a user follows, not to both.');
  const metric = board.following === undefined ? undefined : metrics.get(board.following);
  if (!metric) throw invalid('/following', 'This board does not know whom a user follows.');
  return known.membersOf(caller.tenant, metric, followerOf(caller, following));
}

/** Whom somebody follows is their own affair, and that of the marketplace's server. */
function followerOf(caller: KnownCaller, following: string): string {
  if (caller.kind === 'user' && (following === 'me' || following === caller.user)) return caller.user;
  if (following === 'me') throw invalid('/following', 'me needs a user token; give an id instead.');
  if (caller.kind === 'secret') return following;
  throw new ProblemError('forbidden', 'Whom another user follows is read with a secret key.');
}
