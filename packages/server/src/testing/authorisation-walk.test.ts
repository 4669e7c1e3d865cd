import { ENDPOINTS } from '@engagement/contract';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { systemClock } from '../kernel/clock.ts';
import { Subjects } from '../metrics/subjects.ts';
import { createProfilesModule } from '../modules/profiles/index.ts';
import { createHttpServer } from '../platform/http/http-server.ts';
import type { Route } from '../platform/http/route.ts';
import { type Walk, walkAuthorisation } from './authorisation-walk.ts';
import { createMember, createTestTenants, LISTED_ORIGIN } from './cast.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { sampleRequests } from './samples.ts';
import { standInRoutes, startTestServer, type TestServer } from './test-server.ts';

let testDatabase: TestDatabase;
let server: TestServer;
let walk: Walk;
let routes: Route[];

beforeAll(async () => {
  testDatabase = await createTestDatabase(inject('postgresUrl'));
  const { database } = testDatabase;
  const tenants = createTestTenants(database, systemClock);
  const profiles = createProfilesModule({
    database,
    subjects: new Subjects(database.orm),
    recordAudit: tenants.recordAudit,
  });
  // Stand-ins write a row, so that a refused call that gets through to one is seen in the database.
  const standIns = standInRoutes(profiles.routes, (endpoint) => async ({ caller }) => {
    const entry = { actor: 'operator:test', action: 'stand-in.called', object: endpoint.id, detail: {} };
    if (!endpoint.access.anonymous) await tenants.recordAudit(database.orm, caller.tenant.id, entry);
    return {};
  });
  routes = [...profiles.routes, ...standIns];
  server = await startTestServer({ routes, authenticate: tenants.authenticate });
  const own = await createMember(tenants, systemClock, 'own');
  const other = await createMember(tenants, systemClock, 'other');
  const samples = sampleRequests(systemClock.now());
  walk = { url: server.url, database, endpoints: ENDPOINTS, samples, own, other };
});

afterAll(async () => {
  await server.http.close();
  await testDatabase.drop();
});

test('every endpoint admits and refuses every kind of credential as the contract says, and refusals change nothing', async () => {
  const { visits, faults } = await walkAuthorisation(walk);
  expect(faults).toEqual([]);
  expect(visits).toBe(ENDPOINTS.length * 16);
});

test('the walk notices a door that stands open', async () => {
  const open = ENDPOINTS.find(({ id }) => id === 'listDeadLetters')!;
  const claimed = { ...open, access: { publishable: true } as const };
  const { faults } = await walkAuthorisation({ ...walk, endpoints: [claimed] });
  expect(faults.some((fault) => fault.startsWith('listDeadLetters with publishable key: wrong-key-class'))).toBe(true);
});

test('two Authorization headers, and a key in the query string, are no credential', async () => {
  const { own } = walk;
  const doubled = await fetch(`${server.url}/v1/leaderboards`, {
    headers: [
      ['authorization', `Bearer ${own.publishableKey}`],
      ['authorization', `Bearer ${own.publishableKey}`],
    ],
  });
  expect(doubled.status).toBe(401);
  const asked = await fetch(
    `${server.url}/v1/leaderboards?key=${own.publishableKey}&access_token=${own.publishableKey}`,
  );
  expect(asked.status).toBe(401);
  expect(asked.headers.get('www-authenticate')).toBe('Bearer realm="engagement"');
});

test('the server refuses to start when an endpoint has no route, two, or is unknown', () => {
  const start = (list: Route[]) => () =>
    createHttpServer({ routes: list, authenticate: async () => Promise.reject(), log: { warn() {}, error() {} } });
  const [first] = routes as [Route];
  expect(start(routes)).not.toThrow();
  expect(start(routes.slice(1))).toThrow('putUser has no route');
  expect(start([...routes, first])).toThrow('putUser has two routes');
  expect(start([...routes, { ...first, endpoint: { ...first.endpoint, id: 'more' } }])).toThrow(
    'more is not in the contract',
  );
});

test('an allowed origin may read replies and no other may, credentials are never allowed', async () => {
  const headers = { authorization: `Bearer ${walk.own.publishableKey}`, origin: LISTED_ORIGIN };
  const reply = await fetch(`${server.url}/v1/leaderboards`, { headers });
  expect(reply.headers.get('access-control-allow-origin')).toBe(LISTED_ORIGIN);
  expect(reply.headers.get('vary')).toBe('Origin');
  expect(reply.headers.has('access-control-allow-credentials')).toBe(false);
});
