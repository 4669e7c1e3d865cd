import { join } from 'node:path';
import { cacheFolder } from './cache.ts';
import type { Engine } from './engine.ts';
import { startBroker } from './kafka-broker.ts';
import { installKafka } from './kafka-program.ts';
import { freePort } from './process.ts';
import { newRun } from './runs.ts';

export interface Kafka extends Engine {
  readonly brokers: string[];
}

export interface KafkaOptions {
  port?: number;
  /** Where clients are told to find it: a proxy's port, through which all of them go then. */
  advertisedPort?: number;
  dataDir?: string;
}

/** A broker of one's own. What it was sent survives a kill; with a `dataDir` it survives a stop, too. */
export async function startKafka(options: KafkaOptions = {}): Promise<Kafka> {
  const program = await installKafka();
  const folder = await newRun('kafka');
  const port = options.port ?? (await freePort());
  const { advertisedPort, dataDir: data = join(folder, 'data') } = options;
  const engine = await startBroker(program, { port, advertisedPort, folder, data });
  return Object.assign(engine, { brokers: [`127.0.0.1:${port}`] });
}

export const backgroundKafkaFolder = (): string => cacheFolder('background', 'kafka');

export async function startBackgroundKafka(port: number): Promise<void> {
  const folder = backgroundKafkaFolder();
  await startBroker(await installKafka(), { port, folder, data: join(folder, 'data') });
}
