import type { Catalogues } from '../definitions/catalogue.ts';
import { typesOf } from '../definitions/type-registry.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Tenant } from '../kernel/tenant.ts';
import { type Acceptance, accept, type Speaker } from './accept.ts';
import type { Fact } from './fact.ts';
import type { ActivityLog } from './log.ts';

export interface FrontDoor {
  /** Judges each event by itself; what is accepted is durable when this resolves. In the order of `events`. */
  submit(tenant: Tenant, events: readonly unknown[], speaker: Speaker): Promise<Acceptance[]>;
  /** Accepted facts are durable in the log when this resolves. */
  append(tenant: Tenant, facts: readonly Fact[]): Promise<void>;
  /** Judges without appending. */
  judge(tenant: Tenant, events: readonly unknown[], speaker: Speaker): Promise<Acceptance[]>;
}

export function createFrontDoor(deps: { catalogues: Catalogues; log: ActivityLog; clock: Clock }): FrontDoor {
  async function judge(tenant: Tenant, events: readonly unknown[], speaker: Speaker): Promise<Acceptance[]> {
    const types = typesOf(await deps.catalogues.current(tenant.id));
    const now = deps.clock.now() * 1000;
    return events.map((event) => accept(event, speaker, types, now));
  }
  const append = (tenant: Tenant, facts: readonly Fact[]) =>
    deps.log.append(facts.map((fact) => ({ tenantId: tenant.id, fact })));
  return {
    judge,
    append,
    async submit(tenant, events, speaker) {
      const judged = await judge(tenant, events, speaker);
      const facts: Fact[] = [];
      for (const acceptance of judged) if ('fact' in acceptance) facts.push(acceptance.fact);
      if (facts.length > 0) await append(tenant, facts);
      return judged;
    },
  };
}
