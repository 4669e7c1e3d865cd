import { acceptQuarantineCase, getQuarantineCase, listQuarantine, rejectQuarantineCase } from '@engagement/contract';
import { actorOf } from '../../kernel/caller.ts';
import type { Cursors } from '../../platform/http/cursors.ts';
import { type Route, route } from '../../platform/http/route.ts';
import type { HeldPlace } from './cases.ts';
import type { QuarantineService } from './service.ts';

export function quarantineRoutes(service: QuarantineService, cursors: Cursors): Route[] {
  return [
    route(listQuarantine, async ({ caller, query: { cursor, limit, state = null } }) => {
      const scope = ['quarantine', caller.tenant.id, state];
      const below = cursor === undefined ? null : (cursors.open(cursor, scope) as number);
      const found = await service.list(caller.tenant.id, { limit: limit + 1, below, state });
      const data = found.slice(0, limit);
      const last = data.at(-1);
      return { data, nextCursor: found.length > limit && last ? cursors.seal(Number(last.id), scope) : null };
    }),
    route(getQuarantineCase, async ({ caller, params: { id }, query: { cursor, limit } }) => {
      const scope = ['quarantine-case', caller.tenant.id, id];
      const after = cursor === undefined ? null : (cursors.open(cursor, scope) as HeldPlace);
      const { found, facts } = await service.get(caller.tenant.id, id, { limit: limit + 1, after });
      const data = facts.slice(0, limit);
      const last = data.at(-1);
      const place = last && { time: last.time, trust: last.trust, source: last.source, id: last.id };
      return { case: found, data, nextCursor: facts.length > limit ? cursors.seal(place, scope) : null };
    }),
    route(acceptQuarantineCase, ({ caller, params }) => service.accept(caller.tenant, params.id, actorOf(caller))),
    route(rejectQuarantineCase, ({ caller, params }) => service.reject(caller.tenant, params.id, actorOf(caller))),
  ];
}
