import { Currency, Key, SCOPES, type Scope } from '@engagement/contract';
import { ProblemError } from '../../kernel/problem-error.ts';
import type { Tenant } from '../../kernel/tenant.ts';

/** A tenant as an operator describes it. */
export type TenantInput = Omit<Tenant, 'id'>;

const MAX_NAME = 120;

function refuse(detail: string): ProblemError {
  return new ProblemError('invalid-request', detail);
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return !/^[+-]/.test(zone);
  } catch {
    return false;
  }
}

/** @throws ProblemError `invalid-request` */
export function checkTenant({ key, name, zone, currency, mode }: TenantInput): void {
  if (!Key.safeParse(key).success)
    throw refuse(`The key ${JSON.stringify(key)} must be lower-case words joined by dashes.`);
  if (name.trim() === '' || name.length > MAX_NAME) throw refuse(`The name must have 1 to ${MAX_NAME} characters.`);
  if (!isZone(zone)) throw refuse(`The zone ${JSON.stringify(zone)} is no IANA zone, such as Europe/Berlin.`);
  if (!Currency.safeParse(currency).success || !Intl.supportedValuesOf('currency').includes(currency)) {
    throw refuse(`The currency ${JSON.stringify(currency)} is no ISO 4217 code, such as EUR.`);
  }
  if (mode !== 'live' && mode !== 'test') throw refuse('The mode must be live or test.');
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** An origin exactly as a browser sends it. Plain http is for a test tenant, or this machine. */
export function checkOrigin(origin: string, mode: Tenant['mode']): void {
  const url = URL.parse(origin);
  if (!url || url.origin !== origin || origin.includes('*') || !/^https?:$/.test(url.protocol)) {
    throw refuse(
      `${JSON.stringify(origin)} is no origin, such as https://shop.example: a scheme and a host, no path, no *.`,
    );
  }
  if (mode === 'live' && url.protocol === 'http:' && !LOOPBACK.has(url.hostname)) {
    throw refuse(`${origin} must be https: the tenant is live.`);
  }
}

export function checkScopes(scopes: readonly string[]): asserts scopes is readonly Scope[] {
  const unknown = scopes.find((scope) => !SCOPES.includes(scope as Scope));
  if (unknown !== undefined)
    throw refuse(`The scope ${JSON.stringify(unknown)} is unknown. Scopes: ${SCOPES.join(', ')}.`);
  if (scopes.length === 0) throw refuse(`A secret key needs a scope. Scopes: ${SCOPES.join(', ')}.`);
}

const MAX_OVERLAP_MS = 90 * 24 * 3_600_000;

/** How long an old key goes on beside its successor. */
export function checkOverlap(milliseconds: number): void {
  if (milliseconds >= 0 && milliseconds <= MAX_OVERLAP_MS) return;
  throw refuse('The overlap must be from 0 hours to 90 days.');
}

/** An origin list after a change, in order and without repeats. */
export function changedOrigins(
  present: readonly string[],
  add: readonly string[],
  remove: readonly string[],
): string[] {
  return [...new Set([...present, ...add])].filter((origin) => !remove.includes(origin)).toSorted();
}

/** Whether a key that expires at `expiresAt` still holds at `now`, in milliseconds. */
export function isLive(key: { readonly expiresAt: string | null }, now: number): boolean {
  return key.expiresAt === null || Date.parse(key.expiresAt) > now;
}
