import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { DefinitionsInput } from '@engagement/contract';
import { pino } from 'pino';
import { openCore } from '../compose/core.ts';
import { ownFacts } from '../compose/own-facts.ts';
import { startServer } from '../compose/server.ts';
import { runSeasons } from '../modules/leaderboards/seasons/jobs.ts';
import { type ApiRequest, requestTo } from './api-server.ts';
import { createMember, LISTED_ORIGIN } from './cast.ts';
import { createTestDatabase } from './database.ts';
import { ManualClock } from './manual-clock.ts';
import { assertProven } from './proven.ts';
import { schedulerOf } from './seasons.ts';
import { NO_LIMITS } from './test-server.ts';

/** The whole server with a clock that stands still, with two tenants; a test says when the scheduler has its turn. */
export async function startSeasonServer({ postgresUrl, now }: { postgresUrl: string; now: string }) {
  const test = await createTestDatabase(postgresUrl);
  const clock = new ManualClock(Date.parse(now));
  const masterKey = randomBytes(32);
  const logger = pino({ level: 'silent' });
  const core = await openCore({ databaseUrl: test.url, masterKey, kafkaBrokers: [], logger, clock });
  const publicUrl = 'http://127.0.0.1';
  const server = await startServer({
    core,
    masterKey,
    role: 'api',
    version: '0',
    publicUrl,
    rateLimits: NO_LIMITS,
    sharedPageMs: 0,
  });
  const url = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`;
  const [own, other] = [
    await createMember(core.tenants, clock, 'own'),
    await createMember(core.tenants, clock, 'other'),
  ];
  return {
    url,
    core,
    own,
    other,
    database: test.database,
    send: (request: string, asked?: ApiRequest) => requestTo(url, request, asked),
    /** Of the board `top`, with the secret key unless somebody else asks. */
    get: (path: string, who: ApiRequest = { token: own.secretKey }) =>
      requestTo(url, `GET /v1/leaderboards/top${path}`, who),
    browser: { token: own.publishableKey, origin: LISTED_ORIGIN },

    /** Applies definitions. They reach every process within a second; this waits until they have. */
    async define(document: DefinitionsInput): Promise<void> {
      const reply = await requestTo(url, 'PUT /v1/definitions', { token: own.secretKey, body: document });
      if (reply.status !== 200) throw new Error(reply.text);
      while ((await core.catalogues.current(own.tenant.id)).revision !== reply.body.revision) await setTimeout(20);
    },

    /** Accepts events and records them, as the worker does. */
    async record(...events: object[]): Promise<void> {
      const judged = await core.door.judge(own.tenant, events, { trust: 'server' });
      const facts = judged.map((acceptance) => {
        if ('rejection' in acceptance) throw new Error(acceptance.rejection.detail);
        return acceptance.fact;
      });
      await core.recorder.recordAll(own.tenant, facts, 'http');
    },

    /** It is another time, and the scheduler has its turn. */
    async turnTo(instant: string): Promise<void> {
      clock.advance(Date.parse(instant) - clock.now());
      const { profiles } = core;
      await runSeasons(schedulerOf(core, { tenant: own.tenant, clock, profiles, facts: ownFacts(core) }));
    },

    /** It is another time, and the scheduler is away. */
    sleepUntil: (instant: string) => clock.advance(Date.parse(instant) - clock.now()),

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

export type SeasonServer = Awaited<ReturnType<typeof startSeasonServer>>;
