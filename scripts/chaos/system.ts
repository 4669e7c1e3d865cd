import { randomBytes } from 'node:crypto';
import { AppDatabase } from '../../packages/server/src/testing/chaos/app-database.ts';
import type { ObservedShop, Surroundings } from '../../packages/server/src/testing/chaos/checks/check.ts';
import { Conduct } from '../../packages/server/src/testing/chaos/conduct.ts';
import { seasonsOf } from '../../packages/server/src/testing/chaos/definitions.ts';
import type { Answer } from '../../packages/server/src/testing/chaos/history.ts';
import { Observer } from '../../packages/server/src/testing/chaos/observer.ts';
import { RedisObserver } from '../../packages/server/src/testing/chaos/redis-observer.ts';
import { ShopTopics } from '../../packages/server/src/testing/chaos/shop-topics.ts';
import { Spectator } from '../../packages/server/src/testing/chaos/spectator.ts';
import { KafkaWire } from '../../packages/server/src/testing/chaos/wire.ts';
import { Shop } from '../../packages/server/src/testing/chaos/workload.ts';
import { type EngineProxy, startProxy } from '../../packages/server/src/testing/proxy.ts';
import { type Kafka, startKafka } from '../engines/kafka.ts';
import { type Postgres, startPostgres } from '../engines/postgres.ts';
import { freePort } from '../engines/process.ts';
import { type Redis, startRedis } from '../engines/redis.ts';
import { commandLine, createTenant, MARKETS, openShop, topicOf } from './markets.ts';
import { Service } from './service.ts';
import { patient } from './until.ts';

export interface SystemOptions {
  readonly seed: string;
  readonly startedAt: number;
  readonly eventsPerSecond: number;
  readonly readsPerSecond: number;
  /** How many processes one turn of F-01 or F-02 kills, one after another. */
  readonly killsPerTurn: number;
}

/** Everything that a run needs: real engines, the product in processes of its own, two marketplaces, and who looks on. */
export interface System {
  readonly postgres: Postgres;
  readonly database: AppDatabase;
  readonly redis: Redis;
  readonly redisObserver: RedisObserver;
  readonly kafka: Kafka;
  readonly kafkaProxy: EngineProxy;
  readonly kafkaWire: KafkaWire;
  readonly apis: readonly Service[];
  readonly workers: readonly Service[];
  readonly schedulers: readonly Service[];
  /** A worker that does not run, until somebody starts it. */
  readonly spare: Service;
  readonly services: readonly Service[];
  readonly shops: readonly ObservedShop[];
  readonly spectators: readonly Spectator[];
  readonly topics: ShopTopics;
  readonly observer: Observer;
  readonly conduct: Conduct;
  readonly surroundings: Surroundings;
  readonly killsPerTurn: number;
  close(): Promise<void>;
}

const ANSWERED_WITHIN_SECONDS = 12;
const SQLSTATE_PREFIX = '%e ';

/** Closes what was opened, the last first, also when opening the next has failed. */
class Opened {
  readonly #closers: (() => Promise<unknown>)[] = [];

  add<T>(thing: T, close: (thing: T) => Promise<unknown>): T {
    this.#closers.push(() => close(thing));
    return thing;
  }

  async close(): Promise<void> {
    for (const close of this.#closers.splice(0).reverse()) {
      await close().catch((error: unknown) => console.error('chaos: could not be closed:', error));
    }
  }
}

export async function startSystem(options: SystemOptions): Promise<System> {
  const opened = new Opened();
  try {
    return await open(options, opened);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function openKafka(opened: Opened) {
  const port = await freePort();
  const wire = new KafkaWire();
  const proxy = opened.add(await startProxy({ host: '127.0.0.1', port }, () => wire.inspector()), (it) => it.close());
  const kafka = opened.add(await startKafka({ port, advertisedPort: proxy.port }), (it) => it.stop());
  return { kafka, kafkaProxy: proxy, kafkaWire: wire, brokerPort: port };
}

async function openPostgres(opened: Opened) {
  const settings = { log_line_prefix: SQLSTATE_PREFIX, deadlock_timeout: '300ms' };
  const postgres = opened.add(await startPostgres({ settings }), (it) => it.stop());
  const database = opened.add(await AppDatabase.create(postgres), (it) => it.close());
  return { postgres, database };
}

async function open(options: SystemOptions, opened: Opened): Promise<System> {
  const masterKey = randomBytes(32).toString('hex');
  const kafkaOpening = openKafka(opened);
  kafkaOpening.catch(() => {});
  const redis = opened.add(await startRedis(), (it) => it.stop());
  const redisObserver = opened.add(new RedisObserver(redis.url), (it) => it.close());
  const { postgres, database } = await openPostgres(opened);
  const cli = commandLine({ DATABASE_URL: database.url, ENGAGEMENT_MASTER_KEY: masterKey, LOG_LEVEL: 'error' });
  await cli('migrate');
  const tenants = await Promise.all(MARKETS.map((market) => createTenant(cli, market, options.seed)));
  const { kafka, kafkaProxy, kafkaWire, brokerPort } = await kafkaOpening;

  const conduct = new Conduct();
  conduct.keepApart(new Map(tenants.map(({ key, bird }) => [key, bird])));
  const topics = opened.add(await ShopTopics.open(brokerPort, kafkaProxy.port, tenants.map(topicOf)), (it) =>
    it.close(),
  );
  const environment = {
    REDIS_URL: redis.url,
    KAFKA_BROKERS: `127.0.0.1:${kafkaProxy.port}`,
    ENGAGEMENT_MASTER_KEY: masterKey,
    ENGAGEMENT_TRUST_PROXY: '1',
  };
  const services: Service[] = [];
  const addService = async (name: string, role: Service['role']) => {
    const service = await Service.open({ name, role, databaseUrl: database.url, environment });
    services.push(opened.add(service, (it) => it.close()));
    return service;
  };
  const apis = [await addService('api-1', 'api'), await addService('api-2', 'api')];
  const workers = [await addService('worker-1', 'worker'), await addService('worker-2', 'worker')];
  const schedulers = [await addService('scheduler-1', 'scheduler'), await addService('scheduler-2', 'scheduler')];
  const spare = await addService('worker-3', 'worker');
  await Promise.all([...apis, ...workers, ...schedulers].map((service) => service.start()));
  const observer = opened.add(new Observer(database.checkerUrl, brokerPort), (it) => it.close());
  await observer.start();

  const urls = () => apis.map(({ url }) => url);
  const shops: ObservedShop[] = [];
  for (const tenant of tenants) {
    const produce: ShopTopics['produce'] = (...said) => topics.produce(...said);
    const shop = new Shop(tenant, {
      ...options,
      conduct,
      urls,
      patienceMs: 1000 * patient(ANSWERED_WITHIN_SECONDS),
      produce: (_, events) => produce(topicOf(tenant), events),
    });
    opened.add(shop, (it) => it.pause());
    shops.push({
      shop,
      tenantId: await observer.tenantId(tenant.key),
      topic: topicOf(tenant),
      seasons: seasonsOf(options.startedAt, tenant.zone),
    });
  }
  await Promise.all(shops.map((observed) => openShop(observed, options.startedAt, observer)));
  const spectators = shops.flatMap(({ shop }) =>
    apis.map(({ url }) => opened.add(new Spectator(url, shop.tenant, conduct), async (it) => it.close())),
  );
  const surroundings: Surroundings = {
    observer,
    redis: redisObserver,
    conduct,
    shops,
    urls: urls(),
    processes: services,
    spectators: () => spectators,
    archives: new Map(),
    warmBytes: new Map(),
    poison: { inTopics: new Map(shops.map(({ topic }) => [topic, new Set<string>()])), inLog: 0 },
  };
  return {
    postgres,
    database,
    redis,
    redisObserver,
    kafka,
    kafkaProxy,
    kafkaWire,
    apis,
    workers,
    schedulers,
    spare,
    services,
    shops,
    spectators,
    topics,
    observer,
    conduct,
    surroundings,
    killsPerTurn: options.killsPerTurn,
    close: () => opened.close(),
  };
}

/** Requests of the shops that a server is working on. */
export const inFlightAt = ({ shops }: System, { url }: Service): number =>
  shops.reduce((sum, { shop }) => sum + (shop.inFlight.get(url) ?? 0), 0);

/** What became of all events that were said. */
export function answersOf({ shops }: System): Record<Answer, number> {
  const sum = { acked: 0, refused: 0, unknown: 0 };
  for (const { shop } of shops) {
    for (const answer of ['acked', 'refused', 'unknown'] as const) sum[answer] += shop.history.answers[answer];
  }
  return sum;
}
