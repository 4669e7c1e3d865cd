import { createServer } from 'node:net';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { NOBODY, setAside } from '../activity/dead-letters.ts';
import { openCore } from '../compose/core.ts';
import { systemClock } from '../kernel/clock.ts';
import { createLogger } from '../platform/telemetry/logger.ts';
import { createMember } from '../testing/cast.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { runEngagement, startServe } from '../testing/engagement.ts';
import { purchase } from '../testing/events.ts';
import { startProxy, through } from '../testing/proxy.ts';
import { call } from '../testing/whole-server.ts';

const masterKey = 'ab'.repeat(32);
let database: TestDatabase;
let environment: Record<string, string>;
beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'));
  environment = { DATABASE_URL: database.url, ENGAGEMENT_MASTER_KEY: masterKey, LOG_LEVEL: 'info' };
});
afterAll(() => database.drop());

test('a database that is away is waited for, and nothing is set aside for it', async () => {
  const { hostname: host, port } = new URL(database.url);
  const proxy = await startProxy({ host, port: Number(port) });
  const server = await startServe([], { ...environment, DATABASE_URL: through(database.url, proxy) });
  const core = await openCore({
    databaseUrl: database.url,
    masterKey: Buffer.from(masterKey, 'hex'),
    kafkaBrokers: [],
    logger: createLogger('fatal'),
  });
  try {
    const member = await createMember(core.tenants, systemClock, 'market');
    const send = (id: string) => call(server, member.secretKey, 'POST /v1/events', purchase(id, 1));
    expect((await send('up-1')).status).toBe(202);
    proxy.cut();
    const refused = await send('down-1');
    expect(refused).toMatchObject({ status: 503, body: { type: 'urn:engagement:error:service-unavailable' } });
    proxy.restore();
    await vi.waitFor(async () => expect((await send('up-2')).status).toBe(202), { timeout: 10_000, interval: 200 });
    await vi.waitFor(
      async () => {
        const [row] = await database.database.orm.execute(sql`select count(*)::int as n from activity_facts`);
        expect(row).toMatchObject({ n: 2 });
      },
      { timeout: 10_000, interval: 100 },
    );
    expect(await core.deadLetters.list(member.tenant.id, { limit: 1, below: null, state: null })).toEqual([]);
    proxy.cut();
    server.process.kill('SIGTERM');
    expect(await server.ended).toEqual(expect.any(Number));
  } finally {
    server.process.kill('SIGKILL');
    await core.close();
    await proxy.close();
  }
});

test('a second SIGTERM ends it at once', async () => {
  const server = await startServe([], environment);
  // A request that never ends would hold it for its whole grace.
  const request = fetch(`${server.url}/v1/events`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    duplex: 'half',
    body: new ReadableStream(),
  } as RequestInit).catch(() => {});
  await vi.waitFor(() => fetch(`${server.url}/healthz`), 5000);
  server.process.kill('SIGTERM');
  await vi.waitFor(() => expect(fetch(`${server.url}/healthz`)).rejects.toThrow(), 5000);
  const began = performance.now();
  server.process.kill('SIGTERM');
  expect(await server.ended).toBe(1);
  expect(performance.now() - began).toBeLessThan(1000);
  await request;
});

test('serve refuses to start on what is missing or wrong, in one sentence that names it', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as { port: number };
  const elsewhere = (part: Partial<URL>) => Object.assign(new URL(database.url), part).href;
  const cases: [string, Record<string, string | undefined>][] = [
    ['DATABASE_URL', { DATABASE_URL: '' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://here' }],
    ['DATABASE_URL', { DATABASE_URL: inject('postgresUrl') }],
    ['127.0.0.1:1', { DATABASE_URL: elsewhere({ port: '1' }) }],
    ['password', { DATABASE_URL: elsewhere({ password: 'wrong' }) }],
    ['does not exist', { DATABASE_URL: elsewhere({ pathname: '/nowhere' }) }],
    ['ENGAGEMENT_MASTER_KEY', { ENGAGEMENT_MASTER_KEY: undefined }],
    ['ENGAGEMENT_MASTER_KEY', { ENGAGEMENT_MASTER_KEY: 'short' }],
    ['PORT', { PORT: 'many' }],
    ['PORT', { PORT: '70000' }],
    [`PORT ${port}`, { PORT: `${port}` }],
    ['KAFKA_BROKERS', { KAFKA_BROKERS: 'nowhere' }],
  ];
  try {
    const runs = cases.map(([, wrong]) => runEngagement(['serve'], { ...environment, LOG_LEVEL: 'silent', ...wrong }));
    for (const [at, { code, stdout, stderr }] of (await Promise.all(runs)).entries()) {
      const [named = ''] = cases[at] ?? [];
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toContain(named);
      expect(stderr.trim().split('\n')).toHaveLength(1);
      expect(stderr).toMatch(/\.\n$/);
    }
  } finally {
    taken.close();
  }
});

test('dead letters are listed, replayed and discarded from the command line', async () => {
  const core = await openCore({
    databaseUrl: database.url,
    masterKey: Buffer.from(masterKey, 'hex'),
    kafkaBrokers: [],
    logger: createLogger('fatal'),
  });
  const { tenant } = await createMember(core.tenants, systemClock, 'shop');
  const letter = {
    reason: 'invalid' as const,
    detail: 'x',
    trust: 'server' as const,
    origin: 'kafka:t/0',
    offset: '3',
    payload: JSON.stringify(purchase('cli-1', 5)),
    fingerprint: 'cli-1',
  };
  const [[id], [other]] = await database.database.transaction(async (tx) => [
    await setAside(tx, tenant.id, [letter]),
    await setAside(tx, NOBODY, [letter]),
  ]);
  await core.close();
  const run = async (...argv: string[]) => {
    const { code, stdout, stderr } = await runEngagement(['dead-letter', ...argv, '--json'], environment);
    return { code, said: stdout ? JSON.parse(stdout) : stderr };
  };
  const own = ['--tenant', 'shop'];
  expect(await run('list', ...own)).toMatchObject({
    code: 0,
    said: [{ id: `${id}`, origin: 'kafka:t/0', offset: '3' }],
  });
  expect(await run('replay', `${id}`, ...own)).toMatchObject({ code: 0, said: { state: 'replayed' } });
  expect(await run('list', ...own)).toMatchObject({ said: [] });
  expect(await run('discard', `${other}`, ...own)).toMatchObject({
    code: 1,
    said: expect.stringContaining('no such'),
  });
  expect(await run('list')).toMatchObject({ said: [{ id: `${other}` }] });
  expect(await run('discard', `${other}`)).toMatchObject({ code: 0, said: { state: 'discarded' } });
  expect(await run('replay', `${other}`)).toMatchObject({ code: 1, said: expect.stringContaining('--tenant') });
});
