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

/** What comes of events: accepted into the log, rejected as invalid, or refused because the log could not take them. */
export type DoorOutcome = 'accepted' | 'rejected' | 'refused';

export interface FrontDoorDeps {
  readonly catalogues: Catalogues;
  readonly log: ActivityLog;
  readonly clock: Clock;
  readonly count?: (outcome: DoorOutcome, events: number) => void;
}

export function createFrontDoor({ count = () => {}, ...deps }: FrontDoorDeps): FrontDoor {
  async function judge(tenant: Tenant, events: readonly unknown[], speaker: Speaker): Promise<Acceptance[]> {
    const types = typesOf(await deps.catalogues.current(tenant.id));
    const now = deps.clock.now() * 1000;
    const judged = events.map((event) => accept(event, speaker, types, now));
    count('rejected', judged.filter((acceptance) => 'rejection' in acceptance).length);
    return judged;
  }
  async function append(tenant: Tenant, facts: readonly Fact[]): Promise<void> {
    let outcome: DoorOutcome = 'refused';
    try {
      await deps.log.append(facts.map((fact) => ({ tenantId: tenant.id, fact })));
      outcome = 'accepted';
    } finally {
      count(outcome, facts.length);
    }
  }
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
