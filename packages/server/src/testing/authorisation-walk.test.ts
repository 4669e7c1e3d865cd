import { ENDPOINTS } from '@engagement/contract';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type ApiServer, startApiServer } from './api-server.ts';
import { type Walk, walkAuthorisation } from './authorisation-walk.ts';
import { canary, leaked } from './canary.ts';
import type { Member } from './cast.ts';
import { digestOf } from './database-digest.ts';
import { sampleRequests } from './samples.ts';

const VISITORS = 16;

let server: ApiServer;
let walk: Walk;

beforeAll(async () => {
  server = await startApiServer({ postgresUrl: inject('postgresUrl'), role: 'api' });
  const samples = await sampleRequests(server.core, server.own);
  walk = { ...server, endpoints: ENDPOINTS, samples };
});

afterAll(() => server.stop());

test('every endpoint admits and refuses every kind of credential as the contract says, and refusals change nothing', async () => {
  const { visits, faults } = await walkAuthorisation(walk);
  expect(faults).toEqual([]);
  expect(visits).toBe(ENDPOINTS.length * VISITORS);
}, 60_000);

test('the walk notices a door that stands open, and one that stays shut', async () => {
  const letters = ENDPOINTS.find(({ id }) => id === 'listDeadLetters')!;
  const claims = [{ publishable: true }, { secret: 'profiles:write' }] as const;
  const endpoints = claims.map((access) => ({ ...letters, access }));
  const { faults } = await walkAuthorisation({ ...walk, endpoints });
  expect(faults).toContainEqual(expect.stringMatching(/^listDeadLetters with publishable key: wrong-key-class/));
  expect(faults).toContainEqual(expect.stringMatching(/^listDeadLetters with secret key: allowed/));
});

test('every sample that writes would have changed the database, had a gate let it through', async () => {
  const fresh = await startApiServer({ postgresUrl: inject('postgresUrl'), role: 'api' });
  const samples = await sampleRequests(fresh.core, fresh.own);
  const idle: string[] = [];
  const user = await fresh.own.userToken();
  for (const { id, method, path, access } of ENDPOINTS.filter(({ method, reads }) => method !== 'get' && !reads)) {
    const { params = {}, body } = samples[id] ?? {};
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? name);
    const before = await digestOf(fresh.database);
    await fresh.send(`${method.toUpperCase()} ${filled}`, { token: access.secret ? fresh.own.secretKey : user, body });
    if ((await digestOf(fresh.database)) === before) idle.push(id);
  }
  await fresh.stop();
  expect(idle).toEqual([]);
}, 60_000);

test("the walk notices an object of one tenant's that another finds", async () => {
  const boards = ENDPOINTS.find(({ id }) => id === 'listBoards')!;
  const samples = { ...walk.samples, listBoards: { owned: true } } as const;
  const { faults } = await walkAuthorisation({ ...walk, endpoints: [boards], samples });
  expect(faults).toEqual([expect.stringMatching(/^listBoards with another tenant's secret key: allowed/)]);
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
  '/v1/leaderboards/theirs/entries/shared/explain',
  '/v1/metrics/views/values?subject=shared',
  '/v1/definitions',
  '/v1/dead-letters',
  '/v1/quarantine',
  '/v1/leaderboards/theirs/exposure',
  '/v1/me/visibility',
  '/v1/openapi.json',
];

async function send(member: Member, method: string, path: string, body: unknown): Promise<void> {
  const headers = { authorization: `Bearer ${member.secretKey}`, 'content-type': 'application/json' };
  const response = await fetch(walk.url + path, { method, headers, body: JSON.stringify(body) });
  expect(response.status, await response.text()).toBe(200);
}
