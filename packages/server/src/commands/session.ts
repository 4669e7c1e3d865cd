import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { type Core, openCore } from '../compose/core.ts';
import { type Config, readConfig, SettingError } from '../config/config.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import type { Tenant } from '../kernel/tenant.ts';
import { migrateDatabase } from '../platform/db/migrate.ts';
import { checkRole } from '../platform/db/role.ts';
import { startEmbedded } from '../platform/embedded-postgres/embedded.ts';
import { createLogger } from '../platform/telemetry/logger.ts';
import { type MetricsServer, startMetricsServer } from '../platform/telemetry/metrics-server.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What `.env` says, if there is one. */
export function dotEnv(): Environment {
  if (!existsSync('.env')) return {};
  try {
    return parseEnv(readFileSync('.env', 'utf8'));
  } catch (cause) {
    throw new OperatorError(`${resolve('.env')} cannot be read.`, { cause });
  }
}

/** The settings of this process: `.env` first, the environment above it. */
export function settings(): Config {
  return readConfig({ ...dotEnv(), ...process.env });
}

const MASTER_KEY_MISSING = 'ENGAGEMENT_MASTER_KEY must be set: 32 bytes, as from `openssl rand -hex 32`.';

export interface Foundation {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly masterKey: Buffer;
  /** The process that runs the embedded database already, when it is not this one. */
  readonly sharedWith: number | undefined;
  close(): Promise<void>;
}

/** The database that the settings name, or the embedded one; migrated. */
export async function openFoundation(config: Config): Promise<Foundation> {
  if (config.databaseUrl && !config.masterKey) throw new SettingError(MASTER_KEY_MISSING);
  const folder = resolve(config.dataDir);
  const embedded = config.databaseUrl ? undefined : await startEmbedded(folder);
  const databaseUrl = config.databaseUrl ?? embedded?.url ?? '';
  try {
    await checkRole(databaseUrl);
    await migrateDatabase(databaseUrl);
    const masterKey = config.masterKey ?? (await ownMasterKey(folder));
    return { config, databaseUrl, masterKey, sharedWith: embedded?.sharedWith, close: async () => embedded?.stop() };
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}

/** Beside the embedded database, and only there, the secret is made up and kept. */
async function ownMasterKey(folder: string): Promise<Buffer> {
  const file = join(folder, 'master-key');
  if (!existsSync(file)) await writeFile(file, randomBytes(32).toString('hex'), { mode: 0o600 });
  return Buffer.from((await readFile(file, 'utf8')).trim(), 'hex');
}

/** Runs an operator's command on the database, and closes everything after it. */
export async function withCore<T>(work: (core: Core) => Promise<T>): Promise<T> {
  const config = settings();
  const foundation = await openFoundation(config);
  const logger = createLogger(config.logLevel === 'info' ? 'warn' : config.logLevel);
  const { databaseUrl, masterKey } = foundation;
  try {
    const core = await openCore({
      databaseUrl,
      masterKey,
      kafkaBrokers: config.kafkaBrokers,
      redisUrl: config.redisUrl,
      logger,
      isCommand: true,
    });
    try {
      return await work(core);
    } finally {
      await core.close();
    }
  } finally {
    await foundation.close();
  }
}

export async function tenantNamed(core: Core, key: string): Promise<Tenant> {
  const tenant = await core.tenants.tenantByKey(key);
  if (!tenant) throw new OperatorError(`There is no tenant ${key}.`);
  return tenant;
}

/** Where Prometheus scrapes this process, if it may. */
export async function startMetrics(config: Config, core: Core, host: string): Promise<MetricsServer | undefined> {
  if (config.metricsPort === undefined) return undefined;
  core.telemetry.watchProcess();
  return startMetricsServer(core.telemetry, config.metricsPort, host);
}

/** How the audit log names whoever runs a command. */
export function operator(): string {
  return `operator:${userInfo().username}`;
}
