import { type DefinitionsInput, listEntriesBatch, MAX_BATCH_QUERIES, problemCode } from '@engagement/contract';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type ApiServer, startApiServer } from '../../testing/api-server.ts';
import { LISTED_ORIGIN, type Member } from '../../testing/cast.ts';
import { purchase } from '../../testing/events.ts';
import { applyDefinitions } from '../../testing/whole-server.ts';

const definitions: DefinitionsInput = {
  metrics: [
    {
      key: 'sales',
      subject: 'creator',
      sources: [{ type: 'purchase.completed', subject: 'data.creatorId', value: 'data.amount' }],
      fold: 'sum',
    },
    {
      key: 'followed',
      subject: 'user',
      sources: [{ type: 'creator.followed', subject: 'subject', value: 'data.creatorId' }],
      fold: 'unique',
    },
  ],
  boards: [
    { key: 'top', name: 'Top', metric: 'sales', following: 'followed' },
    { key: 'home-only', name: 'At home', metric: 'sales', placements: ['home'] },
    { key: 'off', name: 'Off', metric: 'sales', enabled: false },
  ],
};

let server: ApiServer;

beforeAll(async () => {
  server = await startApiServer({ postgresUrl: inject('postgresUrl'), role: 'api' });
  await applyDefinitions(server.core, server.own, definitions);
  const follow = { id: 'f1', source: 'shop', type: 'creator.followed', time: new Date().toISOString(), subject: 'c2' };
  await record(
    server.own,
    ...['c1', 'c2', 'c3'].map((creator, at) => purchase(`p${at}`, 300 - at * 100, { creator })),
    { ...follow, data: { creatorId: 'c3' } },
  );
});
afterAll(() => server.stop());

async function record({ tenant }: Member, ...events: object[]): Promise<void> {
  const judged = await server.core.door.judge(tenant, events, { trust: 'server' });
  const facts = judged.flatMap((acceptance) => ('fact' in acceptance ? [acceptance.fact] : []));
  expect(facts).toHaveLength(events.length);
  await server.core.recorder.recordAll(tenant, facts, 'http');
}

interface Credential {
  readonly token?: string;
  readonly origin?: string;
}

const page = (): Credential => ({ token: server.own.publishableKey, origin: LISTED_ORIGIN });
const user = async (): Promise<Credential> => ({
  token: await server.own.userToken({ sub: 'c2' }),
  origin: LISTED_ORIGIN,
});

const ask = (credential: Credential, body: unknown) =>
  server.send('POST /v1/leaderboards/entries/batch', { ...credential, body });

async function answers(credential: Credential, ...queries: unknown[]) {
  const { status, body } = await ask(credential, { queries });
  expect({ status, body }).toMatchObject({ status: 200 });
  return listEntriesBatch.reply.parse(body).results;
}

/** The rows of a page, or why there is none. */
const brief = (results: Awaited<ReturnType<typeof answers>>) =>
  results.map((result) =>
    'page' in result
      ? result.page.data.map(({ id }) => id).join()
      : [problemCode(result.problem.type), ...(result.problem.errors ?? []).map(({ pointer }) => pointer)].join(' '),
  );

test('each query is answered, in order, as it would be alone', async () => {
  for (const credential of [page(), await user()]) {
    const alone = async (path: string) => (await server.send(`GET /v1/leaderboards/top/${path}`, credential)).body;
    expect(
      await answers(
        credential,
        { board: 'top' },
        { board: 'top', limit: 1, period: 'all-time' },
        { board: 'top', around: 'c2', span: 1 },
        { board: 'top', ids: ['c3', 'nobody'] },
      ),
    ).toEqual([
      { page: await alone('entries') },
      { page: await alone('entries?limit=1&period=all-time') },
      { page: await alone('entries/around/c2?span=1') },
      { page: await alone('entries?ids=c3,nobody') },
    ]);
  }
});

test('what is wrong with one query is said of that one, and the others have their pages', async () => {
  const results = await answers(
    page(),
    { board: 'top', limit: 2 },
    { board: 'off' },
    { board: 'home-only' },
    { board: 'home-only', placement: 'home' },
    { board: 'home-only', placement: 'profile' },
    { board: 'top', limit: 101 },
    { board: 'top', period: 'month:before' },
    { board: 'top', around: 'c2', limit: 3 },
    { board: 'top', around: 'nobody' },
    { board: 'top', around: 'me' },
    { board: 'top', following: 'me' },
    { board: 'top', following: 'c2' },
    { limit: 1 },
    null,
    { board: '\ud800' },
  );
  expect(brief(results)).toEqual([
    'c1,c2',
    'board-unavailable',
    'c1,c2,c3',
    'c1,c2,c3',
    'board-unavailable',
    'invalid-request /limit',
    'invalid-request /period',
    'invalid-request /limit',
    'not-found',
    'invalid-request /id',
    'invalid-request /following',
    'forbidden',
    'invalid-request /board',
    'invalid-request ',
    'invalid-request /board',
  ]);
});

test('a user has their own entry, those whom they follow, and the stretch around them', async () => {
  const credential = await user();
  const results = await answers(
    credential,
    { board: 'top', limit: 1 },
    { board: 'top', following: 'me' },
    { board: 'top', around: 'me', span: 1 },
  );
  expect(brief(results)).toEqual(['c1', 'c3', 'c1,c2,c3']);
  expect(results[0]).toMatchObject({ page: { me: { id: 'c2', rank: 2 } } });
  expect(results[2]).toMatchObject({ page: { of: { id: 'c2' } } });
});

test('a cursor goes on where the page of a single read ended, and the other way round', async () => {
  const [first] = await answers(page(), { board: 'top', limit: 2 });
  const cursor = first && 'page' in first ? first.page.nextCursor : null;
  const alone = await server.send(`GET /v1/leaderboards/top/entries?limit=2&cursor=${cursor}`, page());
  expect(await answers(page(), { board: 'top', limit: 2, cursor })).toEqual([{ page: alone.body }]);
});

test('two batches to the same address have each their own answers', async () => {
  const ids = async (...queries: unknown[]) => brief(await answers(page(), ...queries));
  expect(await ids({ board: 'top', limit: 1 })).toEqual(['c1']);
  expect(await ids({ board: 'top', limit: 2 }, { board: 'off' })).toEqual(['c1,c2', 'board-unavailable']);
});

test('no query, too many, and no list are refused as a whole', async () => {
  const many = (count: number) => ({ queries: Array.from({ length: count }, () => ({ board: 'top', limit: 1 })) });
  for (const body of [{ queries: [] }, many(MAX_BATCH_QUERIES + 1), {}, { queries: 'top' }, { ...many(1), more: 1 }])
    expect(await ask(page(), body)).toMatchObject({ status: 400, problem: 'invalid-request' });
  expect(await ask(page(), many(MAX_BATCH_QUERIES))).toMatchObject({ status: 200 });
});

test('without a credential, with a wrong one, or from another page nothing is answered', async () => {
  const body = { queries: [{ board: 'top' }] };
  expect(await ask({}, body)).toMatchObject({ status: 401 });
  expect(await ask({ token: 'pk_test_wrong' }, body)).toMatchObject({ status: 401 });
  const elsewhere = { token: server.own.publishableKey, origin: 'https://elsewhere.example' };
  expect(await ask(elsewhere, body)).toMatchObject({ status: 403, problem: 'origin-not-allowed' });
  const narrow = { token: await server.own.secretKeyWith(['events:write']) };
  expect(await ask(narrow, body)).toMatchObject({ status: 403, problem: 'forbidden' });
});

test('another tenant finds none of it, and a secret key also what is off', async () => {
  const theirs = { token: server.other.publishableKey, origin: LISTED_ORIGIN };
  expect(brief(await answers(theirs, { board: 'top' }))).toEqual(['board-unavailable']);
  const secret = { token: server.own.secretKey };
  const queries = [{ board: 'off' }, { board: 'top', following: 'c2' }, { board: 'nothing' }];
  expect(brief(await answers(secret, ...queries))).toEqual(['c1,c2,c3', 'c3', 'not-found']);
});
