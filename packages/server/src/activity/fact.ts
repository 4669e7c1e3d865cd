import type { ActivityEventInput, Trust } from '@engagement/contract';
import { instantText, type Micros } from '../kernel/instant.ts';

/** What identifies a fact within its tenant. */
export interface FactIdentity {
  readonly trust: Trust;
  readonly source: string;
  readonly id: string;
}

/** An accepted event in the form in which it is recorded: defaults filled in, transport left out. */
export interface Fact extends FactIdentity {
  readonly type: string;
  readonly time: Micros;
  readonly subject: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  readonly reverses: FactIdentity | null;
}

/** A profile field as it was when the fact was recorded: `user.country` → `DE`. */
export type Stamps = Readonly<Record<string, string | number | boolean>>;

export interface StampedFact extends Fact {
  readonly stamps: Stamps | null;
}

/** How much of a fact is taken back, and how much there is to take back: the amount, or 1. */
export interface Taken {
  readonly back: bigint;
  readonly of: bigint;
}

/** What happened to a fact; `before` is null when it was not recorded until now. */
export interface Movement {
  readonly fact: StampedFact;
  readonly before: Taken | null;
  readonly after: Taken;
}

export function identityKey({ trust, source, id }: FactIdentity): string {
  return `${trust}\n${source}\n${id}`;
}

/** The event that a fact came from, as the front door takes it. */
export function eventOf({ id, source, type, time, subject, data, reverses }: Fact): ActivityEventInput {
  return {
    id,
    source,
    type,
    time: instantText(time),
    ...(subject !== null && { subject }),
    data,
    ...(reverses && { reverses: reverses.id, reversessource: reverses.source, reversestrust: reverses.trust }),
  };
}
