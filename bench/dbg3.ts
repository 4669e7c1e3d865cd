import { createTestDatabase } from '../packages/server/src/testing/database.ts';
import { startPostgres } from '../scripts/engines/postgres.ts';
import { startWholeServer } from '../packages/server/src/testing/whole-server.ts';
import { fillBoard } from './board-data.ts';
import { sqlStandings } from '../packages/server/src/modules/leaderboards/standings/sql/read-board.ts';
const postgres = await startPostgres();
for (const members of [1000, 100_000]) {
const own = await createTestDatabase(postgres.url);
const server = await startWholeServer({ databaseUrl: own.url, role: 'api' } as never);
const { view } = await fillBoard(server, members);
const standings = sqlStandings(own.database.orm);
const v = { ...view, segment: '' };
for (const limit of [1, 0]) for (const k of [1, 9]) {
  const ids = () => Array.from({ length: k }, () => `creator-${Math.floor(Math.random() * members)}`);
  for (let i = 0; i < 8; i++) await standings.read(v, { kind: 'top', limit }, ids());
  const n = members > 10000 ? 10 : 60; const t = performance.now();
  for (let i = 0; i < n; i++) await standings.read(v, { kind: 'top', limit }, ids());
  console.log(members, 'limit', limit, 'ids', k, ((performance.now() - t) / n).toFixed(2), 'ms');
}
if (process.argv[2]) {
  const r: any = await standings.read(v, { kind: 'top', limit: 0 }, ['creator-5', 'creator-77']); console.log(JSON.stringify(r));
}
await server.stop(); await own.drop();
}
await postgres.stop();
