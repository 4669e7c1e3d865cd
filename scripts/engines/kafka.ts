import { cpSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kafka as KafkaClient, logLevel } from 'kafkajs';
import { cacheFolder } from './cache.ts';
import { type Engine, startEngine } from './engine.ts';
import { installKafka } from './kafka-program.ts';
import { kafkaSettings } from './kafka-settings.ts';
import { freePort } from './process.ts';
import { newRun } from './runs.ts';

export interface Kafka extends Engine {
  readonly brokers: string[];
}

/** A broker of one's own. What it was sent survives a kill; with a `dataDir` it survives a stop, too. */
export async function startKafka(options: { port?: number; dataDir?: string } = {}): Promise<Kafka> {
  const folder = await newRun('kafka');
  return launchKafka(options.port ?? (await freePort()), folder, options.dataDir ?? join(folder, 'data'));
}

export const backgroundKafkaFolder = (): string => cacheFolder('background', 'kafka');

export async function startBackgroundKafka(port: number): Promise<Kafka> {
  const folder = backgroundKafkaFolder();
  return launchKafka(port, folder, join(folder, 'data'));
}

async function launchKafka(port: number, folder: string, data: string): Promise<Kafka> {
  const program = installKafka();
  const settings = join(folder, 'server.properties');
  writeFileSync(settings, kafkaSettings({ port, controllerPort: await freePort(), data }));
  if (!existsSync(join(data, 'meta.properties'))) cpSync(program.emptyData, data, { recursive: true });
  const broker = `127.0.0.1:${port}`;
  const engine = await startEngine({
    name: 'Kafka',
    folder,
    port,
    command: program.java,
    args: [...program.javaArguments, 'kafka.Kafka', settings],
    answers: () => answers(broker),
  });
  return Object.assign(engine, { brokers: [broker] });
}

/** Registered, and able to place consumer groups: the first group to ask otherwise waits for an internal topic. */
async function answers(broker: string): Promise<boolean> {
  const client = new KafkaClient({
    brokers: [broker],
    logLevel: logLevel.NOTHING,
    retry: { initialRetryTime: 50, retries: 3 },
  });
  const admin = client.admin();
  try {
    await admin.connect();
    await admin.fetchOffsets({ groupId: 'engines-warm-up' });
    return true;
  } catch {
    return false;
  } finally {
    await admin.disconnect();
  }
}
