import { type BatchResult, postEvent, postEventBatch, problemType } from '@engagement/contract';
import type { KnownCaller } from '../kernel/caller.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import { type Route, route, Waited } from '../platform/http/route.ts';
import type { Acceptance, Speaker } from './accept.ts';
import type { Answers } from './answer.ts';
import type { Fact } from './fact.ts';
import type { FrontDoor } from './front-door.ts';

function speakerOf(caller: KnownCaller): Speaker {
  if (caller.kind === 'secret') return { trust: 'server' };
  return { trust: 'client', user: caller.kind === 'user' ? caller.user : undefined };
}

function idOf(event: unknown): string | null {
  const id = typeof event === 'object' && event !== null && 'id' in event ? event.id : null;
  return typeof id === 'string' ? id.slice(0, 128) : null;
}

function resultOf(event: unknown, acceptance: Acceptance): BatchResult {
  if ('fact' in acceptance) return { id: acceptance.fact.id, status: 'accepted' };
  const { code, detail, errors } = acceptance.rejection;
  return { id: idOf(event), status: 'rejected', error: { type: problemType(code), detail, errors: [...errors] } };
}

function factOf(acceptance: Acceptance | undefined): Fact {
  if (acceptance && 'fact' in acceptance) return acceptance.fact;
  const { code = 'internal', detail = '', errors = [] } = acceptance?.rejection ?? {};
  throw new ProblemError(code, detail, { errors });
}

export function activityRoutes(door: FrontDoor, answers: Answers): Route[] {
  return [
    route(postEvent, async ({ caller, body, wait }) => {
      const { tenant } = caller;
      const [acceptance] = await door.judge(tenant, [body], speakerOf(caller));
      const fact = factOf(acceptance);
      const answer = wait === undefined ? undefined : await answers(caller, fact, wait);
      if (answer) return new Waited(answer);
      // Should it have been recorded after all, the worker will know it by its identity.
      await door.append(tenant, [fact]);
      return { id: fact.id, status: 'accepted' as const };
    }),
    route(postEventBatch, async ({ caller, body }) => {
      const judged = await door.submit(caller.tenant, body.events, speakerOf(caller));
      const results = judged.map((acceptance, index) => resultOf(body.events[index], acceptance));
      const accepted = results.filter(({ status }) => status === 'accepted').length;
      return { accepted, rejected: results.length - accepted, results };
    }),
  ];
}
