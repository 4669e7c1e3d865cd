import { resolve } from 'node:path';
import { openCore } from '../compose/core.ts';
import { type Config, readConfig, viewSettings } from '../config/config.ts';
import { startEmbedded } from '../platform/embedded-postgres/embedded.ts';
import { createLogger } from '../platform/telemetry/logger.ts';
import { readArguments } from './arguments.ts';
import { print } from './output.ts';
import { probeRedis } from './probe-redis.ts';
import { type Finding, probeKafka, probePostgres, reasonOf } from './probes.ts';
import { dotEnv, type Environment } from './session.ts';

/** Looks at every setting and engine, each by itself, and says what it finds; 1 when something is wrong. */
export async function doctor(argv: readonly string[]): Promise<number> {
  const { options } = readArguments(argv, 'doctor [--json]', { json: 'boolean' }, 0);
  const file = dotEnv();
  const settings = examineSettings(file, process.env);
  const usable = settings.every(({ ok }) => ok);
  const findings = usable
    ? [...settings, ...(await examineEngines(readConfig({ ...file, ...process.env })))]
    : settings;
  print(
    findings,
    options,
    findings.map(({ name, ok, detail }) => `${ok ? 'ok   ' : 'WRONG'}  ${name.padEnd(22)}  ${detail}`),
  );
  return findings.every(({ ok }) => ok) ? 0 : 1;
}

function examineSettings(file: Environment, environment: Environment): Finding[] {
  const all = { ...file, ...environment };
  const findings = viewSettings(all).map(({ name, shown, fault }): Finding => {
    const origin = !all[name] ? 'default' : environment[name] === undefined ? '.env' : 'environment';
    return { name, ok: fault === undefined, detail: `${fault ?? shown ?? 'not set'} (${origin})` };
  });
  return findings.map((finding) =>
    finding.name === 'ENGAGEMENT_MASTER_KEY' && all.DATABASE_URL && !all.ENGAGEMENT_MASTER_KEY
      ? { ...finding, ok: false, detail: 'not set: DATABASE_URL needs it, 32 bytes, as from `openssl rand -hex 32`' }
      : finding,
  );
}

async function examineEngines(config: Config): Promise<Finding[]> {
  const embedded = config.databaseUrl ? undefined : startEmbedded(resolve(config.dataDir));
  try {
    const url = config.databaseUrl ?? (await embedded)?.url ?? '';
    const { findings, topics } = await probePostgres(url);
    const kafka = config.kafkaBrokers.length > 0 ? await probeKafka(config.kafkaBrokers, topics ?? []) : undefined;
    const redis = config.redisUrl === undefined ? [] : await probeRedis(config.redisUrl);
    const all = [...findings, ...redis, ...(kafka?.findings ?? [])];
    const ready =
      topics !== undefined && all.every(({ name, ok }) => ok || name === 'Sources' || name.startsWith('Redis'));
    if (!ready) return all;
    // Asking the log would make its topic.
    const log = kafka?.hasLog === false ? NOTHING_WAITS : await examineLog(config, url);
    return [...all, log];
  } catch (error) {
    return [{ name: 'Embedded Postgres', ok: false, detail: `cannot be started: ${reasonOf(error)}` }];
  } finally {
    await embedded?.then(({ stop }) => stop()).catch(() => {});
  }
}

const NOTHING_WAITS: Finding = { name: 'Log', ok: true, detail: '0 events waiting' };

async function examineLog({ kafkaBrokers, masterKey }: Config, databaseUrl: string): Promise<Finding> {
  const logger = createLogger('error');
  // The backlog opens no secret, so that any key will do where none is kept yet.
  const core = await openCore({ databaseUrl, masterKey: masterKey ?? Buffer.alloc(32), kafkaBrokers, logger });
  try {
    return { name: 'Log', ok: true, detail: `${await core.log.backlog()} events waiting` };
  } catch (error) {
    return { name: 'Log', ok: false, detail: `cannot be read: ${reasonOf(error)}` };
  } finally {
    await core.close();
  }
}
