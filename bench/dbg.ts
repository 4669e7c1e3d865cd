import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { createTestDatabase } from '../packages/server/src/testing/database.ts';
import { startPostgres } from '../scripts/engines/postgres.ts';
import { startRedis } from '../scripts/engines/redis.ts';
import { BOARD } from './events.ts';
import { put } from './http/load.ts';
import type { OwnServer, OwnServerOptions } from './http/own-server.ts';
import { startServerProcess } from './http/server-process.ts';

const cached = process.argv[2] === 'cached';
rmSync('/tmp/prof', { recursive: true, force: true });
const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
const database = await createTestDatabase(postgres.url);
const options: OwnServerOptions = { databaseUrl: database.url, redisUrl: redis.url, members: 100_000, sharedPageMs: cached ? 250 : 0 };
if (process.argv[3] !== 'noprof') process.env.NODE_OPTIONS = '--cpu-prof --cpu-prof-dir=/tmp/prof --cpu-prof-interval=200';
const own = await startServerProcess<OwnServer>(new URL('http/own-server.ts', import.meta.url), options);
delete process.env.NODE_OPTIONS;
const headers = { authorization: `Bearer ${own.ready.secretKey}` };
const url = `${own.ready.url}/v1/leaderboards/${BOARD}/entries`;
const load = { url, headers, paths: ['?limit=50'], connections: 32, seconds: 4 };
await put({ ...load, seconds: 2 });
const c0 = await own.cpuMicros();
const r = await put(load);
const c1 = await own.cpuMicros();
console.log('req/s', r.units / r.seconds, 'cpu us/req', (c1 - c0) / r.units);
await own.stop();
await database.drop();
await Promise.all([postgres.stop(), redis.stop()]);
const dir = '/tmp/prof';
if (process.argv[3] !== 'noprof') {
let best: any = null;
for (const f of readdirSync(dir)) { const p = JSON.parse(readFileSync(`${dir}/${f}`, 'utf8')); if (!best || p.samples.length > best.samples.length) best = p; }
const byId = new Map<number, any>(best.nodes.map((n: any) => [n.id, n]));
const self = new Map<string, number>();
let total = 0;
best.samples.forEach((s: number, i: number) => { const n = byId.get(s); const d = best.timeDeltas[i]; const { functionName, url, lineNumber } = n.callFrame; const k = `${functionName || '(anon)'} ${url.split('/').slice(-3).join('/')}:${lineNumber + 1}`; self.set(k, (self.get(k) ?? 0) + d); total += d; });
const idle = self.get([...self.keys()].find((k) => k.startsWith('(idle)')) ?? '') ?? 0;
console.log('busy s', (total - idle) / 1e6);
for (const [k, v] of [...self].sort((a, b) => b[1] - a[1]).slice(0, 60)) console.log(((v * 100) / (total - idle)).toFixed(2), k);
}
