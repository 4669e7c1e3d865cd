import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase } from '../../packages/server/src/testing/database.ts';
import { runEngagement, startServe } from '../../packages/server/src/testing/engagement.ts';
import { call } from '../../packages/server/src/testing/whole-server.ts';

export interface Market {
  /** Origin of the engagement server. */
  readonly url: string;
  readonly publishableKey: string;
  readonly signingSecret: string;
  readonly tenant: string;
  /** The asset is downloaded once more. */
  download(assetId: string): Promise<void>;
  stop(): Promise<void>;
}

const ASSETS = { poster: 'Night poster', font: 'Slab font', loop: 'Tidal loop' };

const USERS = { ada: 'Ada', bo: 'Bo' };

const DEFINITIONS = {
  metrics: [
    {
      key: 'downloads',
      subject: 'asset',
      sources: [{ type: 'asset.downloaded', subject: 'data.assetId' }],
      fold: 'count',
      windows: ['all-time'],
      unit: { label: 'Downloads' },
    },
    {
      key: 'reads',
      subject: 'user',
      sources: [{ type: 'asset.downloaded', subject: 'subject' }],
      fold: 'count',
      windows: ['all-time'],
      unit: { label: 'Downloads' },
    },
  ],
  boards: [
    { key: 'weekly-downloads', name: 'Most downloaded', metric: 'downloads' },
    { key: 'top-readers', name: 'Top readers', metric: 'reads' },
  ],
};

/** A real engagement server with a board `weekly-downloads` of three assets, for pages of some origins. `moreBoards` show the same. */
export async function openMarket(
  postgresUrl: string,
  origins: readonly string[],
  moreBoards: readonly string[] = [],
): Promise<Market> {
  const database = await createTestDatabase(postgresUrl);
  const environment = { DATABASE_URL: database.url, ENGAGEMENT_MASTER_KEY: 'ab'.repeat(32), LOG_LEVEL: 'info' };
  const engagement = async (...argv: string[]) => {
    const { code, stdout, stderr } = await runEngagement([...argv, '--json'], environment);
    if (code !== 0) throw new Error(stderr);
    return JSON.parse(stdout) as { key?: string; secret?: string };
  };
  const more = moreBoards.map((key) => ({ key, name: `Board ${key}`, metric: 'downloads' }));
  const folder = await mkdtemp(join(tmpdir(), 'examples-'));
  const definitions = join(folder, 'definitions.json');
  await writeFile(definitions, JSON.stringify({ ...DEFINITIONS, boards: [...DEFINITIONS.boards, ...more] }));
  await engagement('tenant', 'create', 'shop', '--name', 'Shop', '--zone', 'UTC');
  await engagement('apply', definitions, '--tenant', 'shop');
  const key = (kind: string, ...more: string[]) => engagement('keys', 'create', 'shop', '--kind', kind, ...more);
  const [publishable, secret, signing, server] = await Promise.all([
    key('publishable', '--origins', origins.join()),
    key('secret'),
    key('signing'),
    startServe([], environment),
  ]);
  const secretKey = secret.key ?? '';
  let downloads = 0;

  const market: Market = {
    url: server.url,
    tenant: 'shop',
    publishableKey: publishable.key ?? '',
    signingSecret: signing.secret ?? '',
    async download(assetId) {
      downloads += 1;
      const { status } = await call(server, secretKey, 'POST /v1/events', {
        id: `download-${downloads}`,
        source: 'https://shop.example',
        type: 'asset.downloaded',
        time: new Date().toISOString(),
        subject: downloads % 2 ? 'ada' : 'bo',
        data: { assetId },
      });
      if (status !== 202) throw new Error(`The server answered a download with ${status}`);
    },
    async stop() {
      server.process.kill('SIGTERM');
      await server.ended;
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  for (const [id, name] of Object.entries(USERS)) await call(server, secretKey, `PUT /v1/users/${id}`, { name });
  for (const [id, name] of Object.entries(ASSETS)) await call(server, secretKey, `PUT /v1/assets/${id}`, { name });
  for (const [at, id] of Object.keys(ASSETS).entries()) for (let n = 3; n > at; n--) await market.download(id);
  return market;
}
