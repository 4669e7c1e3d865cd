import type { Scope } from '@engagement/contract';
import type { Tenant } from './tenant.ts';

/** Who makes a request, as its credential says. */
export type Caller =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'publishable'; readonly tenant: Tenant; readonly credential: string }
  | { readonly kind: 'user'; readonly tenant: Tenant; readonly credential: string; readonly user: string }
  | {
      readonly kind: 'secret';
      readonly tenant: Tenant;
      readonly credential: string;
      readonly scopes: ReadonlySet<Scope>;
    };

export type KnownCaller = Exclude<Caller, { kind: 'anonymous' }>;

/** How the audit log names a caller. */
export function actorOf(caller: KnownCaller): string {
  return caller.kind === 'user' ? `user:${caller.user}` : `key:${caller.credential}`;
}
