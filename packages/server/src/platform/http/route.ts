import type { Body, Endpoint, Params, Query, Reply, WaitingReply } from '@engagement/contract';
import type { Caller, KnownCaller } from '../../kernel/caller.ts';
import type { JsonText } from './reply.ts';

/** A request that has passed the contract: who calls, and with which checked input. */
export interface Call<E extends Endpoint> {
  readonly caller: E['access'] extends { anonymous: true } ? Caller : KnownCaller;
  readonly params: Params<E>;
  readonly query: Query<E>;
  readonly body: Body<E>;
  /** How many seconds the caller prefers to wait for what comes of it, where the endpoint knows of that. */
  readonly wait: number | undefined;
  /** Shown to the caller as `instance` of a problem, and in the log. */
  readonly requestId: string;
  /** The connection was given up. */
  readonly signal: AbortSignal;
}

/** The reply to a caller who waited, in place of the plain one. */
export class Waited<R> {
  readonly reply: R;

  constructor(reply: R) {
    this.reply = reply;
  }
}

/** An endpoint of the contract with what answers it. */
export interface Route {
  readonly endpoint: Endpoint;
  readonly handle: (call: Call<Endpoint>) => Promise<unknown>;
}

/** Joins an endpoint to its handler; the types of both come from the contract. */
export function route<E extends Endpoint>(
  endpoint: E,
  handle: (call: Call<E>) => Promise<Reply<E> | JsonText<Reply<E>> | Waited<WaitingReply<E>>>,
): Route {
  return { endpoint, handle: handle as unknown as Route['handle'] };
}
