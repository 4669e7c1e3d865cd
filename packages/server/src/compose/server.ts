import { setTimeout } from 'node:timers/promises';
import { createAnswers } from '../activity/answer.ts';
import { createAtOnce } from '../activity/at-once.ts';
import { deadLetterRoutes } from '../activity/dead-letter-routes.ts';
import { quarantineRoutes } from '../activity/quarantine/routes.ts';
import { activityRoutes } from '../activity/routes.ts';
import { metricRoutes } from '../metrics/routes.ts';
import { createLeaderboardsModule } from '../modules/leaderboards/index.ts';
import { createCursors } from '../platform/http/cursors.ts';
import { reportTo } from '../platform/http/errors.ts';
import { errorsPageMount } from '../platform/http/errors-page.ts';
import { createHttpServer, type Mount } from '../platform/http/http-server.ts';
import type { InFlightLimits } from '../platform/http/in-flight.ts';
import type { RateLimits } from '../platform/http/rate-limits.ts';
import type { Route } from '../platform/http/route.ts';
import { systemRoutes } from '../platform/http/system-routes.ts';
import { createRealtime, type RealtimeLimits } from '../platform/realtime/realtime-server.ts';
import { checksOf } from './checks.ts';
import { type Core, derivedKey, SEASON_QUEUE } from './core.ts';
import { meterRealtime, meterRooms } from './meters.ts';
import { ownFacts } from './own-facts.ts';
import { type RunningRole, startSchedulerRole, startWorkerRole } from './roles.ts';

export type Role = 'all' | 'api' | 'worker' | 'scheduler';

export interface ServerOptions {
  readonly core: Core;
  readonly masterKey: Buffer;
  readonly role: Role;
  readonly version: string;
  readonly publicUrl: string;
  readonly trustedProxies?: number;
  readonly rateLimits?: Partial<RateLimits>;
  readonly inFlightLimits?: Partial<InFlightLimits>;
  readonly realtimeLimits?: Partial<RealtimeLimits>;
  readonly mounts?: readonly Mount[];
  /** How old a board's page may be that everyone sees; 0 reads it for each. */
  readonly sharedPageMs?: number;
}

/** Nobody sees a quarter of a second on a board that others move. */
const SHARED_PAGE_MS = 250;

export interface RunningServer {
  /** Resolves with the port. */
  listen(port: number, host: string): Promise<number>;
  /** Says that it is not ready any more, and still answers for `noticeMs`, so that callers turn to other servers. */
  drain(noticeMs: number): Promise<void>;
  /** Stops accepting, finishes what is under way, and lets go of everything. */
  stop(): Promise<void>;
}

/** The engagement server: modules built, ports plugged, doors open. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { core, role } = options;
  // The other roles say how they are, and serve nobody.
  const servesApi = role === 'all' || role === 'api';
  const takesBatches = role === 'all' || role === 'worker';
  const doesJobs = role === 'all' || role === 'scheduler';
  let draining = false;
  const isDraining = () => draining;
  const { logger } = core;
  const report = reportTo(logger);
  const authenticate = core.tenants.authenticate;
  const realtime = createRealtime({
    authenticate,
    clock: core.clock,
    report,
    trustedProxies: options.trustedProxies ?? 0,
    ...(servesApi && { redisUrl: core.redisUrl }),
    ...(options.realtimeLimits && { limits: options.realtimeLimits }),
  });
  const cursors = createCursors(derivedKey(options.masterKey, 'cursors'));
  const boards = createLeaderboardsModule({
    ...core,
    cursors,
    rooms: meterRooms(realtime.rooms, core.telemetry),
    report,
    periods: core.metrics,
    contributions: { of: core.metrics.contributions },
    engine: core.standings,
    following: core.metrics,
    announce: core.metrics.announce,
    recordAudit: core.tenants.recordAudit,
    wakeScheduler: (tx) => core.jobs.enqueue(tx, SEASON_QUEUE, {}),
    facts: ownFacts(core),
    tenants: { list: () => core.tenants.tenants() },
    changes: core.metrics.changes,
    sharedPageMs: options.sharedPageMs ?? SHARED_PAGE_MS,
  });
  const atOnce = createAtOnce({ ...core, orm: core.database.orm, numbers: core.metrics, ranks: boards });
  const answers = createAnswers(atOnce, (err) => logger.warn({ err }, 'an event could not be answered at once'));
  const system = systemRoutes({
    version: options.version,
    publicUrl: options.publicUrl,
    checks: checksOf(core, { takesBatches, doesJobs }),
    isDraining,
  });
  // In the order in which an address is looked up: what is asked for most comes first.
  const api = [
    ...boards.routes,
    ...activityRoutes(core.door, answers),
    ...deadLetterRoutes(core.deadLetters, cursors),
    ...quarantineRoutes(core.quarantine, cursors),
    ...core.definitions.routes,
    ...core.profiles.routes,
    ...metricRoutes(core),
  ];
  const http = createHttpServer({
    ...(servesApi ? { routes: [...api, ...system] } : { routes: system, endpoints: system.map(endpointOf) }),
    authenticate,
    log: logger,
    telemetry: core.telemetry,
    isDraining,
    trustedProxies: options.trustedProxies ?? 0,
    ...(options.rateLimits && { rateLimits: options.rateLimits }),
    ...(options.inFlightLimits && { inFlightLimits: options.inFlightLimits }),
    mounts: [...(servesApi ? [errorsPageMount()] : []), ...(options.mounts ?? [])],
  });
  if (servesApi) {
    realtime.attach(http.server, boards.watch);
    meterRealtime(realtime.counts, core.telemetry);
  }
  const roles: RunningRole[] = [];
  if (takesBatches) roles.push(await startWorkerRole(core));
  if (doesJobs) roles.push(await startSchedulerRole(core, boards.jobs));
  const stopRoles = () => roles.splice(0).map((running) => running.stop());
  return {
    listen: (port, host) => http.listen(port, host),
    async drain(noticeMs) {
      draining = true;
      realtime.drain();
      await Promise.all([setTimeout(noticeMs), ...stopRoles()]);
    },
    async stop() {
      draining = true;
      realtime.close();
      boards.close();
      await Promise.all([http.close(), ...stopRoles()]);
    },
  };
}

const endpointOf = ({ endpoint }: Route) => endpoint;
