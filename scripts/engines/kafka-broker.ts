import { cpSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { type Engine, startEngine } from './engine.ts';
import { kafkaSettings } from './kafka-settings.ts';
import { freePort } from './process.ts';

export interface KafkaProgram {
  java: string;
  /** Up to and including the class path; the main class comes next. */
  javaArguments: string[];
  /** An empty data folder, formatted: a broker starts from a copy of it. */
  emptyData: string;
}

export interface BrokerPlace {
  port: number;
  advertisedPort?: number | undefined;
  /** Settings and log. */
  folder: string;
  data: string;
}

/** Runs a broker on what its data folder holds already. */
export async function startBroker(program: KafkaProgram, place: BrokerPlace): Promise<Engine> {
  const { port, advertisedPort, folder, data } = place;
  const settings = join(folder, 'server.properties');
  writeFileSync(settings, kafkaSettings({ port, advertisedPort, controllerPort: await freePort(), data }));
  if (!existsSync(join(data, 'meta.properties'))) cpSync(program.emptyData, data, { recursive: true });
  return startEngine({
    name: 'Kafka',
    folder,
    port,
    command: program.java,
    args: [...program.javaArguments, 'kafka.Kafka', settings],
    answers: () => answers(`127.0.0.1:${port}`),
  });
}

/** Registered, and able to place consumer groups: the first group to ask otherwise waits for an internal topic. */
async function answers(broker: string): Promise<boolean> {
  const client = new Kafka({
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
