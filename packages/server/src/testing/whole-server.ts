import { randomBytes } from 'node:crypto';
import type { DefinitionsInput } from '@engagement/contract';
import { Definitions } from '@engagement/contract';
import pino from 'pino';
import postgres from 'postgres';
import { DEAD_LETTER_TOPIC } from '../activity/dead-letter-topic.ts';
import { ACTIVITY_TOPIC } from '../activity/kafka-log.ts';
import { type Core, openCore } from '../compose/core.ts';
import { type Role, type ServerOptions, startServer } from '../compose/server.ts';
import { createMember, type Member, OPERATOR } from './cast.ts';
import { createTestDatabase } from './database.ts';
import { deleteTopics, testKafka } from './kafka.ts';
import { assertProven } from './proven.ts';

export interface WholeServerOptions {
  readonly databaseUrl: string;
  readonly kafkaBrokers?: string | undefined;
  readonly redisUrl?: string | undefined;
  readonly role?: Role;
  /** Servers that share one know one another's secrets. */
  readonly masterKey?: Buffer;
  readonly realtimeLimits?: ServerOptions['realtimeLimits'];
  readonly inFlightLimits?: ServerOptions['inFlightLimits'];
  readonly rateLimits?: ServerOptions['rateLimits'];
  readonly sharedPageMs?: number;
  readonly unshownMs?: number;
  readonly stuckMs?: number;
}

/** The server as `serve` composes it, in this process. */
export async function startWholeServer(options: WholeServerOptions) {
  const { databaseUrl, kafkaBrokers, redisUrl, role = 'all', masterKey = randomBytes(32) } = options;
  const logged: { level: number; msg: string; err?: { message: string } }[] = [];
  const logger = pino({ level: 'debug' }, { write: (line: string) => void logged.push(JSON.parse(line)) });
  const core = await openCore({
    databaseUrl,
    masterKey,
    kafkaBrokers: kafkaBrokers ? kafkaBrokers.split(',') : [],
    redisUrl,
    unshownMs: options.unshownMs,
    stuckMs: options.stuckMs,
    logger,
    runsSchedules: true,
  });
  const server = await startServer({
    core,
    masterKey,
    role,
    version: '0',
    publicUrl: 'http://localhost',
    ...(options.rateLimits && { rateLimits: options.rateLimits }),
    ...(options.sharedPageMs !== undefined && { sharedPageMs: options.sharedPageMs }),
    ...(options.realtimeLimits && { realtimeLimits: options.realtimeLimits }),
    ...(options.inFlightLimits && { inFlightLimits: options.inFlightLimits }),
  });
  const url = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`;
  return {
    core,
    url,
    logged,
    drain: server.drain,
    createMember: (key: string) => createMember(core.tenants, core.clock, key),
    async stop() {
      await server.stop();
      await core.close();
    },
  };
}

export type WholeServer = Awaited<ReturnType<typeof startWholeServer>>;

/** A server on a database of its own, and on topics that nobody has written to. */
export async function startFreshServer(options: { readonly postgresUrl: string; readonly kafkaBrokers?: string }) {
  const test = await createTestDatabase(options.postgresUrl);
  const release = options.kafkaBrokers && (await holdTopics(options.postgresUrl, options.kafkaBrokers));
  const server = await startWholeServer({ databaseUrl: test.url, kafkaBrokers: options.kafkaBrokers });
  return {
    ...server,
    test,
    /** @throws when a number of any tenant does not follow from its facts */
    async stop() {
      await server.stop();
      try {
        await assertProven(test.database);
      } finally {
        await test.drop();
        if (release) await release();
      }
    },
  };
}

const TOPICS_LOCK = 77_032;

/**
 * Waits until no other file uses the server's own topics, and empties them: every database starts with tenant 1, and
 * would take the events of others for its own. Answers what hands them on.
 */
export async function holdTopics(postgresUrl: string, kafkaBrokers: string): Promise<() => Promise<void>> {
  const holder = postgres(postgresUrl, { max: 1 });
  await holder`select pg_advisory_lock(${TOPICS_LOCK})`;
  await deleteTopics(testKafka(kafkaBrokers), [ACTIVITY_TOPIC, DEAD_LETTER_TOPIC]);
  return () => holder.end();
}

export async function applyDefinitions({ definitions }: Core, { tenant }: Member, document: DefinitionsInput) {
  const options = { dryRun: false, prune: false, actor: OPERATOR };
  return definitions.service.apply(tenant, Definitions.parse(document), options);
}

/** A request such as `POST /v1/events`, as the holder of a key. */
export async function call(server: { readonly url: string }, key: string, request: string, body?: unknown) {
  const [method = '', path] = request.split(' ');
  const reply = await fetch(`${server.url}${path}`, {
    method,
    headers: { Authorization: `Bearer ${key}`, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
}
