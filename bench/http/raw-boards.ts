import type { AddressInfo } from 'node:net';
import DataLoader from 'dataloader';
import express, { type Response } from 'express';
import { Redis } from 'ioredis';
import postgres from 'postgres';
import { readMember } from '../../packages/server/src/modules/leaderboards/standings/redis/encode.ts';
import { READ } from '../../packages/server/src/modules/leaderboards/standings/redis/scripts/read.ts';

export interface RawBoardsOptions {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly key: string;
  readonly fingerprint: string;
  /** A page as our server writes it: its board and its period are copied. */
  readonly page: string;
}

type Read = (
  ...args: (string | number)[]
) => Promise<[Buffer, number, number, number, number, Buffer[], (Buffer | null)[], Asked[]]>;

type Asked = readonly [Buffer, Buffer, number, number, number, number, Buffer | null, [Buffer, number, number] | null];

interface Description {
  readonly key: string;
  readonly name: string | null;
  readonly image: string | null;
  readonly url: string | null;
}

const DESCRIBE = `
  select s.key, p.name, p.image, p.url
  from metric_subjects s join profiles p on p.tenant_id = s.tenant_id and p.subject_ref = s.ref
  where s.tenant_id = 1 and s.kind = 'creator' and s.key in (select jsonb_array_elements_text($1::text::jsonb))`;

/** Express with ioredis and nothing else: the same script, names looked up for many at once as ours are, the same bytes. */
export async function start({
  databaseUrl,
  redisUrl,
  key,
  fingerprint,
  page,
}: RawBoardsOptions): Promise<{ url: string }> {
  const sql = postgres(databaseUrl, { max: 7, onnotice: () => {} });
  let before: Promise<unknown> = Promise.resolve();
  const names = new DataLoader<readonly string[], ReadonlyMap<string, Description>>(
    (wanted) => {
      const reading = sql.unsafe<Description[]>(DESCRIBE, [JSON.stringify(wanted.flat())], { prepare: true });
      const found = reading.then((rows) => new Map(rows.map((row) => [row.key, row])));
      before = found;
      return found.then((described) => wanted.map(() => described));
    },
    { cache: false, batchScheduleFn: (leave) => void before.then(leave) },
  );
  const redis = new Redis(redisUrl, { protocol: 2 });
  redis.defineCommand('boardRead', { lua: READ.lua, numberOfKeys: 1 });
  const read = (redis as unknown as Record<string, Read>).boardReadBuffer?.bind(redis) as Read;
  const run = /run_id:(\w+)/.exec(await redis.info('server'))?.[1] as string;
  const head = page.slice(0, page.indexOf('"data":'));
  const cursor = JSON.stringify((JSON.parse(page) as { nextCursor: string | null }).nextCursor);

  async function send(response: Response, kind: string, many: number, id: string): Promise<void> {
    const ids = kind === 'around' ? [id] : [];
    const reply = await read(key, run, fingerprint, '', kind, many, id, '', ...ids);
    const [version, total, first, better, , flat, noted, [asked]] = reply;
    const found: { id: string; score: number; noted: Buffer | null }[] = [];
    for (let at = 0; at < flat.length; at += 2)
      found.push({ id: readMember(flat[at] as Buffer).id, score: -Number(flat[at + 1]), noted: noted[at / 2] ?? null });
    const above = first > 0 ? found.shift() : undefined;
    const end = kind === 'top' ? many : found.findIndex((each) => each.id === id) + many + 1;
    const shown = found.slice(0, end);
    const described = await names.load(shown.map((each) => each.id));
    let rank = better + 1;
    const data = shown.map((entry, at) => {
      const previous = at === 0 ? above : shown[at - 1];
      if (at > 0 && previous?.score !== entry.score) rank = first + at + 1;
      const { name = null, image = null, url = null } = described.get(entry.id) ?? {};
      return {
        rank,
        previousRank: entry.noted && Number(entry.noted),
        id: entry.id,
        name,
        image,
        url,
        score: entry.score,
        tied: previous?.score === entry.score || found[at + 1]?.score === entry.score,
        isMe: false,
      };
    });
    const next = kind === 'top' ? cursor : 'null';
    const own = data.find((entry) => entry.id === id);
    const of = own && asked ? `,"of":${JSON.stringify({ ...own, ...standingOf(asked, own.score, total) })}` : '';
    const tail = `,"me":null,"total":${total},"version":${version},"nextCursor":${next}${of}}`;
    response.setHeader('content-type', 'application/json; charset=utf-8');
    response.end(`${head}"data":${JSON.stringify(data)}${tail}`);
  }

  const app = express().disable('x-powered-by').disable('etag');
  const hello = Buffer.from(page);
  app.get('/hello', (_request, response) => {
    response.setHeader('content-type', 'application/json; charset=utf-8');
    response.end(hello);
  });
  app.get('/entries', (request, response) => send(response, 'top', Number(request.query.limit), ''));
  app.get('/entries/around/:id', (request, response) =>
    send(response, 'around', Number(request.query.span), request.params.id),
  );
  const server = await new Promise<ReturnType<typeof app.listen>>((resolve) => {
    const started = app.listen(0, '127.0.0.1', () => resolve(started));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

function standingOf([, , place, , , , , next]: Asked, own: number, total: number) {
  const topPercent = Math.ceil(((place + 1) * 100) / total);
  if (!next) return { topPercent, ahead: null };
  const score = -Number(next[0]);
  return { topPercent, ahead: { rank: next[1] + 1, score, distance: score - own } };
}
