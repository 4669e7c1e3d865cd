import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { oldestNode } from '../../scripts/oldest-node.ts';
import { packPackages } from '../../scripts/pack.ts';
import { type Market, openMarket } from './market.ts';

// The tarballs as a project outside has them, with the oldest Node that they say they run on.

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');

/** The example of the Standard Webhooks specification, with when it was sent. */
const WEBHOOK = {
  body: '{"test": 2432232314}',
  headers: {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  },
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  now: 1_614_265_330_000,
};

let folder: string;
let node: Awaited<ReturnType<typeof oldestNode>>;
let market: Market;

beforeAll(async () => {
  node = await oldestNode();
  folder = await mkdtemp(join(tmpdir(), 'engagement-outside-'));
  const tarballs = join(folder, 'tarballs');
  const files = await packPackages(tarballs);
  const dependencies = Object.fromEntries(
    files.map((file) => [`@engagement/${/^engagement-(\w+)-/.exec(basename(file))?.[1]}`, `file:${file}`]),
  );
  const project = join(folder, 'project');
  await mkdir(project);
  await writeFile(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies }));
  const workspace = { overrides: dependencies, nodeVersion: node.version, engineStrict: true, pmOnFail: 'ignore' };
  await writeFile(join(project, 'pnpm-workspace.yaml'), JSON.stringify(workspace));
  await run(join(root, 'node_modules/.bin/pnpm'), ['install', '--prefer-offline'], { cwd: project });
  market = await openMarket(inject('postgresUrl'), []);
});

afterAll(async () => {
  await market?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Runs a program of the project; what it prints last is JSON. */
async function inProject(program: string, given: object): Promise<Record<string, unknown>> {
  const file = join(folder, 'project/program.mjs');
  await writeFile(file, `const given = ${JSON.stringify(given)};\n${program}`);
  const { stdout } = await run(node.path, [file], { timeout: 60_000 });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}

test('Boards are read and followed, events sent, tokens signed and webhooks checked', async () => {
  const { url: host, publishableKey, secretKey, tenant, signingKey } = market;
  const found = await inProject(
    `import { createClient } from '@engagement/sdk';
    import { createTracker, signUserToken, verifyWebhook } from '@engagement/sdk/server';
    import '@engagement/widgets/all';
    const { host, tenant, signingKey, webhook } = given;
    const userToken = await signUserToken({ sub: 'c_kobo', tenant }, { kid: signingKey.id, secret: signingKey.secret });
    const client = createClient({ key: given.publishableKey, host, userToken });
    const boards = await Promise.all(['weekly-downloads', 'top-creators'].map((key) => client.leaderboards.get(key)));
    const own = await client.leaderboards.around('top-creators');
    await new Promise((done) => {
      client.on('connection', (state) => state === 'live' && done());
      client.leaderboards.subscribe('weekly-downloads', {}, () => {});
    });
    client.track('asset.viewed', { assetId: 'loop' });
    const flushed = await client.flush();
    const tracker = createTracker({ key: given.secretKey, host, source: 'https://outside.example' });
    const sale = { assetId: 'loop', creatorId: 'c_kobo', amount: 900, currency: 'EUR' };
    const receipt = await tracker.track({ id: 'sale-1', type: 'purchase.completed', subject: 'ada', data: sale });
    const { id } = await verifyWebhook(webhook.body, webhook.headers, webhook.secret, { now: webhook.now });
    await client.destroy();
    console.log(JSON.stringify({
      node: process.versions.node,
      boards: boards.map(({ data }) => data.length),
      own: own.data.find(({ id }) => id === 'c_kobo')?.name,
      flushed, receipt, id,
    }));`,
    { host, publishableKey, secretKey, tenant, signingKey, webhook: WEBHOOK },
  );
  expect(found).toEqual({
    node: node.version,
    boards: [3, 2],
    own: 'Studio Kōbō',
    flushed: { sent: 1, failed: 0 },
    receipt: { id: 'sale-1', status: 'accepted' },
    id: WEBHOOK.headers['webhook-id'],
  });
});

test('A manifest names no file that is not shipped', async () => {
  for (const name of ['contract', 'sdk', 'widgets']) {
    const manifest = await readFile(join(folder, 'project/node_modules/@engagement', name, 'package.json'), 'utf8');
    expect(manifest).not.toContain('./src/');
  }
});
