import { calculateJwkThumbprint, type JWK } from 'jose';
import { ProblemError } from '../../kernel/problem-error.ts';
import type { Tenant } from '../../kernel/tenant.ts';
import type { Executor } from '../../platform/db/database.ts';
import { isLive } from './domain.ts';
import * as repository from './repository.ts';
import { hashOf, newId, newSecret, recognisable, type Seal } from './secrets.ts';
import { publicKey } from './user-token.ts';

/** A change under way: its transaction, the tenant it is about, who makes it and when (milliseconds). */
export interface Change {
  readonly tx: Executor;
  readonly tenant: Tenant;
  readonly actor: string;
  readonly now: number;
}

/** A key just made. What is secret of it is told here and never again. */
export interface NewKey {
  readonly id: string;
  readonly key: string;
}

interface Rights {
  readonly kind: string;
  readonly origins: string[];
  readonly scopes: string[];
}

export async function note(change: Change, action: string, keyId: string, detail: Record<string, unknown>) {
  const { tx, tenant, actor } = change;
  await repository.insertAudit(tx, tenant.id, { actor, action, object: `key:${keyId}`, detail });
}

export async function addApiKey(change: Change, { kind, origins, scopes }: Rights): Promise<NewKey> {
  const id = newId('key');
  const key = newSecret(kind === 'secret' ? 'sk' : 'pk', change.tenant.mode);
  const shown = kind === 'secret' ? recognisable(key) : key;
  const row = { id, kind, shown, hash: hashOf(key), origins, scopes };
  await repository.insertApiKey(change.tx, change.tenant.id, row);
  await note(change, 'key.created', id, { kind, origins, scopes });
  return { id, key };
}

export async function addSigningSecret(change: Change, seal: Seal): Promise<NewKey> {
  const id = newId('sig');
  const key = newSecret('ss', change.tenant.mode);
  const material = seal.close(change.tenant.id, id, key);
  await repository.insertSigningKey(change.tx, change.tenant.id, { id, algorithm: 'HS256', material });
  await note(change, 'key.created', id, { kind: 'signing', algorithm: 'HS256' });
  return { id, key };
}

/** Its id is the `kid` of the JWK, or its thumbprint (RFC 7638). */
export async function addPublicKey(change: Change, jwk: JWK): Promise<{ id: string }> {
  const { crv, kty, x, kid } = await checkedPublicKey(jwk);
  const id = kid ?? (await calculateJwkThumbprint({ crv, kty, x } as JWK));
  const row = { id, algorithm: 'EdDSA', material: JSON.stringify({ crv, kty, x }) };
  if (!(await repository.insertSigningKey(change.tx, change.tenant.id, row))) {
    throw new ProblemError('conflict', `There is a signing key ${id} already.`);
  }
  await note(change, 'key.created', id, { kind: 'signing', algorithm: 'EdDSA' });
  return { id };
}

async function checkedPublicKey(jwk: JWK): Promise<JWK> {
  if ('d' in jwk)
    throw new ProblemError('invalid-request', 'This is a private key. Keep it, and register the public one.');
  if (jwk.kty !== 'OKP' || jwk.crv !== 'Ed25519') {
    throw new ProblemError('invalid-request', 'The key must be an Ed25519 public key as a JWK (kty OKP, crv Ed25519).');
  }
  if (jwk.kid !== undefined && !/^[\x21-\x7e]{1,128}$/.test(jwk.kid)) {
    throw new ProblemError('invalid-request', 'The kid must be 1 to 128 visible ASCII characters.');
  }
  try {
    await publicKey(jwk);
  } catch (cause) {
    throw new ProblemError('invalid-request', 'The key is not a valid Ed25519 public key.', { cause });
  }
  return jwk;
}

type StoredKey = { of: 'api'; row: repository.ApiKey } | { of: 'signing'; row: repository.SigningKey };

async function lockKey({ tx, tenant }: Change, id: string): Promise<StoredKey | undefined> {
  const apiKey = await repository.lockApiKey(tx, tenant.id, id);
  if (apiKey) return { of: 'api', row: apiKey };
  const signingKey = await repository.lockSigningKey(tx, tenant.id, id);
  return signingKey && { of: 'signing', row: signingKey };
}

/** Ends a key at `at` (milliseconds), or leaves it to end sooner if it was going to. Answers the key and its end. */
export async function endKey(change: Change, id: string, at: number): Promise<{ key: StoredKey; endsAt: string }> {
  const { tx, tenant, now } = change;
  const key = await lockKey(change, id);
  if (!key) throw new ProblemError('not-found', `The tenant has no key ${JSON.stringify(id)}.`);
  const { expiresAt } = key.row;
  if (!isLive(key.row, now)) throw new ProblemError('conflict', `The key ${id} has ended already.`);
  const endsAt = new Date(Math.min(at, expiresAt === null ? at : Date.parse(expiresAt))).toISOString();
  if (key.of === 'api') await repository.updateApiKey(tx, tenant.id, id, { expiresAt: endsAt });
  else await repository.expireSigningKey(tx, tenant.id, id, endsAt);
  return { key, endsAt };
}

/** Another key with the rights of one that ends. */
export function addLike(change: Change, key: StoredKey, seal: Seal): Promise<NewKey> {
  if (key.of === 'api') return addApiKey(change, key.row);
  if (key.row.algorithm === 'HS256') return addSigningSecret(change, seal);
  throw new ProblemError(
    'rule-violation',
    'Only you can renew a key pair: register the new public key, then revoke this.',
  );
}
