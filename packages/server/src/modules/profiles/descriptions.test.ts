import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { TenantId } from '../../kernel/tenant.ts';
import type { Executor } from '../../platform/db/database.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { createDescriptions } from './descriptions.ts';

const [ONE, OTHER] = [1 as TenantId, 2 as TenantId];
let testDatabase: TestDatabase;

/** In both tenants: creators c1 to c50 and users of the same ids, each with a name that tells it from all others. */
beforeAll(async () => {
  testDatabase = await createTestDatabase(inject('postgresUrl'));
  const { orm } = testDatabase.database;
  await orm.execute(sql`
    insert into metric_subjects (tenant_id, kind, key)
    select t, k, 'c' || n from generate_series(1, 2) t, unnest(array['creator', 'user']) k, generate_series(1, 50) n`);
  await orm.execute(sql`
    insert into profiles (tenant_id, subject_ref, name, groups, attributes)
    select tenant_id, ref, tenant_id || ' ' || kind || ' ' || key, '{}', '{}' from metric_subjects`);
});
afterAll(() => testDatabase.drop());

/** Counts the statements that are sent. */
function counting() {
  const counted = { statements: 0, orm: testDatabase.database.orm as Executor };
  counted.orm = new Proxy(testDatabase.database.orm, {
    get(target, name) {
      if (name === 'execute') counted.statements += 1;
      return Reflect.get(target, name);
    },
  });
  return counted;
}

test('each of many who ask at once learns of its own subjects, from a few statements', async () => {
  const counted = counting();
  const describe = createDescriptions(counted.orm);
  const asked = Array.from({ length: 48 }, (_, at) => ({
    tenant: at % 2 ? ONE : OTHER,
    kind: at % 3 ? 'creator' : 'user',
    id: `c${at + 1}`,
  }));
  const found = await Promise.all(asked.map(({ tenant, kind, id }) => describe(tenant, kind, [id, 'nobody'])));
  const names = found.map((descriptions, at) => descriptions.get(asked[at]?.id ?? '')?.name);
  expect(names).toEqual(asked.map(({ tenant, kind, id }) => `${tenant} ${kind} ${id}`));
  expect(found.some((descriptions) => descriptions.has('nobody'))).toBe(false);
  expect(counted.statements).toBe(4);
});

test('a name that was changed before it is asked for is told as it is now, also while others are being looked up', async () => {
  const { orm } = testDatabase.database;
  const describe = createDescriptions(orm);
  const earlier = describe(ONE, 'creator', ['c7']);
  await orm.execute(sql`
    update profiles set name = 'Renamed' from metric_subjects s
    where s.ref = subject_ref and s.tenant_id = ${ONE} and s.kind = 'creator' and s.key = 'c7'`);
  const later = await describe(ONE, 'creator', ['c7']);
  expect(later.get('c7')?.name).toBe('Renamed');
  await earlier;
});

test('a look-up that fails is told to those who wait for it, and the next ones go on', async () => {
  let broken = true;
  const { orm } = testDatabase.database;
  const failing = new Proxy(orm, {
    get(target, name) {
      if (name !== 'execute' || !broken) return Reflect.get(target, name);
      return () => target.execute(sql`select 1 / 0`);
    },
  });
  const describe = createDescriptions(failing);
  const waiting = [describe(ONE, 'creator', ['c1']), describe(OTHER, 'user', ['c2'])];
  expect((await Promise.allSettled(waiting)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  broken = false;
  expect((await describe(ONE, 'creator', ['c1'])).get('c1')?.name).toBe('1 creator c1');
});
