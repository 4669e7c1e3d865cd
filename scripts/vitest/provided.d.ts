import 'vitest';

declare module 'vitest' {
  /** What `inject()` gives to tests of the projects `node` and `e2e`. */
  export interface ProvidedContext {
    redisUrl: string;
    /** host:port, separated by commas, as in the setting KAFKA_BROKERS. */
    kafkaBrokers: string;
    /** A superuser's URL; tests make databases of their own. */
    postgresUrl: string;
    chromiumPath: string;
  }
}
