import { sql } from 'drizzle-orm';
import { readFileSync } from 'node:fs';
import { openDatabase } from './platform/db/database.ts';
import { board, findPeriods, metric, NOON, tenantOf } from './testing/boards.ts';
import { readBoard } from './modules/leaderboards/repository/read-board.ts';
const database = openDatabase({ url: readFileSync('/tmp/million.url','utf8'), applicationName: 'x', maxConnections: 1 });
const o = database.orm; const tenant = tenantOf(1);
const period = (await findPeriods(database).find(tenant, ['all-time'], undefined, NOON*1000))!;
const view = (b={}) => ({ tenant, board: board({windows:['all-time'], ...b}), metric: metric(), period, segment: '' });
const key = async (n:number) => ((await o.execute(sql`select s.key, v.value::text score, v.reached_at::text "reachedAt" from metric_values v join metric_subjects s on s.ref=v.subject_ref order by value desc, reached_at limit 1 offset ${n}`)) as any)[0];
const mid = await key(500_000); const near = await key(1000);
const explain = { execute: async (s: any) => { for (const r of await o.execute(sql`explain (analyze, costs off) ${s}`) as any) console.log(r['QUERY PLAN']); return []; } } as any;
const [which='after'] = process.argv.slice(2);
const s = { top: {kind:'top',limit:10}, after: {kind:'after',limit:10,place:{...mid,id:mid.key}}, around: {kind:'around',span:2,id:mid.key} } as any;
if (which==='time') {
  for (const b of [{}, {direction:'ascending'}, {ranks:'dense'}, {ranks:'ordinal'}, {score:'average'}] as any[]) for (const [n, st, ids] of [['top10', s.top, []], ['top100', {kind:'top',limit:100}, []], ['top10+me', s.top, [mid.key]], ['after1000', {...s.after, place:{...near,id:near.key}}, []], ['after500k', s.after, []], ['around', s.around, []]] as any[]) {
    const ts=[]; for (let i=0;i<5;i++){const t=performance.now(); await readBoard(o, view(b), st, ids); ts.push(performance.now()-t);} ts.sort((a,b)=>a-b); console.log(JSON.stringify(b), n, ts[2].toFixed(1));
  }
} else await readBoard(explain, view(JSON.parse(process.argv[3] ?? '{}')), s[which], process.argv[4]?[mid.key]:[]).catch(()=>{});
process.exit(0);
