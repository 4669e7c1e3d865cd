import { randomBytes } from 'node:crypto';
import { ENDPOINTS } from '@engagement/contract';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Core, openCore } from '../compose/core.ts';
import { type RunningServer, startServer } from '../compose/server.ts';
import { type Walk, walkAuthorisation } from './authorisation-walk.ts';
import { canary, leaked } from './canary.ts';
import { createMember, type Member } from './cast.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { sampleRequests } from './samples.ts';
import { NO_LIMITS } from './test-server.ts';

const VISITORS = 16;

let testDatabase: TestDatabase;
let core: Core;
let server: RunningServer;
let walk: Walk;

beforeAll(async () => {
  testDatabase = await createTestDatabase(inject('postgresUrl'));
  const masterKey = randomBytes(32);
  const logger = pino({ level: 'silent' });
  core = await openCore({ databaseUrl: testDatabase.url, masterKey, kafkaBrokers: [], logger });
  const publicUrl = 'http://127.0.0.1';
  server = await startServer({ core, masterKey, role: 'api', version: '0', publicUrl, rateLimits: NO_LIMITS });
  const port = await server.listen(0, '127.0.0.1');
  const own = await createMember(core.tenants, core.clock, 'own');
  const other = await createMember(core.tenants, core.clock, 'other');
  const samples = sampleRequests(core.clock.now());
  const { database } = testDatabase;
  walk = { url: `http://127.0.0.1:${port}`, database, endpoints: ENDPOINTS, samples, own, other };
});

afterAll(async () => {
  await server.stop();
  await core.close();
  await testDatabase.drop();
});

test('every endpoint admits and refuses every kind of credential as the contract says, and refusals change nothing', async () => {
  const { visits, faults } = await walkAuthorisation(walk);
  expect(faults).toEqual([]);
  expect(visits).toBe(ENDPOINTS.length * VISITORS);
});

test('the walk notices a door that stands open, and one that stays shut', async () => {
  const letters = ENDPOINTS.find(({ id }) => id === 'listDeadLetters')!;
  const claims = [{ publishable: true }, { secret: 'profiles:write' }] as const;
  const endpoints = claims.map((access) => ({ ...letters, access }));
  const { faults } = await walkAuthorisation({ ...walk, endpoints });
  expect(faults).toContainEqual(expect.stringMatching(/^listDeadLetters with publishable key: wrong-key-class/));
  expect(faults).toContainEqual(expect.stringMatching(/^listDeadLetters with secret key: allowed/));
});

test("nothing of one tenant is in any reply to another's credentials", async () => {
  const { own, other } = walk;
  const birds = [canary('other'), canary('other'), canary('other')] as const;
  await send(other, 'PUT', '/v1/users/shared', { name: birds[0], attributes: { note: birds[1] } });
  await send(other, 'PUT', '/v1/definitions', {
    metrics: [{ key: 'views', subject: 'user', sources: [{ type: 'page.viewed', subject: 'subject' }], fold: 'count' }],
    boards: [{ key: 'theirs', name: birds[2], metric: 'views' }],
  });
  const tokens = [own.secretKey, own.publishableKey, await own.userToken()];
  const seen: string[] = [];
  for (const token of tokens) {
    for (const path of readablePaths) {
      const response = await fetch(walk.url + path, { headers: { authorization: `Bearer ${token}` } });
      expect(response.status).toBeLessThan(500);
      seen.push(...(await leaked(response, birds)));
    }
  }
  expect(seen).toEqual([]);
  const theirs = await fetch(`${walk.url}/v1/leaderboards`, {
    headers: { authorization: `Bearer ${other.secretKey}` },
  });
  expect(await leaked(theirs, birds)).toEqual([birds[2]]);
});

const readablePaths = [
  '/v1/leaderboards',
  '/v1/leaderboards/theirs',
  '/v1/leaderboards/theirs/entries',
  '/v1/leaderboards/theirs/entries/around/shared',
  '/v1/metrics/views/values?subject=shared',
  '/v1/definitions',
  '/v1/dead-letters',
  '/v1/openapi.json',
];

async function send(member: Member, method: string, path: string, body: unknown): Promise<void> {
  const headers = { authorization: `Bearer ${member.secretKey}`, 'content-type': 'application/json' };
  const response = await fetch(walk.url + path, { method, headers, body: JSON.stringify(body) });
  expect(response.status, await response.text()).toBe(200);
}
