import type { BoardPage } from '@engagement/contract';
import { BriefCache } from '../../kernel/brief-cache.ts';
import type { KnownCaller } from '../../kernel/caller.ts';
import type { Clock } from '../../kernel/clock.ts';
import { PreparedJson } from '../../platform/http/reply.ts';
import type { Narrowing } from './narrowing.ts';
import type { BoardService, ViewRequest } from './service.ts';

interface PageRequest {
  readonly caller: KnownCaller;
  readonly request: ViewRequest;
  readonly limit: number;
}

/** Top pages as everyone sees them: read and written once for all who ask within a moment. */
export class SharedPages {
  readonly #boards: BoardService;
  readonly #pages: BriefCache<PageRequest, PreparedJson<BoardPage>>;

  /** A page may be so many milliseconds old. */
  constructor(boards: BoardService, clock: Clock, milliseconds: number) {
    this.#boards = boards;
    this.#pages = new BriefCache(
      clock,
      milliseconds,
      async ({ caller, request, limit }) => {
        const until = clock.now() + milliseconds;
        return new PreparedJson(await boards.page(caller, request, limit), () => clock.now() < until);
      },
      nameOf,
    );
  }

  /** As `BoardService` gives it. A user's page has their own entry in it, and a narrowed one is of interest to few. */
  page(
    caller: KnownCaller,
    request: ViewRequest & Narrowing,
    limit: number,
    cursor?: string,
  ): Promise<BoardPage | PreparedJson<BoardPage>> {
    const { following, ids } = request;
    const isShared = caller.kind !== 'user' && [following, ids, cursor].every((each) => each === undefined);
    return isShared ? this.#pages.get({ caller, request, limit }) : this.#boards.page(caller, request, limit, cursor);
  }
}

/** What decides how a page looks: a secret key also sees boards that are off. */
function nameOf({ caller, request, limit }: PageRequest): string {
  const { board, period, segment, placement } = request;
  return JSON.stringify([caller.tenant.id, caller.kind, board, period, segment, placement, limit]);
}
