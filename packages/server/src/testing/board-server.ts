import { sql } from 'drizzle-orm';
import type { Clock } from '../kernel/clock.ts';
import type { TenantId } from '../kernel/tenant.ts';
import { announce, type Changes, notify, openChanges } from '../metrics/announce.ts';
import { compile } from '../metrics/compile.ts';
import { Contributions } from '../metrics/contributions.ts';
import { membersOf } from '../metrics/members.ts';
import { createLeaderboardsModule, type LeaderboardsModule, openSqlEngine } from '../modules/leaderboards/index.ts';
import type { Standings } from '../modules/leaderboards/standings/standings.ts';
import { noteVisibility, type Visibility } from '../modules/leaderboards/visibility.ts';
import { createCursors } from '../platform/http/cursors.ts';
import type { Authenticate } from '../platform/realtime/handshake.ts';
import { createRealtime, type RealtimeLimits } from '../platform/realtime/realtime-server.ts';
import { putValues, storedPeriods, storedProfiles, type Target, TestCatalogues, type Value } from './boards.ts';
import { createMember, createTestTenants, type Member } from './cast.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { openTestStandings, type TestStandings } from './standings.ts';
import { standInRoutes, startTestServer } from './test-server.ts';

export interface BoardServer {
  readonly url: string;
  readonly test: TestDatabase;
  readonly catalogues: TestCatalogues;
  readonly boards: LeaderboardsModule;
  readonly own: Member;
  readonly other: Member;
  readonly changes: Changes;
  /** How often boards of each tenant were read. */
  readonly reads: ReadonlyMap<TenantId, number>;
  /** Where boards are in Redis; undefined without `redisUrl`. */
  readonly redis: TestStandings | undefined;
  /** Writes values as a fold does, shows them, and tells every process of them. */
  put(target: Target, values: readonly Value[]): Promise<void>;
  /** Notes what may keep subjects off boards, as a change of profiles does. */
  noteVisibility(subjects: readonly Visibility[]): Promise<void>;
  /** Empties tables, and Redis. */
  empty(...tables: string[]): Promise<void>;
  /** Runs once, while the next read of a board is under way: after its rows, before its names. */
  duringNextRead(work: () => Promise<void>): void;
  /** Errors that nobody foresaw. */
  readonly reported: unknown[];
  /** From now on the credential is refused, until it is restored. */
  revoke(key: string): void;
  restore(key: string): void;
  /** GET as the holder of a credential. */
  get(path: string, token: string): Promise<{ status: number; body: unknown }>;
  stop(): Promise<void>;
}

export interface BoardServerOptions {
  readonly postgresUrl: string;
  /** Left out, boards are read from Postgres. */
  readonly redisUrl?: string | undefined;
  readonly clock: Clock;
  readonly limits?: Partial<RealtimeLimits>;
  readonly tempo?: Parameters<typeof createLeaderboardsModule>[0]['tempo'];
  readonly sharedPageMs?: number;
}

const ORIGIN = 'https://shop.example';

/** Boards over HTTP and sockets on a database of their own, with two tenants; definitions are set by the test. */
export async function startBoardServer({
  postgresUrl,
  redisUrl,
  clock,
  limits,
  tempo,
  sharedPageMs,
}: BoardServerOptions): Promise<BoardServer> {
  const test = await createTestDatabase(postgresUrl);
  const { database } = test;
  const tenants = createTestTenants(database, clock);
  const members = [await createMember(tenants, clock, 'own'), await createMember(tenants, clock, 'other')] as const;
  const catalogues = new TestCatalogues();
  const changes = await openChanges(database);
  const names = storedProfiles(database);
  let duringRead: (() => Promise<void>) | undefined;
  const reported: unknown[] = [];
  const report = (error: unknown) => void reported.push(error);
  const revoked = new Set<string>();
  const authenticate: Authenticate = (presented) =>
    tenants.authenticate(
      revoked.has(presented.token) ? { ...presented, token: members[0].revokedPublishableKey } : presented,
    );
  const realtime = createRealtime({ authenticate, clock, report, limits: { connectsPerMinute: 1000, ...limits } });
  const periods = storedPeriods(database);
  const redis = redisUrl
    ? await openTestStandings({ redisUrl, database, clock, catalogues, periods, list: () => tenants.tenants() })
    : undefined;
  const engine = redis?.engine ?? openSqlEngine(database.orm);
  const reads = new Map<TenantId, number>();
  const standings: Standings = {
    read(view, ...asked) {
      reads.set(view.tenant.id, (reads.get(view.tenant.id) ?? 0) + 1);
      return engine.standings.read(view, ...asked);
    },
  };
  const boards = createLeaderboardsModule({
    engine: { ...engine, standings },
    database,
    clock,
    catalogues,
    changes,
    report,
    periods,
    contributions: {
      of: (executor, catalogue, number) => new Contributions(executor, catalogue.tenantId, compile(catalogue), number),
    },
    announce,
    recordAudit: tenants.recordAudit,
    wakeScheduler: async () => {},
    facts: { give: async () => {} },
    profiles: {
      async describe(...asked) {
        const work = duringRead;
        duringRead = undefined;
        await work?.();
        return names.describe(...asked);
      },
    },
    following: { membersOf: (tenant, metric, user) => membersOf(database.orm, tenant.id, metric, user) },
    tenants: { list: () => tenants.tenants() },
    cursors: createCursors(Buffer.alloc(32, 7)),
    rooms: realtime.rooms,
    ...(tempo && { tempo }),
    ...(sharedPageMs !== undefined && { sharedPageMs }),
  });
  /** Resolves when this process has heard all notices that were sent so far. */
  async function allHeard(): Promise<void> {
    const mark = new Set([-1]);
    const heard = new Promise<void>((resolve) => {
      const stop = changes.onChange((_, metricIds) => {
        if (!metricIds?.has(-1)) return;
        stop();
        resolve();
      });
    });
    await notify(database.orm, members[0].tenant.id, mark);
    await heard;
  }

  async function ask(path: string, token: string): Promise<{ status: number; body: unknown }> {
    const origin = token.startsWith('sk_') ? {} : { Origin: ORIGIN };
    const reply = await fetch(`${server.url}${path}`, { headers: { Authorization: `Bearer ${token}`, ...origin } });
    return { status: reply.status, body: await reply.json() };
  }

  const routes = [...boards.routes, ...standInRoutes(boards.routes, () => async () => ({}))];
  const server = await startTestServer({ routes, authenticate: tenants.authenticate });
  realtime.attach(server.http.server, boards.watch);
  return {
    url: server.url,
    test,
    catalogues,
    boards,
    changes,
    reads,
    redis,
    async put(target, values) {
      await engine.projection?.project(target.tenant, await putValues(database, target, values, redis !== undefined));
    },
    async noteVisibility(subjects) {
      const { tenant } = members[0];
      const moved = await database.transaction(async (tx) => {
        const refs = await noteVisibility(tx, tenant.id, subjects);
        await announce(tx, tenant.id);
        return refs;
      });
      await engine.refresh.subjects(tenant, moved);
    },
    async empty(...tables) {
      for (const table of tables) await database.orm.execute(sql`delete from ${sql.identifier(table)}`);
      if (!redis) return;
      await redis.flush();
      await redis.settle();
      await allHeard();
    },
    duringNextRead: (work) => {
      duringRead = work;
    },
    own: members[0],
    other: members[1],
    reported,
    revoke: (key) => void revoked.add(key),
    restore: (key) => void revoked.delete(key),
    async get(path, token) {
      for (let tries = 0; redis && tries < 5; tries++) {
        const answered = redis.counts.fallback;
        const reply = await ask(path, token);
        if (redis.counts.fallback === answered) return reply;
        // It was missing in Redis: what a test has changed by hand is found now, or by the keeper in a while.
        await redis.settle().catch(() => {});
        redis.counts.fallback -= 1;
      }
      return ask(path, token);
    },
    async stop() {
      boards.close();
      realtime.close();
      await server.http.close(0);
      await redis?.close();
      await changes.close();
      await test.drop();
    },
  };
}
