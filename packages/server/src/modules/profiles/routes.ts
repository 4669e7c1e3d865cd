import {
  type BatchReply,
  type BatchResult,
  getMyVisibility,
  PROFILE_KINDS,
  ProfileItem,
  type ProfileKind,
  problemType,
  profileEndpointsByKind,
  putMyVisibility,
} from '@engagement/contract';
import type { KnownCaller } from '../../kernel/caller.ts';
import { fieldErrors, fieldErrorsText } from '../../kernel/field-errors.ts';
import { jsonFault } from '../../kernel/json-fault.ts';
import { type Route, route } from '../../platform/http/route.ts';
import type { ProfileChange } from './domain.ts';
import type { ProfileService } from './service.ts';

export function profileRoutes(service: ProfileService): Route[] {
  return [
    ...PROFILE_KINDS.flatMap((kind) => routesOf(kind, service)),
    route(getMyVisibility, ({ caller }) => service.visibilityOf(caller.tenant, userOf(caller).user)),
    route(putMyVisibility, ({ caller, body }) => service.choose(userOf(caller), body)),
  ];
}

/** The contract admits nobody else here. */
function userOf(caller: KnownCaller): KnownCaller & { kind: 'user' } {
  if (caller.kind !== 'user') throw new Error('This endpoint is for users.');
  return caller;
}

function routesOf(kind: ProfileKind, service: ProfileService): Route[] {
  return [
    route(profileEndpointsByKind[kind].put, ({ caller, params, body }) => service.put(caller, kind, params.id, body)),
    route(profileEndpointsByKind[kind].batch, async ({ caller, body }) => {
      const judged = body.items.map(judge);
      await service.putMany(
        caller,
        kind,
        judged.flatMap(({ change }) => change ?? []),
      );
      return replyTo(judged.map(({ result }) => result));
    }),
  ];
}

interface Judged {
  readonly result: BatchResult;
  readonly change?: ProfileChange;
}

function judge(item: unknown, at: number): Judged {
  const base = `/items/${at}`;
  const fault = jsonFault(item);
  if (fault) return rejected(item, [{ pointer: base + fault.pointer, code: 'invalid', message: fault.message }]);
  const parsed = ProfileItem.safeParse(item);
  if (!parsed.success) return rejected(item, fieldErrors(parsed.error, base));
  const { id, ...fields } = parsed.data;
  return { result: { id, status: 'accepted' }, change: { id, fields } };
}

function rejected(item: unknown, errors: ReturnType<typeof fieldErrors>): Judged {
  const id = ProfileItem.shape.id.safeParse((item as { id?: unknown } | null)?.id).data ?? null;
  const error = { type: problemType('invalid-request'), detail: fieldErrorsText(errors), errors };
  return { result: { id, status: 'rejected', error } };
}

function replyTo(results: BatchResult[]): BatchReply {
  const accepted = results.filter(({ status }) => status === 'accepted').length;
  return { accepted, rejected: results.length - accepted, results };
}
