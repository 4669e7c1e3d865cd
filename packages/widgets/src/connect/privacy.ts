import type { Consent, InitOptions } from '@engagement/sdk';
import { warnLater } from '../internal/warn-later.ts';

type Storage = NonNullable<InitOptions['storage']>;

/** What markup says of consent. A word that we do not know must not send anything: it counts as `pending`. */
export const consentFrom = (text: string | null | undefined): Consent | undefined =>
  chosen(text, 'consent', ['granted', 'denied', 'pending'], 'pending');

/** What markup says of where events wait. A word that we do not know must not keep anything: it counts as `memory`. */
export const storageFrom = (text: string | null | undefined): Storage | undefined =>
  chosen(text, 'storage', ['persistent', 'session', 'memory'], 'memory');

function chosen<T extends string>(
  text: string | null | undefined,
  name: string,
  allowed: readonly T[],
  careful: T,
): T | undefined {
  if (text === null || text === undefined) return undefined;
  const found = allowed.find((one) => one === text);
  if (!found) warnLater(`${name}="${text}" is none of ${allowed.join(', ')}. It counts as ${careful}`, 'setup');
  return found ?? careful;
}
