import { openCore } from '../compose/core.ts';
import { type Role, startServer } from '../compose/server.ts';
import { SettingError } from '../config/config.ts';
import { cdnMount } from '../platform/http/cdn.ts';
import { createLogger } from '../platform/telemetry/logger.ts';
import { readArguments, UsageError, usageOf } from './arguments.ts';
import { stopWithinReason, untilStopped } from './run.ts';
import { openFoundation, settings, startMetrics } from './session.ts';
import { VERSION } from './version.ts';

const USAGE = 'serve [--role all|api|worker|scheduler]';
/** So long a balancer has to see that a server is not ready before it stops listening. */
const NOTICE_MS = 2000;
const ROLES: readonly Role[] = ['all', 'api', 'worker', 'scheduler'];

/** Production: refuses to start on a setting that is missing or wrong, and names it. */
export async function serve(argv: readonly string[]): Promise<number> {
  const { options } = readArguments(argv, USAGE, { role: 'string' }, 0);
  const role = ROLES.find((known) => known === (options.role ?? 'all'));
  if (!role) throw new UsageError(usageOf(USAGE));
  const config = settings();
  if (!config.databaseUrl) throw new SettingError('DATABASE_URL must be set: postgres://user:password@host/name.');
  const stopped = untilStopped();
  let ready = false;
  // Nothing was promised to anyone yet: a migration is one transaction, and a batch in hand goes to another worker.
  void stopped.then(() => ready || process.exit(0));
  const foundation = await openFoundation(config);
  const { masterKey } = foundation;
  const logger = createLogger(config.logLevel);
  const runsSchedules = role === 'all' || role === 'scheduler';
  const core = await openCore({
    databaseUrl: config.databaseUrl,
    masterKey,
    redisUrl: config.redisUrl,
    kafkaBrokers: config.kafkaBrokers,
    logger,
    runsSchedules,
  });
  const publicUrl = config.publicUrl ?? `http://localhost:${config.port}`;
  const server = await startServer({
    core,
    masterKey,
    role,
    version: VERSION,
    publicUrl,
    trustedProxies: config.trustProxy,
    mounts: [cdnMount()],
  });
  const host = config.host ?? '0.0.0.0';
  const metrics = await startMetrics(config, core, host);
  const port = await server.listen(config.port, host);
  ready = true;
  logger.info({ port, role, publicUrl, ...(metrics && { metricsPort: metrics.port }) }, 'ready');
  await stopped;
  stopWithinReason();
  await server.drain(NOTICE_MS);
  await server.stop();
  await metrics?.close();
  await core.close();
  await foundation.close();
  return 0;
}
