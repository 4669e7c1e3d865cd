import type { z } from 'zod';

/** What a secret key may be allowed to do. A key holds a list of these. */
export const SCOPES = [
  'events:write',
  'profiles:write',
  'leaderboards:read',
  'leaderboards:write',
  'metrics:read',
  'definitions:read',
  'definitions:write',
  'dead-letters:read',
  'dead-letters:write',
  'quarantine:read',
  'quarantine:write',
] as const;
export type Scope = (typeof SCOPES)[number];

/**
 * Who may call an endpoint, per kind of credential; what is left out is refused.
 * A secret key needs the named scope. `anonymous` means anyone: no credential is looked at.
 */
export interface Access {
  readonly anonymous?: true;
  readonly publishable?: true;
  readonly user?: true;
  readonly secret?: Scope;
}

/** The whole agreement about one route: from it come validation, the SDK's types and the OpenAPI document. */
export interface Endpoint {
  readonly id: string;
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** Path with OpenAPI parameters: `/v1/leaderboards/{board}`. */
  readonly path: string;
  readonly summary: string;
  readonly access: Access;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** The list in the body whose items are judged one by one, so that a bad one does not take its neighbours with it. */
  readonly items?: string;
  /** It posts and changes nothing: it counts as so many reads as it has items. */
  readonly reads?: true;
  /** Largest body accepted, in bytes. */
  readonly bodyLimit?: number;
  readonly status: 200 | 202 | 204;
  readonly reply?: z.ZodType;
  /** What a caller who prefers to wait for what comes of it gets instead, with 200: see `Waiting`. */
  readonly waiting?: Waiting;
}

/** `Prefer: wait=N` (RFC 7240): the caller waits up to N seconds for more than that the request was accepted. */
export interface Waiting {
  readonly maxSeconds: number;
  readonly reply: z.ZodType;
}

export type Params<E extends Endpoint> = E['params'] extends z.ZodType ? z.infer<E['params']> : Record<never, never>;
export type Query<E extends Endpoint> = E['query'] extends z.ZodType ? z.infer<E['query']> : Record<never, never>;
export type Body<E extends Endpoint> = E['body'] extends z.ZodType ? z.infer<E['body']> : undefined;
/** The body as a caller writes it, before defaults are filled in. */
export type BodyInput<E extends Endpoint> = E['body'] extends z.ZodType ? z.input<E['body']> : undefined;
export type Reply<E extends Endpoint> = E['reply'] extends z.ZodType ? z.infer<E['reply']> : undefined;
/** What is given to a caller who waited. */
export type WaitingReply<E extends Endpoint> = E['waiting'] extends { reply: z.ZodType }
  ? z.infer<E['waiting']['reply']>
  : never;

export function defineEndpoint<const E extends Endpoint>(endpoint: E): E {
  return endpoint;
}
