declare const brand: unique symbol;

/** A tenant's id. Only a credential, a topic binding or an operator's command yields one; a payload never does. */
export type TenantId = number & { readonly [brand]: 'TenantId' };

/** A marketplace. */
export interface Tenant {
  readonly id: TenantId;
  readonly key: string;
  readonly name: string;
  /** IANA zone in which days, weeks and months begin. */
  readonly zone: string;
  readonly currency: string;
  readonly mode: 'live' | 'test';
}
