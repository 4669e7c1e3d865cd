import type { Body, Endpoint, Params, Query, Reply } from '@engagement/contract';
import type { Caller, KnownCaller } from '../../kernel/caller.ts';

/** A request that has passed the contract: who calls, and with which checked input. */
export interface Call<E extends Endpoint> {
  readonly caller: E['access'] extends { anonymous: true } ? Caller : KnownCaller;
  readonly params: Params<E>;
  readonly query: Query<E>;
  readonly body: Body<E>;
  /** Shown to the caller as `instance` of a problem, and in the log. */
  readonly requestId: string;
  /** The connection was given up. */
  readonly signal: AbortSignal;
}

/** An endpoint of the contract with what answers it. */
export interface Route {
  readonly endpoint: Endpoint;
  readonly handle: (call: Call<Endpoint>) => Promise<unknown>;
}

/** Joins an endpoint to its handler; the types of both come from the contract. */
export function route<E extends Endpoint>(endpoint: E, handle: (call: Call<E>) => Promise<Reply<E>>): Route {
  return { endpoint, handle: handle as unknown as Route['handle'] };
}
