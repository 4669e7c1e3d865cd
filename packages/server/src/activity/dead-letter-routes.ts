import { discardDeadLetter, listDeadLetters, replayDeadLetter } from '@engagement/contract';
import { actorOf } from '../kernel/caller.ts';
import type { Cursors } from '../platform/http/cursors.ts';
import { type Route, route } from '../platform/http/route.ts';
import type { DeadLetterService } from './dead-letter-service.ts';

export function deadLetterRoutes(service: DeadLetterService, cursors: Cursors): Route[] {
  return [
    route(listDeadLetters, async ({ caller, query }) => {
      const bound = ['dead-letters', caller.tenant.id, query.state ?? null];
      const below = query.cursor === undefined ? null : (cursors.open(query.cursor, bound) as number);
      const found = await service.list(caller.tenant.id, { limit: query.limit + 1, below, state: query.state ?? null });
      const data = found.slice(0, query.limit);
      const last = data.at(-1);
      return { data, nextCursor: found.length > data.length && last ? cursors.seal(Number(last.id), bound) : null };
    }),
    route(replayDeadLetter, ({ caller, params }) => service.replay(caller.tenant, params.id, actorOf(caller))),
    route(discardDeadLetter, ({ caller, params }) => service.discard(caller.tenant.id, params.id, actorOf(caller))),
  ];
}
