import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kafka as KafkaClient, logLevel } from 'kafkajs';
import { cacheFolder } from './cache.ts';
import { type Engine, type EngineMode, startEngine } from './engine.ts';
import { installKafka } from './kafka-program.ts';
import { kafkaSettings } from './kafka-settings.ts';
import { freePort } from './process.ts';
import { clearLeftovers, temporaryFolder } from './records.ts';

export interface Kafka extends Engine {
  readonly brokers: string[];
}

/** A broker of one's own. What it was sent survives a kill; with a `dataDir` it survives a stop, too. */
export async function startKafka(options: { port?: number; dataDir?: string } = {}): Promise<Kafka> {
  clearLeftovers();
  const port = options.port ?? (await freePort());
  if (!options.dataDir) return launchKafka(port, temporaryFolder('kafka'), 'temporary');
  mkdirSync(options.dataDir, { recursive: true });
  return launchKafka(port, options.dataDir, 'owned');
}

export const backgroundKafkaFolder = (): string => cacheFolder('kafka');

export async function startBackgroundKafka(port: number): Promise<Kafka> {
  return launchKafka(port, backgroundKafkaFolder(), 'background');
}

async function launchKafka(port: number, folder: string, mode: EngineMode): Promise<Kafka> {
  const program = installKafka();
  const data = join(folder, 'data');
  const settings = join(folder, 'server.properties');
  writeFileSync(settings, kafkaSettings({ port, controllerPort: await freePort(), data }));
  if (!existsSync(join(data, 'meta.properties'))) cpSync(program.emptyData, data, { recursive: true });
  const broker = `127.0.0.1:${port}`;
  const engine = await startEngine({
    name: 'Kafka',
    folder,
    mode,
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
