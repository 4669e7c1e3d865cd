import { createCipheriv, createDecipheriv, hash, randomBytes, randomInt } from 'node:crypto';
import type { Tenant, TenantId } from '../../kernel/tenant.ts';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 190 bits. */
const SECRET_LENGTH = 32;
const ID_LENGTH = 12;

function randomText(length: number): string {
  return Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

/** `pk` publishable, `sk` secret, `ss` signing secret; the mode stands in the key, so that nobody mixes them up. */
export function newSecret(prefix: 'pk' | 'sk' | 'ss', mode: Tenant['mode']): string {
  return `${prefix}_${mode}_${randomText(SECRET_LENGTH)}`;
}

export function newId(prefix: 'key' | 'sig'): string {
  return `${prefix}_${randomText(ID_LENGTH)}`;
}

export function hashOf(key: string): string {
  return hash('sha256', key);
}

/** Enough of a secret key to recognise it by. */
export function recognisable(key: string): string {
  return `${key.slice(0, 'sk_live_'.length + 4)}…`;
}

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/** Encrypts signing secrets. A sealed text opens only for the tenant and the key id it was sealed for. */
export class Seal {
  readonly #key: Uint8Array;

  /** @throws when there is no key of 32 bytes: without one nothing may be stored or believed */
  constructor(masterKey: Uint8Array | undefined) {
    if (masterKey?.length !== KEY_BYTES) throw new Error(`ENGAGEMENT_MASTER_KEY must be set, to ${KEY_BYTES} bytes.`);
    this.#key = masterKey;
  }

  close(tenantId: TenantId, id: string, secret: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.#key, nonce).setAAD(context(tenantId, id));
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
  }

  /** @throws when it was sealed for another tenant or id, under another master key, or altered */
  open(tenantId: TenantId, id: string, text: string): string {
    const bytes = Buffer.from(text, 'base64');
    const decipher = createDecipheriv(ALGORITHM, this.#key, bytes.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    })
      .setAAD(context(tenantId, id))
      .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const opened = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([opened, decipher.final()]).toString('utf8');
  }
}

function context(tenantId: TenantId, id: string): Buffer {
  return Buffer.from(`${tenantId} ${id}`);
}
