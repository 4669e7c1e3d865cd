import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync } from 'node:crypto';
import { invalid } from '../../kernel/problem-error.ts';

/**
 * Positions in lists as opaque text: only we make them and read them, and each is good for one list alone. A position
 * holds more than its page shows.
 */
export interface Cursors {
  /** `scope` says which list it is: tenant, kind, and all that the caller asked for. */
  seal(position: unknown, scope: readonly unknown[]): string;
  /** @throws a problem that names `/cursor` when the text was edited or belongs to another list */
  open(cursor: string, scope: readonly unknown[]): unknown;
}

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export function createCursors(secret: Uint8Array): Cursors {
  const keyFor = (purpose: string) => createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', purpose, 32)));
  const [key, nonceKey] = [keyFor('cipher'), keyFor('nonce')];
  // By what is sealed, so that a page which is read twice is the same, and no nonce is used for two texts.
  const nonceOf = (scope: Buffer, text: string) =>
    createHmac('sha256', nonceKey).update(scope).update(text).digest().subarray(0, NONCE_BYTES);
  const textOf = (scope: readonly unknown[]) => Buffer.from(JSON.stringify(scope));
  return {
    seal(position, scope) {
      const [list, text] = [textOf(scope), JSON.stringify(position)];
      const nonce = nonceOf(list, text);
      const cipher = createCipheriv(CIPHER, key, nonce).setAAD(list);
      const body = [cipher.update(text, 'utf8'), cipher.final()];
      return Buffer.concat([nonce, cipher.getAuthTag(), ...body]).toString('base64url');
    },
    open(cursor, scope) {
      const bytes = Buffer.from(cursor, 'base64url');
      // Other texts may stand for the same bytes.
      if (bytes.length < NONCE_BYTES + TAG_BYTES || bytes.toString('base64url') !== cursor) throw foreign();
      const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
      decipher.setAAD(textOf(scope)).setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      const position = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
      try {
        decipher.final();
      } catch {
        throw foreign();
      }
      return JSON.parse(position.toString());
    },
  };
}

const foreign = () => invalid('/cursor', 'The cursor was not given out for this list. Start again without it.');
