import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { SCOPES } from '@engagement/contract';
import type { RequestHandler } from 'express';
import { type Core, openCore } from '../compose/core.ts';
import { startServer } from '../compose/server.ts';
import type { Config } from '../config/config.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import { cdnMount } from '../platform/http/cdn.ts';
import { isFree } from '../platform/http/port.ts';
import { createLogger } from '../platform/telemetry/logger.ts';
import { readArguments, required } from './arguments.ts';
import { loadModule } from './load-module.ts';
import { untilStopped } from './run.ts';
import { type Foundation, openFoundation, settings, startMetrics } from './session.ts';
import { type BuildStorybook, storybookMount } from './storybook-mount.ts';
import { VERSION } from './version.ts';

const USAGE = 'demo --shop <module> [--storybook <module>]';
const HOST = '127.0.0.1';
const TENANT = 'tessera';
const ACTOR = 'operator:demo';

/** What the shop is given: nothing that a customer would not have. */
interface ShopCredentials {
  readonly publishableKey: string;
  readonly secretKey: string;
  readonly signingSecret: { readonly id: string; readonly secret: string };
}

interface Shop {
  readonly handler: RequestHandler;
  seed(): Promise<void>;
  /** When what was seeded is counted. */
  concludeSeason(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

interface ShopModule {
  createShop(options: ShopCredentials & { engagementUrl: string; publicUrl: string; tenant: string }): Shop;
}

interface StorybookModule {
  buildStorybook: BuildStorybook;
}

interface Modules {
  readonly shop: ShopModule;
  readonly storybook: StorybookModule | undefined;
}

/** `serve` with the sample marketplace in front, on one origin, with living traffic. */
export async function demo(argv: readonly string[]): Promise<number> {
  const { options } = readArguments(argv, USAGE, { shop: 'string', storybook: 'string' }, 0);
  const modules: Modules = {
    shop: (await loadModule(required(options.shop, 'shop', USAGE))) as unknown as ShopModule,
    storybook: options.storybook ? ((await loadModule(options.storybook)) as unknown as StorybookModule) : undefined,
  };
  const config = settings();
  const host = config.host ?? HOST;
  if (!(await isFree(config.port, host))) {
    throw new OperatorError(
      `Port ${config.port} is taken by another program: stop it, or choose another with PORT=4001 npm start.`,
    );
  }
  const stopped = untilStopped();
  say('Starting the database …');
  const foundation = await openFoundation(config);
  try {
    await run(config, host, foundation, modules, stopped);
  } finally {
    await foundation.close();
  }
  return 0;
}

async function run(
  config: Config,
  host: string,
  foundation: Foundation,
  modules: Modules,
  stopped: Promise<unknown>,
): Promise<void> {
  if (foundation.sharedWith) throw new OperatorError(`The demo runs already, as process ${foundation.sharedWith}.`);
  const logger = createLogger(config.logLevel === 'info' ? 'warn' : config.logLevel);
  const { databaseUrl, masterKey } = foundation;
  const core = await openCore({
    databaseUrl,
    masterKey,
    redisUrl: config.redisUrl,
    kafkaBrokers: config.kafkaBrokers,
    logger,
    runsSchedules: true,
  });
  const url = config.publicUrl ?? `http://${host === '0.0.0.0' ? 'localhost' : host}:${config.port}`;
  const credentials = await openTenant(core, resolve(config.dataDir), originsOf(url, config.port));
  const shop = modules.shop.createShop({
    ...credentials,
    engagementUrl: `http://127.0.0.1:${config.port}`,
    publicUrl: url,
    tenant: TENANT,
  });
  const server = await startServer({
    core,
    masterKey,
    role: 'all',
    version: VERSION,
    publicUrl: url,
    trustedProxies: config.trustProxy,
    mounts: [
      cdnMount(),
      ...(modules.storybook ? [storybookMount(modules.storybook.buildStorybook)] : []),
      { path: '/', handler: belowApi(shop.handler) },
    ],
  });
  const metrics = await startMetrics(config, core, host);
  await server.listen(config.port, host);
  say('Filling the marketplace …');
  await Promise.race([fill(shop, core), stopped]);
  shop.start();
  announce(url, {
    publishableKey: credentials.publishableKey,
    dataDir: config.dataDir,
    storybook: !!modules.storybook,
  });
  await stopped;
  say('Stopping …');
  await shop.stop();
  await server.stop();
  await metrics?.close();
  await core.close();
}

async function fill(shop: Shop, core: Core): Promise<void> {
  await shop.seed();
  await untilCounted(core);
  await shop.concludeSeason();
}

/** What the shop has sent is durable, but a visitor should find it counted. */
async function untilCounted({ log }: Core): Promise<void> {
  while ((await log.backlog()) > 0) await setTimeout(100);
}

/** Paths of the API that lead nowhere are refused by the API, not answered by the shop. */
function belowApi(handler: RequestHandler): RequestHandler {
  return (request, response, next) =>
    /^\/(v1|cdn)(\/|$)/.test(request.path) ? next() : handler(request, response, next);
}

/** The same page is reached under both names of this machine. */
function originsOf(url: string, port: number): string[] {
  return [...new Set([new URL(url).origin, `http://127.0.0.1:${port}`, `http://localhost:${port}`])];
}

/** The tenant and its keys: made at the first start, kept beside the data, because a secret is shown only once. */
async function openTenant(core: Core, folder: string, origins: readonly string[]): Promise<ShopCredentials> {
  const file = join(folder, 'demo-keys.json');
  const { service } = core.tenants;
  if (existsSync(file) && (await core.tenants.tenantByKey(TENANT))) {
    const kept = JSON.parse(await readFile(file, 'utf8')) as ShopCredentials;
    await service.changeOrigins({ key: kept.publishableKey, add: origins }, ACTOR);
    return kept;
  }
  if (!(await core.tenants.tenantByKey(TENANT))) {
    await service.createTenant(
      { key: TENANT, name: 'Tessera', zone: 'Europe/Lisbon', currency: 'EUR', mode: 'test' },
      ACTOR,
    );
  }
  const credentials: ShopCredentials = {
    publishableKey: (await service.createPublishableKey({ tenant: TENANT, origins }, ACTOR)).key,
    secretKey: (await service.createSecretKey({ tenant: TENANT, scopes: SCOPES }, ACTOR)).key,
    signingSecret: await service.createSigningSecret({ tenant: TENANT }, ACTOR),
  };
  await writeFile(file, JSON.stringify(credentials), { mode: 0o600 });
  return credentials;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

interface Announcement {
  readonly publishableKey: string;
  readonly dataDir: string;
  readonly storybook: boolean;
}

function announce(url: string, { publishableKey, dataDir, storybook }: Announcement): void {
  say(`
  Tessera, a marketplace whose boards move    ${url}
  Publishable key                             ${publishableKey}
  The API, described                          ${url}/v1/openapi.json${
    storybook ? `\n  The widgets, for designers                  ${url}/storybook/` : ''
  }
  Read on                                     README.md, docs/

  Ctrl-C stops everything; the data stays in ${dataDir}.
`);
}
