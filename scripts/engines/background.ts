import { backgroundKafkaFolder, startBackgroundKafka } from './kafka.ts';
import { end, freePort, portIsFree } from './process.ts';
import { backgroundRedisFolder, startBackgroundRedis } from './redis.ts';
import { forgetRecord, readRecord } from './runs.ts';

interface BackgroundEngine {
  name: 'redis' | 'kafka';
  usualPort: number;
  folder(): string;
  start(port: number): Promise<unknown>;
  /** The line that tells the server where it is. */
  setting(port: number): string;
}

export const backgroundEngines: BackgroundEngine[] = [
  {
    name: 'redis',
    usualPort: 6379,
    folder: backgroundRedisFolder,
    start: startBackgroundRedis,
    setting: (port) => `REDIS_URL=redis://127.0.0.1:${port}`,
  },
  {
    name: 'kafka',
    usualPort: 9092,
    folder: backgroundKafkaFolder,
    start: startBackgroundKafka,
    setting: (port) => `KAFKA_BROKERS=127.0.0.1:${port}`,
  },
];

/** The port of the engine if it runs. */
export function runningPort(engine: BackgroundEngine): number | undefined {
  return readRecord(engine.folder())?.port;
}

/** Starts the engine unless it runs; the port is the usual one when nobody else has it. */
export async function startInBackground(engine: BackgroundEngine): Promise<number> {
  const running = runningPort(engine);
  if (running) return running;
  const port = (await portIsFree(engine.usualPort)) ? engine.usualPort : await freePort();
  await engine.start(port);
  return port;
}

/** Answers whether there was anything to stop. */
export async function stopInBackground(engine: BackgroundEngine): Promise<boolean> {
  const record = readRecord(engine.folder());
  if (record) await end(record.pid, 'SIGTERM');
  forgetRecord(engine.folder());
  return record !== undefined;
}
