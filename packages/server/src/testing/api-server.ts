import { randomBytes } from 'node:crypto';
import { type FieldError, problemCode } from '@engagement/contract';
import { pino } from 'pino';
import { openCore } from '../compose/core.ts';
import { type Role, startServer } from '../compose/server.ts';
import { createMember } from './cast.ts';
import { createTestDatabase } from './database.ts';
import { assertProven } from './proven.ts';
import { NO_LIMITS } from './test-server.ts';

export interface ApiServerOptions {
  readonly postgresUrl: string;
  /** With `api` alone, what is accepted waits in the log for good. */
  readonly role: Role & ('api' | 'all');
  /** Left out, boards are read from Postgres. */
  readonly redisUrl?: string | undefined;
}

export interface ApiRequest {
  /** Left out, no credential is presented. */
  readonly token?: string;
  readonly origin?: string;
  /** The Prefer header. */
  readonly prefer?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
}

/** What was answered: `text` is all of it with its headers, for what must not be in there. */
export interface ApiReply {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the shape of a reply is what the tests are about
  readonly body: any;
  readonly text: string;
  /** The slug of a problem. */
  readonly problem: string | undefined;
  readonly pointers: readonly string[];
  /** The Preference-Applied header. */
  readonly applied: string | null;
}

/** The whole server on a database of its own, with two tenants and no rate limits in the way. */
export async function startApiServer({ postgresUrl, role, redisUrl }: ApiServerOptions) {
  const test = await createTestDatabase(postgresUrl);
  const masterKey = randomBytes(32);
  const logger = pino({ level: 'silent' });
  const core = await openCore({ databaseUrl: test.url, masterKey, kafkaBrokers: [], redisUrl, logger });
  const publicUrl = 'http://127.0.0.1';
  const server = await startServer({
    core,
    masterKey,
    role,
    version: '0',
    publicUrl,
    rateLimits: NO_LIMITS,
    sharedPageMs: 0,
  });
  const url = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`;
  return {
    url,
    core,
    database: test.database,
    own: await createMember(core.tenants, core.clock, 'own'),
    other: await createMember(core.tenants, core.clock, 'other'),

    send: (request: string, asked?: ApiRequest) => requestTo(url, request, asked),

    /** @throws when a number of any tenant does not follow from its facts */
    async stop() {
      await server.stop();
      await core.close();
      try {
        await assertProven(test.database);
      } finally {
        await test.drop();
      }
    },
  };
}

export type ApiServer = Awaited<ReturnType<typeof startApiServer>>;

/** A request such as `POST /v1/events`. */
export async function requestTo(
  url: string,
  request: string,
  { token, origin, prefer, body }: ApiRequest = {},
): Promise<ApiReply> {
  const [method = '', path] = request.split(' ');
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      ...(origin !== undefined && { Origin: origin }),
      ...(prefer !== undefined && { Prefer: prefer }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return readReply(response);
}

async function readReply(response: Response): Promise<ApiReply> {
  const written = await response.text();
  const body = JSON.parse(written);
  const errors: FieldError[] = Array.isArray(body.errors) ? body.errors : [];
  return {
    status: response.status,
    body,
    text: `${written} ${JSON.stringify([...response.headers])}`,
    problem: typeof body.type === 'string' ? problemCode(body.type) : undefined,
    pointers: errors.map(({ pointer }) => pointer),
    applied: response.headers.get('preference-applied'),
  };
}
