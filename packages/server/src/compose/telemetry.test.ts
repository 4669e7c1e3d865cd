import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { startMetricsServer } from '../platform/telemetry/metrics-server.ts';
import type { Member } from '../testing/cast.ts';
import { purchase } from '../testing/events.ts';
import { connect } from '../testing/socket.ts';
import { call, startFreshServer } from '../testing/whole-server.ts';

let server: Awaited<ReturnType<typeof startFreshServer>>;
let member: Member;
beforeAll(async () => {
  server = await startFreshServer({ postgresUrl: inject('postgresUrl') });
  member = await server.createMember('market');
});
afterAll(() => server.stop());

const series = async () =>
  (await server.core.telemetry.text())
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.slice(0, line.lastIndexOf(' ')));
const value = async (name: string) => {
  const line = (await server.core.telemetry.text()).split('\n').find((each) => each.startsWith(`${name} `));
  return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(' ') + 1));
};

/** Requests of every sort, with ids that nobody has seen before. */
async function everything(): Promise<string> {
  const id = randomUUID();
  const ask = (request: string, body?: unknown) => call(server, member.secretKey, request, body);
  await ask('POST /v1/events', purchase(id, 5, { creator: id, subject: id }));
  await ask('POST /v1/events', { id });
  await ask('POST /v1/events/batch', { events: [purchase(`${id}-2`, 5), purchase(id, 5, { subject: id }), id] });
  await ask(`PUT /v1/users/${id}`, { name: id });
  await ask(`GET /v1/leaderboards/${id}/entries?period=${id}`);
  await ask(`GET /v1/${id}`);
  await ask(`GET /${id}`);
  await ask(`DELETE /v1/events`);
  await ask(`POST /v1/dead-letters/${id}/replay`);
  await fetch(`${server.url}/v1/events`, { method: 'PROPFIND', headers: { 'X-Request-Id': id } });
  const socket = await connect(server.url, await member.userToken());
  await socket.timeout(5000).emitWithAck('watch', { kind: 'leaderboard', key: `b-${id}` });
  socket.close();
  // What became of them is counted by the worker, before it takes them off the log.
  await vi.waitFor(async () => expect(await server.core.log.backlog()).toBe(0), 20_000);
  return id;
}

test('no id, path, user or tenant makes a series: they stay as many, whatever is asked', async () => {
  await everything();
  const before = await series();
  const ids = [await everything(), await everything(), (await server.createMember(`m${Date.now()}`)).tenant.key];
  const after = await series();
  expect(after.sort()).toEqual(before.sort());
  for (const id of ids) expect(after.join('\n')).not.toContain(id);
}, 60_000);

test('what happens is counted', async () => {
  const accepted = (await value('engagement_events_total{outcome="accepted"}')) ?? 0;
  const recorded = (await value('engagement_facts_total{outcome="recorded"}')) ?? 0;
  const duplicate = (await value('engagement_facts_total{outcome="duplicate"}')) ?? 0;
  const event = purchase(randomUUID(), 7);
  for (const _ of [1, 2]) await call(server, member.secretKey, 'POST /v1/events', event);
  await vi.waitFor(async () => {
    expect(await value('engagement_events_total{outcome="accepted"}')).toBe(accepted + 2);
    expect(await value('engagement_facts_total{outcome="recorded"}')).toBe(recorded + 1);
    expect(await value('engagement_facts_total{outcome="duplicate"}')).toBe(duplicate + 1);
    expect(await value('engagement_log_backlog')).toBe(0);
  }, 10_000);
  const created = 'engagement_http_requests_total{route="/v1/events",method="POST",status="2xx"}';
  expect(await value(created)).toBeGreaterThanOrEqual(2);
  expect(await value('engagement_batch_duration_seconds_count{outcome="done"}')).toBeGreaterThan(0);
}, 30_000);

test('they are read at /metrics of a port of their own, and nowhere else', async () => {
  const metrics = await startMetricsServer(server.core.telemetry, 0, '127.0.0.1');
  try {
    const reply = await fetch(`http://127.0.0.1:${metrics.port}/metrics`);
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, expect.stringContaining('version=0.0.4')]);
    expect(await reply.text()).toContain('engagement_events_total');
    expect((await fetch(`http://127.0.0.1:${metrics.port}/v1/events`)).status).toBe(404);
    expect((await call(server, member.secretKey, 'GET /metrics')).status).toBe(404);
  } finally {
    await metrics.close();
  }
});
