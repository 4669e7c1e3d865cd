import { generateKeyPairSync } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { CommandLine } from '../testing/command-line.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { purchase, refund } from '../testing/events.ts';
import { holdTopics } from '../testing/whole-server.ts';

let db: TestDatabase;
let folder: string;
let engagement: CommandLine;

beforeAll(async () => {
  db = await createTestDatabase(inject('postgresUrl'));
  folder = await mkdtemp(join(tmpdir(), 'commands-'));
  engagement = new CommandLine({ databaseUrl: db.url, folder });
  await engagement.run('tenant', 'create', 'shop', '--name', 'Shop', '--zone', 'Europe/Berlin');
});
afterAll(async () => {
  await db.drop();
  await rm(folder, { recursive: true });
});

const complaint = (line: CommandLine, ...argv: string[]) =>
  line.run(...argv).then(
    (printed) => `no complaint: ${printed}`,
    (error: Error) => error.message,
  );

test('a mistake of the operator is one sentence that names the file, and no stack', async () => {
  await writeFile(join(folder, 'bad.json'), '{\n  "metrics": [,]\n}');
  await writeFile(join(folder, 'throws.mjs'), 'throw new Error("not today")');
  const cases: [argv: string[], said: RegExp][] = [
    [['apply', 'bad.json', '--tenant', 'shop'], /bad\.json is not JSON at line 2 column 15: /],
    [['apply', 'none.ts', '--tenant', 'shop'], /none\.ts cannot be read/],
    [['apply', 'throws.mjs', '--tenant', 'shop'], /throws\.mjs cannot be loaded: not today/],
    [['demo', '--shop', 'none.ts'], /none\.ts cannot be read/],
    [['import', 'x.csv', '--tenant', 'shop', '--mapping', 'none.ts'], /none\.ts cannot be loaded/],
    [['import', 'none.ndjson', '--tenant', 'shop'], /none\.ndjson/],
    [['keys', 'create', 'shop', '--kind', 'signing', '--public-key', 'none.jwk'], /none\.jwk cannot be read/],
    [['keys', 'list', 'nobody'], /There is no tenant "nobody"/],
    [['prove', '--tenant', 'nobody'], /There is no tenant nobody/],
    [['tenant', 'update', 'shop', '--zone', 'Mars/Base'], /no IANA zone/],
  ];
  const messages = await Promise.all(cases.map(([argv]) => complaint(engagement, ...argv)));
  for (const [at, [, said]] of cases.entries()) {
    expect(messages[at]).toMatch(said);
    expect(messages[at]).not.toMatch(/\n\s+at /);
  }
  const elsewhere = join(folder, 'elsewhere');
  await mkdir(join(elsewhere, '.env'), { recursive: true });
  const message = await complaint(new CommandLine({ databaseUrl: db.url, folder: elsewhere }), 'keys', 'list', 'shop');
  expect(message).toMatch(/\.env cannot be read/);
  expect(message).not.toMatch(/\n\s+at /);
});

test('a signing key is printed with the call that signs with it', async () => {
  const output = await engagement.run('keys', 'create', 'shop', '--kind', 'signing');
  const kid = /kid +(\S+)/.exec(output)?.[1];
  expect(output).toContain(`signUserToken({ sub: userId, tenant: 'shop' }, { kid: '${kid}', secret })`);
});

test('a public key is registered, and a tenant moves', async () => {
  const { publicKey } = generateKeyPairSync('ed25519');
  await writeFile(join(folder, 'key.jwk'), JSON.stringify({ ...publicKey.export({ format: 'jwk' }), kid: 'mine' }));
  expect(await engagement.run('keys', 'create', 'shop', '--kind', 'signing', '--public-key', 'key.jwk')).toContain(
    'mine',
  );
  expect(await engagement.run('keys', 'list', 'shop')).toMatch(/mine +signing +EdDSA/);
  expect(await engagement.json('tenant', 'update', 'shop', '--zone', 'Asia/Tokyo')).toMatchObject({
    ...{ key: 'shop', name: 'Shop', zone: 'Asia/Tokyo' },
  });
});

test('old facts go by the retention that is declared, and the numbers still prove', async () => {
  await engagement.run('tenant', 'create', 'archive', '--name', 'Archive', '--zone', 'Europe/Berlin');
  const write = (file: string, ...lines: object[]) =>
    writeFile(join(folder, file), lines.map((line) => JSON.stringify(line)).join('\n'));
  const sold = { type: 'purchase.completed', subject: 'data.creatorId', value: 'data.amount' };
  const metrics = [{ key: 'revenue', subject: 'creator', sources: [sold], fold: 'sum', windows: ['month'] }];
  await write('kept.json', { metrics });
  await write('retained.json', { metrics, retention: { keepMonths: 6 } });
  const at = { time: '2020-05-20T10:00:00Z', source: 'shop' };
  await write(
    'old.ndjson',
    { ...purchase('p1', 1000), ...at },
    { ...refund('r1', 'p1', 100), ...at },
    { ...purchase('p2', 5), ...at, time: '1998-01-01T00:00:00Z' },
  );
  await engagement.run('apply', 'kept.json', '--tenant', 'archive');
  await engagement.run('import', 'old.ndjson', '--tenant', 'archive');
  const applied = await engagement.run('apply', 'retained.json', '--tenant', 'archive');
  expect(applied).toMatch(/\+ retention facts\nFacts from before \S+ may go: 3\./);
  const before = expect.stringMatching(/^\d{4}-\d\d-01T00:00:00\.000000Z$/);
  expect(await engagement.json('retention', '--tenant', 'archive', '--dry-run')).toEqual({ before, facts: 3 });
  expect(await engagement.json('retention', '--tenant', 'archive')).toEqual({
    ...{ before, dropped: 3, kept: 0 },
    partitions: ['activity_facts_2020_05', 'activity_facts_before_2000'],
  });
  expect(await engagement.run('prove', '--tenant', 'archive')).toMatch(/^\d+ checked, 0 different\.$/m);
});

test('dead letters beyond a page are announced, and reached', async () => {
  await db.database.orm.execute(sql`
    insert into dead_letters (tenant_id, reason, detail, trust, origin, payload, payload_hash, fingerprint)
    select 1, 'failed', 'd', 'server', 'log', '{}', '', n::text from generate_series(1, 103) as n`);
  const first = await engagement.json<{ id: string }[]>('dead-letter', 'list', '--tenant', 'shop');
  expect(first).toHaveLength(100);
  const before = first.at(-1)?.id ?? '';
  const rest = await engagement.json<{ id: string }[]>('dead-letter', 'list', '--tenant', 'shop', '--before', before);
  expect(rest.map(({ id }) => id)).toEqual(['3', '2', '1']);
});

test('the doctor finds everything in order, and says where each setting comes from', async () => {
  await writeFile(join(folder, '.env'), 'PORT=4321\n');
  const kafka = { KAFKA_BROKERS: inject('kafkaBrokers') };
  const line = new CommandLine({ databaseUrl: db.url, folder, settings: kafka });
  const release = await holdTopics(inject('postgresUrl'), kafka.KAFKA_BROKERS);
  const { code, printed } = await line.outcome('doctor', '--json').finally(release);
  const findings = JSON.parse(printed) as { name: string; ok: boolean; detail: string }[];
  expect(findings.filter(({ ok }) => !ok)).toEqual([]);
  expect(code).toBe(0);
  const detail = Object.fromEntries(findings.map((finding) => [finding.name, finding.detail]));
  expect(detail).toMatchObject({
    PORT: '4321 (.env)',
    HOST: 'not set (default)',
    LOG_LEVEL: 'error (environment)',
    ENGAGEMENT_MASTER_KEY: 'set (environment)',
    Role: 'engagement_test is no superuser',
    Schema: 'at head',
    Topics: '0 bound, all there',
    Log: expect.stringMatching(/^\d+ events waiting$/),
  });
  expect(JSON.stringify(findings)).not.toContain(`${new URL(db.url).password}@`);
});

test('the doctor tells of every engine that is wrong, and of the others too', async () => {
  const line = new CommandLine({ databaseUrl: db.url, folder, settings: { KAFKA_BROKERS: '127.0.0.1:9' } });
  const { code, printed } = await line.outcome('doctor');
  expect(code).toBe(1);
  const nothing = new CommandLine({ databaseUrl: 'postgres://nobody@127.0.0.1:9/none', folder });
  expect(printed).toMatch(/WRONG +Kafka +127\.0\.0\.1:9 cannot be reached/);
  expect(printed).toMatch(/ok +Schema +at head/);
  expect((await nothing.outcome('doctor')).printed).toMatch(/WRONG +Postgres +cannot be used: .*ECONNREFUSED/);
});
