import type { Catalogues } from '../../../../definitions/catalogue.ts';
import type { Clock } from '../../../../kernel/clock.ts';
import type { Tenant } from '../../../../kernel/tenant.ts';
import type { Database, Executor } from '../../../../platform/db/database.ts';
import type { RedisEngine } from '../../../../platform/redis/redis.ts';
import type { Concerned, Notices, Periods, Tenants } from '../../ports.ts';
import type { StandingsEngine } from '../engine.ts';
import { sqlStandings } from '../sql/read-board.ts';
import { Builder } from './builder.ts';
import { conditionOf } from './condition.ts';
import { Keeper } from './keeper.ts';
import { namesOf } from './names.ts';
import { expiryOf } from './projected.ts';
import { Projector } from './projector.ts';
import { Prover } from './prover.ts';
import { copyRanks } from './ranks.ts';
import { RedisStandings } from './redis-standings.ts';
import { markBoards, markMetrics, Stale } from './stale.ts';
import type { Unshown } from './unshown.ts';
import { Writer } from './writer.ts';

export interface RedisEngineDeps {
  readonly redis: RedisEngine;
  readonly database: Database;
  /** Answers readers when Redis does not; the database when left out. */
  readonly readers?: Executor;
  readonly clock: Clock;
  readonly catalogues: Catalogues;
  readonly periods: Periods;
  readonly concerned: Concerned;
  readonly notices: Notices;
  readonly unshown: Unshown;
  /** After how long nobody is going to show any more what has not been shown. */
  readonly unshownMs?: number | undefined;
  readonly tenants: Tenants;
  /** Gets what went wrong, and will be tried again. */
  readonly onTrouble: (error: unknown) => void;
  /** Gets how much the nightly proof found wrong, and had built again. */
  readonly onHealed?: (tenant: Tenant, differences: number) => void;
  /** How long a read may take in all when Redis should have answered it. */
  readonly patienceMs?: number;
}

/** Boards in Redis, which may lose everything at any time: Postgres is asked instead, and Redis is filled again. */
export async function openRedisEngine(deps: RedisEngineDeps) {
  const { database, redis, catalogues, onTrouble } = deps;
  const names = await namesOf(database.orm);
  const stale = await Stale.open(database, onTrouble);
  const writer = new Writer({ ...deps, link: redis.writes, names, stale });
  const projector = new Projector({ ...deps, writer });
  const builder = new Builder({ ...deps, link: redis.writes, names });
  const keeper = new Keeper({ ...deps, link: redis.writes, names, stale, builder });
  const prover = new Prover({ ...deps, link: redis.writes, names, stale, writer });
  const standings = new RedisStandings({
    ...deps,
    link: redis.reads,
    names,
    stale,
    writer,
    sql: sqlStandings(deps.readers ?? database.orm),
  });
  const engine: StandingsEngine = {
    standings,
    refresh: projector,
    condition: conditionOf(redis.writes, names, stale),
    projection: projector,
    async showRanks(view) {
      const { tenant, board, period } = view;
      const { seasons } = await catalogues.current(tenant.id);
      const key = names.metaKey(tenant.id, board.key, period.id);
      try {
        await database.snapshot((tx) => copyRanks(tx, redis.writes, key, view, expiryOf(period, seasons)));
      } catch (error) {
        onTrouble(error);
        await writer.markAll(tenant.id, [view]);
      }
    },
    onRebuild: markMetrics,
    prove: (tenant) => prover.prove(tenant),
    heal: (tenant) => prover.heal(tenant),
    async rebuild(tenant, boards) {
      await markBoards(database.orm, tenant.id, boards);
      await keeper.settle(tenant.id);
    },
    startKeeping() {
      keeper.start();
      return { stop: () => keeper.stop() };
    },
    async close() {
      await deps.unshown.close();
      await stale.close();
    },
  };
  return { ...engine, keeper, standings, names };
}
