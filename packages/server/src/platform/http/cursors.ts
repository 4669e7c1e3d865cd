import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { invalid } from '../../kernel/problem-error.ts';

/** Positions in lists as opaque text, signed: only we make them, and each is good for one list alone. */
export interface Cursors {
  /** `scope` says which list it is: tenant, kind, and all that the caller asked for. */
  seal(position: unknown, scope: readonly unknown[]): string;
  /** @throws a problem that names `/cursor` when the text was edited or belongs to another list */
  open(cursor: string, scope: readonly unknown[]): unknown;
}

const SIGNATURE_BYTES = 16;

export function createCursors(secret: Uint8Array): Cursors {
  const key = createSecretKey(secret);
  const sealed = (body: string, scope: readonly unknown[]) => {
    const signature = createHmac('sha256', key)
      .update(JSON.stringify([...scope, body]))
      .digest();
    return `${body}.${signature.subarray(0, SIGNATURE_BYTES).toString('base64url')}`;
  };
  return {
    seal: (position, scope) => sealed(Buffer.from(JSON.stringify(position)).toString('base64url'), scope),
    open(cursor, scope) {
      const [body = ''] = cursor.split('.');
      const given = Buffer.from(cursor);
      const genuine = Buffer.from(sealed(body, scope));
      if (given.length !== genuine.length || !timingSafeEqual(given, genuine)) {
        throw invalid('/cursor', 'The cursor was not given out for this list. Start again without it.');
      }
      return JSON.parse(Buffer.from(body, 'base64url').toString());
    },
  };
}
