import { Kafka, logLevel } from 'kafkajs';
import type { Logger } from '../telemetry/logger.ts';

/** The connection settings of a Kafka cluster; kafkajs connects when something is asked of it. */
export function createKafka(brokers: readonly string[], logger: Logger): Kafka {
  return new Kafka({
    clientId: 'engagement',
    brokers: [...brokers],
    logLevel: logLevel.WARN,
    // It reports what it then repairs by itself as errors: a group that is just moving, a broker that restarts.
    logCreator:
      () =>
      ({ log }) =>
        logger.debug({ kafka: log }, log.message),
    retry: { initialRetryTime: 200, maxRetryTime: 5000, retries: 8 },
  });
}
