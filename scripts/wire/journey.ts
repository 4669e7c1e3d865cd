import type { DefinitionsInput } from '@engagement/contract';
import type * as Sdk from '../../packages/sdk/src/index.ts';

/** What the journey needs of a tenant. */
export const DEFINITIONS: DefinitionsInput = {
  activityTypes: [
    {
      type: 'map.opened',
      schema: { type: 'object', properties: { mapId: { type: 'string' } }, additionalProperties: false },
      client: true,
    },
  ],
  seasons: [{ key: 'long', name: 'The long one', start: '2020-01-01T00:00', end: '2099-01-01T00:00' }],
  metrics: [
    {
      key: 'maps',
      subject: 'user',
      sources: [{ type: 'map.opened', subject: 'subject' }],
      fold: 'count',
      windows: ['all-time', 'week', 'season'],
      unit: { label: 'maps' },
    },
  ],
  boards: [
    { key: 'maps', name: 'Maps', metric: 'maps', prizes: [{ key: 'cup', name: 'A cup', ranks: { from: 1, to: 1 } }] },
  ],
};

export interface Journey {
  sdk: typeof Sdk;
  host: string;
  key: string;
  userToken: () => Promise<string>;
  user: string;
  /** Records an event of somebody else, as the shop's server does. */
  openMap(user: string): Promise<unknown>;
  /** Resolves when it holds. */
  until(holds: () => boolean): Promise<void>;
}

/** All that an SDK of any version asks of a server, in the name of a visitor and of a user. Answers what it got. */
export async function travel({ sdk, host, key, userToken, user, openMap, until }: Journey) {
  const visitor = sdk.createClient({ key, host });
  const client = sdk.createClient({ key, host, userToken });
  const { leaderboards, visibility } = client;
  try {
    await client.ready;
    const answered = await client.track('map.opened', { mapId: 'm-1' }, { wait: 10 });
    client.track('map.opened', { mapId: 'm-2' });
    const flushed = await client.flush();

    const states: Sdk.BoardState[] = [];
    const stop = leaderboards.subscribe('maps', { limit: 5 }, (state) => states.push(state));
    const latest = () => states.at(-1);
    await until(() => client.status.connection === 'live' && latest()?.live === true);
    const before = latest()?.page?.version ?? 0;
    await openMap('bo');
    await until(() => (latest()?.page?.version ?? 0) > before);
    await until(() => latest()?.page?.me?.score === 2);
    const live = latest()?.page;
    stop();

    const listed = await visibility.get();
    return {
      answered,
      flushed,
      live,
      listed,
      list: await leaderboards.list(),
      page: await leaderboards.get('maps', { period: 'week', limit: 1 }),
      next: await leaderboards.get('maps', {
        limit: 1,
        cursor: (await leaderboards.get('maps', { limit: 1 })).nextCursor ?? '',
      }),
      some: await leaderboards.get('maps', { ids: ['bo', user] }),
      visitors: await visitor.leaderboards.get('maps'),
      around: await leaderboards.around('maps', { span: 1 }),
      aroundSomebody: await visitor.leaderboards.around('maps', { user: 'bo' }),
      own: await leaderboards.explain('maps'),
      others: await leaderboards.explain('maps', { user: 'bo' }),
      seasons: await leaderboards.seasons('maps'),
      season: await leaderboards.season('maps', 'long'),
      hidden: await visibility.set({ listed: false }),
      refusals: await Promise.all([
        refusal(leaderboards.get('nowhere')),
        refusal(leaderboards.get('maps', { limit: 1000 })),
        refusal(leaderboards.archive('maps', 'long')),
      ]),
    };
  } finally {
    await Promise.all([client.destroy(), visitor.destroy()]);
  }
}

const refusal = (asked: Promise<unknown>) =>
  asked.then(
    () => null,
    ({ code, status, requestId }: Sdk.EngagementError) => ({ code, status, requestId }),
  );
