import type { Clock } from '../kernel/clock.ts';
import { announce, type Changes, openChanges } from '../metrics/announce.ts';
import { compile } from '../metrics/compile.ts';
import { Contributions } from '../metrics/contributions.ts';
import { membersOf } from '../metrics/members.ts';
import { createLeaderboardsModule, type LeaderboardsModule } from '../modules/leaderboards/index.ts';
import { createCursors } from '../platform/http/cursors.ts';
import type { Authenticate } from '../platform/realtime/handshake.ts';
import { createRealtime, type RealtimeLimits } from '../platform/realtime/realtime-server.ts';
import { storedPeriods, storedProfiles, TestCatalogues } from './boards.ts';
import { createMember, createTestTenants, type Member } from './cast.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { standInRoutes, startTestServer } from './test-server.ts';

export interface BoardServer {
  readonly url: string;
  readonly test: TestDatabase;
  readonly catalogues: TestCatalogues;
  readonly boards: LeaderboardsModule;
  readonly own: Member;
  readonly other: Member;
  readonly changes: Changes;
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
  readonly clock: Clock;
  readonly limits?: Partial<RealtimeLimits>;
  readonly tempo?: Parameters<typeof createLeaderboardsModule>[0]['tempo'];
}

const ORIGIN = 'https://shop.example';

/** Boards over HTTP and sockets on a database of their own, with two tenants; definitions are set by the test. */
export async function startBoardServer({
  postgresUrl,
  clock,
  limits,
  tempo,
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
  const boards = createLeaderboardsModule({
    database,
    clock,
    catalogues,
    changes,
    report,
    periods: storedPeriods(database),
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
  });
  const routes = [...boards.routes, ...standInRoutes(boards.routes, () => async () => ({}))];
  const server = await startTestServer({ routes, authenticate: tenants.authenticate });
  realtime.attach(server.http.server, boards.watch);
  return {
    url: server.url,
    test,
    catalogues,
    boards,
    changes,
    duringNextRead: (work) => {
      duringRead = work;
    },
    own: members[0],
    other: members[1],
    reported,
    revoke: (key) => void revoked.add(key),
    restore: (key) => void revoked.delete(key),
    async get(path, token) {
      const origin = token.startsWith('sk_') ? {} : { Origin: ORIGIN };
      const reply = await fetch(`${server.url}${path}`, { headers: { Authorization: `Bearer ${token}`, ...origin } });
      return { status: reply.status, body: await reply.json() };
    },
    async stop() {
      boards.close();
      realtime.close();
      await server.http.close(0);
      await changes.close();
      await test.drop();
    },
  };
}
