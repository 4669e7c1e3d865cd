import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase } from '../../packages/server/src/testing/database.ts';
import { runEngagement, startServe } from '../../packages/server/src/testing/engagement.ts';
import { call } from '../../packages/server/src/testing/whole-server.ts';
import demo from '../marketplace/src/definitions.ts';

export interface Market {
  /** Origin of the engagement server. */
  readonly url: string;
  readonly publishableKey: string;
  readonly secretKey: string;
  /** The second one of the tenant, as whoever follows a README beside the demo makes it. */
  readonly signingKey: { readonly id: string; readonly secret: string };
  readonly tenant: string;
  /** The asset is downloaded once more. */
  download(assetId: string): Promise<void>;
  stop(): Promise<void>;
}

const TENANT = 'tessera';

const ASSETS = { poster: 'Night poster', font: 'Slab font', loop: 'Tidal loop' };

/** As they are called in the demo. */
const CREATORS = { c_popescu: 'Mirela Popescu', c_kobo: 'Studio Kōbō' };

/**
 * A real engagement server with the boards of the demo, so that what an example's README says of those holds here too.
 * Three assets are on `weekly-downloads` and on each of `moreBoards`, two creators on `top-creators`.
 */
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
    return JSON.parse(stdout) as { key?: string; id?: string; secret?: string };
  };
  const more = moreBoards.map((key) => ({ key, name: `Board ${key}`, metric: 'asset-downloads' }));
  const folder = await mkdtemp(join(tmpdir(), 'examples-'));
  const definitions = join(folder, 'definitions.json');
  await writeFile(definitions, JSON.stringify({ ...demo, boards: [...(demo.boards ?? []), ...more] }));
  await engagement('tenant', 'create', TENANT, '--name', 'Tessera', '--zone', 'UTC', '--currency', 'EUR');
  await engagement('apply', definitions, '--tenant', TENANT);
  const key = (kind: string, ...more: string[]) => engagement('keys', 'create', TENANT, '--kind', kind, ...more);
  await key('signing');
  const [publishable, secret, signing, server] = await Promise.all([
    key('publishable', '--origins', origins.join()),
    key('secret'),
    key('signing'),
    startServe([], environment),
  ]);
  const secretKey = secret.key ?? '';
  let events = 0;
  async function happen(type: string, data: object): Promise<void> {
    events += 1;
    const { status } = await call(server, secretKey, 'POST /v1/events', {
      id: `event-${events}`,
      source: 'https://shop.example',
      type,
      time: new Date().toISOString(),
      subject: events % 2 ? 'ada' : 'bo',
      data,
    });
    if (status !== 202) throw new Error(`The server answered ${type} with ${status}`);
  }

  const market: Market = {
    url: server.url,
    tenant: TENANT,
    publishableKey: publishable.key ?? '',
    secretKey,
    signingKey: { id: signing.id ?? '', secret: signing.secret ?? '' },
    download: (assetId) => happen('asset.downloaded', { assetId, creatorId: 'c_kobo' }),
    async stop() {
      server.process.kill('SIGTERM');
      await server.ended;
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  for (const [creatorId, name] of Object.entries(CREATORS)) {
    await call(server, secretKey, `PUT /v1/creators/${creatorId}`, { name });
    await happen('purchase.completed', { assetId: 'poster', creatorId, amount: 1800, currency: 'EUR' });
  }
  for (const [id, name] of Object.entries(ASSETS)) await call(server, secretKey, `PUT /v1/assets/${id}`, { name });
  for (const [at, id] of Object.keys(ASSETS).entries()) for (let n = 3; n > at; n--) await market.download(id);
  return market;
}
