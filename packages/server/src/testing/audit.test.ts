import { Definitions } from '@engagement/contract';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { setAside } from '../activity/dead-letters.ts';
import { rows } from '../platform/db/database.ts';
import { type ApiServer, startApiServer } from './api-server.ts';
import { OPERATOR } from './cast.ts';
import { digestOf } from './database-digest.ts';
import { purchase } from './events.ts';
import { applyDefinitions } from './whole-server.ts';

const AUDIT_LOG = 'tenant_audit_log';

let server: ApiServer;

beforeAll(async () => {
  server = await startApiServer({ postgresUrl: inject('postgresUrl'), role: 'api' });
  await server.database.orm.execute(sql`
    create function refuse_commit() returns trigger language plpgsql as
    $$ begin raise exception 'refused at the commit'; end $$`);
});
afterAll(() => server.stop());

interface Line extends Record<string, unknown> {
  tenant: number;
  actor: string;
  action: string;
  object: string;
}

const lines = () =>
  rows<Line>(
    server.database.orm,
    sql`select tenant_id as tenant, actor, action, object from tenant_audit_log order by id`,
  );

/** Every table but the log: a replay appends there before its own transaction ends, and the event is recorded once. */
async function state() {
  const tables = JSON.parse(await digestOf(server.database)) as { name: string }[];
  return tables.filter(({ name }) => name !== 'activity_log');
}

/** Partitions have the triggers of their table. */
const partitions = async () =>
  (
    await rows<{ name: string }>(server.database.orm, sql`select inhrelid::regclass::text as name from pg_inherits`)
  ).map(({ name }) => name);

/** Lets no transaction commit that has written to one of some tables. */
async function whileNoneCommits(names: readonly string[], work: () => Promise<void>): Promise<void> {
  const { orm } = server.database;
  const inherited = new Set(await partitions());
  const tables = names.filter((name) => !inherited.has(name));
  for (const table of tables)
    await orm.execute(sql`
      create constraint trigger refuse_commit after insert or update or delete on ${sql.identifier(table)}
      deferrable initially deferred for each row execute function refuse_commit()`);
  try {
    await work();
  } finally {
    for (const table of tables) await orm.execute(sql`drop trigger refuse_commit on ${sql.identifier(table)}`);
  }
}

interface Privileged {
  /** What is done, and the object that the audit log should name. */
  act(): Promise<unknown>;
  readonly object: string | RegExp;
  readonly actor?: RegExp;
}

async function letter(id: string): Promise<string> {
  const payload = JSON.stringify(purchase(id, 5));
  const at = { origin: 'kafka:orders/0', offset: '1', fingerprint: id };
  const [made] = await server.database.transaction((tx) =>
    setAside(tx, server.own.tenant.id, [{ reason: 'invalid', detail: 'why', trust: 'server', payload, ...at }]),
  );
  return `${made}`;
}

/** A case that holds one purchase of a user's. */
async function burst(subject: string): Promise<string> {
  const { core, own } = server;
  const caps = [{ key: 'purchases', types: ['purchase.completed'], by: ['subject'], limit: 1, per: 'day' as const }];
  await applyDefinitions(core, own, { caps });
  const at = new Date().toISOString();
  const events = [1, 2].map((n) => purchase(`${subject}-${n}`, 5, { subject, at }));
  const judged = await core.door.judge(own.tenant, events, { trust: 'server' });
  await core.recorder.recordAll(
    own.tenant,
    judged.flatMap((acceptance) => ('fact' in acceptance ? [acceptance.fact] : [])),
    'http',
  );
  const [opened] = await core.quarantine.list(own.tenant.id, { limit: 1, below: null, state: null });
  return opened?.id ?? '';
}

const secretKey = () =>
  server.core.tenants.service.createSecretKey({ tenant: 'own', scopes: ['events:write'] }, OPERATOR);

async function asTenant(request: string, body: unknown): Promise<void> {
  const { status, text } = await server.send(request, { token: server.own.secretKey, body });
  if (status !== 200) throw new Error(text);
}

const ACTIONS: Readonly<Record<string, () => Promise<Privileged>>> = {
  'definitions.applied': async () => {
    const seasons = [{ key: 'winter', name: 'Winter', start: '2026-01-01T00:00', end: '2026-02-01T00:00' }];
    const options = { dryRun: false, prune: false, actor: OPERATOR };
    const { service } = server.core.definitions;
    return {
      act: () => service.apply(server.own.tenant, Definitions.parse({ seasons }), options),
      object: 'revision 1',
    };
  },
  'season.sealed': async () => {
    const season = { key: 'over', name: 'Over', start: '2020-01-01T00:00', end: '2020-02-01T00:00', graceHours: 0 };
    const sources = [{ type: 'page.viewed', subject: 'subject' }];
    await asTenant('PUT /v1/definitions', {
      seasons: [season],
      metrics: [{ key: 'views', subject: 'user', sources, fold: 'count', windows: ['season'] }],
      boards: [{ key: 'most-viewed', name: 'Most viewed', metric: 'views' }],
    });
    const path = '/v1/leaderboards/most-viewed/seasons/over';
    // The season's boundaries are stored once and for all, before it is sealed.
    await vi.waitFor(() => asTenant(`GET ${path}`, undefined), 10_000);
    return { act: () => asTenant(`POST ${path}/seal`, undefined), object: 'most-viewed/over', actor: /^key:key_/ };
  },
  'dead-letter.replayed': async () => {
    const id = await letter('replayed');
    return { act: () => server.core.deadLetters.replay(server.own.tenant, id, OPERATOR), object: id };
  },
  'dead-letter.discarded': async () => {
    const id = await letter('discarded');
    return { act: () => server.core.deadLetters.discard(server.own.tenant.id, id, OPERATOR), object: id };
  },
  'topic.bound': async () => ({
    act: () => server.core.topics.bind(server.own.tenant.id, 'orders', OPERATOR),
    object: 'orders',
  }),
  'topic.unbound': async () => {
    await server.core.topics.bind(server.own.tenant.id, 'returns', OPERATOR);
    return { act: () => server.core.topics.unbind(server.own.tenant.id, 'returns', OPERATOR), object: 'returns' };
  },
  'profile.written': async () => {
    // The surrogate of a subject is given out once and for all, before the profile is written.
    await asTenant('PUT /v1/users/ada', { name: 'Ada' });
    return {
      act: () => asTenant('PUT /v1/users/ada', { name: 'Ada L.' }),
      object: /^user:#\d+$/,
      actor: /^key:key_/,
    };
  },
  'profiles.written': async () => {
    await asTenant('PUT /v1/users/grace', { name: 'Grace' });
    return {
      act: () => asTenant('POST /v1/users/batch', { items: [{ id: 'grace', name: 'Grace H.' }] }),
      object: 'user',
      actor: /^key:key_/,
    };
  },
  'visibility.chosen': async () => {
    const token = await server.own.userToken({ sub: 'ada' });
    const choose = async (listed: boolean) => {
      const { status, text } = await server.send('PUT /v1/me/visibility', { token, body: { listed } });
      if (status !== 200) throw new Error(text);
    };
    await choose(true);
    return { act: () => choose(false), object: /^user:#\d+$/, actor: /^user:#\d+$/ };
  },
  'quarantine.accepted': async () => {
    const id = await burst('accepted');
    return { act: () => server.core.quarantine.accept(server.own.tenant, id, OPERATOR), object: id };
  },
  'quarantine.rejected': async () => {
    const id = await burst('rejected');
    return { act: () => server.core.quarantine.reject(server.own.tenant, id, OPERATOR), object: id };
  },
  'tenant.created': async () => {
    const input = { key: 'third', name: 'Third', zone: 'UTC', currency: 'EUR', mode: 'test' } as const;
    return { act: () => server.core.tenants.service.createTenant(input, OPERATOR), object: 'tenant:third' };
  },
  'key.created': async () => ({ act: secretKey, object: /^key:key_/ }),
  'key.rotated': async () => {
    const { id } = await secretKey();
    return {
      act: () => server.core.tenants.service.rotateKey({ tenant: 'own', id }, OPERATOR),
      object: `key:${id}`,
    };
  },
  'key.revoked': async () => {
    const { id } = await secretKey();
    return { act: () => server.core.tenants.service.revokeKey({ tenant: 'own', id }, OPERATOR), object: `key:${id}` };
  },
  'key.origins-changed': async () => {
    const { service } = server.core.tenants;
    const origins = ['https://shop.example'];
    const { id, key } = await service.createPublishableKey({ tenant: 'own', origins }, OPERATOR);
    return {
      act: () => service.changeOrigins({ key, add: ['https://other.example'] }, OPERATOR),
      object: `key:${id}`,
    };
  },
};

test.each(Object.entries(ACTIONS))(
  '%s is one line of the audit log, in the transaction of the change',
  async (action, prepare) => {
    const { act, object, actor = new RegExp(`^${OPERATOR}$`) } = await prepare();
    const [before, written] = [await state(), await lines()];
    const others = before.map(({ name }) => name).filter((name) => name !== AUDIT_LOG);
    // Without its line there is no change, and without the change there is no line.
    for (const tables of [[AUDIT_LOG], others]) {
      await whileNoneCommits(tables, async () => {
        await expect(act()).rejects.toThrow();
      });
      expect(await state()).toEqual(before);
    }
    await act();
    const told = (await lines()).slice(written.length).filter((line) => line.action === action);
    expect(told).toEqual([
      {
        tenant: action === 'tenant.created' ? expect.any(Number) : server.own.tenant.id,
        action,
        actor: expect.stringMatching(actor),
        object: typeof object === 'string' ? object : expect.stringMatching(object),
      },
    ]);
  },
);
