import { bigint, integer, jsonb, pgTable, primaryKey, serial, text } from 'drizzle-orm/pg-core';
import { instant } from '../../platform/db/columns.ts';

/** A marketplace. The mode is fixed at creation, and its keys say it. */
export const tenants = pgTable('tenants', {
  id: serial().primaryKey(),
  key: text().notNull().unique(),
  name: text().notNull(),
  zone: text().notNull(),
  currency: text().notNull(),
  mode: text().notNull(),
  createdAt: instant().notNull().defaultNow(),
});

/** Publishable keys (public, kept as they are) and secret keys (kept as a SHA-256). */
export const apiKeys = pgTable(
  'tenant_api_keys',
  {
    tenantId: integer().notNull(),
    id: text().notNull(),
    kind: text().notNull(),
    /** The publishable key itself; for a secret key its first characters, to recognise it by. */
    shown: text().notNull(),
    /** SHA-256 of the whole key, hexadecimal. */
    hash: text().notNull().unique(),
    origins: text().array().notNull(),
    scopes: text().array().notNull(),
    createdAt: instant().notNull().defaultNow(),
    /** Set when the key is rotated or revoked: from then on it is refused. */
    expiresAt: instant(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] })],
);

/** Secrets by which a tenant's server signs user tokens; encrypted under the master key. One algorithm each. */
export const signingKeys = pgTable(
  'tenant_signing_keys',
  {
    tenantId: integer().notNull(),
    /** The `kid` of tokens. */
    id: text().notNull(),
    algorithm: text().notNull(),
    /** HS256: the secret, encrypted. EdDSA: the public key, a JWK. */
    material: text().notNull(),
    createdAt: instant().notNull().defaultNow(),
    expiresAt: instant(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] })],
);

/** Who changed what: written in the transaction of the change, never altered. */
export const auditLog = pgTable(
  'tenant_audit_log',
  {
    tenantId: integer().notNull(),
    id: bigint({ mode: 'number' }).generatedAlwaysAsIdentity().notNull(),
    at: instant().notNull().defaultNow(),
    actor: text().notNull(),
    action: text().notNull(),
    object: text().notNull(),
    detail: jsonb().notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] })],
);
