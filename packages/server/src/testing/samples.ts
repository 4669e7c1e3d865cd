import { setAside } from '../activity/dead-letters.ts';
import type { Core } from '../compose/core.ts';
import { sealSeason } from '../modules/leaderboards/seasons/seal.ts';
import type { Sample } from './authorisation-walk.ts';
import { type Member, OPERATOR } from './cast.ts';
import { schedulerOf } from './seasons.ts';
import { applyDefinitions } from './whole-server.ts';

const view = (id: string, time: string, assetId = 'logo') => ({
  id,
  source: 'test',
  type: 'asset.viewed',
  time,
  data: { assetId },
});
const owned = true as const;

/** Makes one object of every kind for a tenant. Answers a request for each endpoint that would read or change one. */
export async function sampleRequests(core: Core, own: Member): Promise<Record<string, Sample>> {
  const time = new Date(core.clock.now()).toISOString();
  const { letter, cases } = await seed(core, own, time);
  const [accepted = '', rejected = ''] = cases;
  const event = view('view-2', time);
  const profiles = ['User', 'Creator', 'Asset'].flatMap((kind) => [
    [`put${kind}`, { params: { id: 'ada' }, body: { name: 'Ada' } }],
    [`post${kind}Batch`, { body: { items: [{ id: 'ada', name: 'Ada' }] } }],
  ]);
  return {
    ...Object.fromEntries(profiles),
    postEvent: { body: event },
    postEventBatch: { body: { events: [event] } },
    getBoard: { params: { board: 'most-viewed' }, owned },
    listEntries: { params: { board: 'most-viewed' }, owned },
    listEntriesAround: { params: { board: 'most-viewed', id: 'logo' }, owned },
    listEntriesBatch: { body: { queries: [{ board: 'most-viewed' }] } },
    listSeasons: { params: { board: 'most-viewed' }, owned },
    getSeason: { params: { board: 'most-viewed', season: 'sealed' }, owned },
    listArchive: { params: { board: 'most-viewed', season: 'sealed' }, owned },
    sealSeason: { params: { board: 'most-viewed', season: 'over' }, owned },
    explainEntry: { params: { board: 'most-viewed', id: 'logo' }, owned },
    listMetricValues: { params: { metric: 'views' }, query: { subject: 'logo' }, owned },
    putMyVisibility: { body: { listed: false } },
    getExposure: { params: { board: 'most-viewed' }, owned },
    putExposure: { params: { board: 'most-viewed' }, body: { placements: ['home'] }, owned },
    getQuarantineCase: { params: { id: accepted }, owned },
    acceptQuarantineCase: { params: { id: accepted }, owned },
    rejectQuarantineCase: { params: { id: rejected }, owned },
    putDefinitions: { body: { seasons: [SEASON] } },
    replayDeadLetter: { params: { id: letter }, owned },
    discardDeadLetter: { params: { id: letter }, owned },
  };
}

/** Long over, so that they may be sealed at once. */
const PAST = ['sealed', 'over'].map((key) => {
  const [start, end] = ['2020-01-01T00:00', '2020-02-01T00:00'];
  return { key, name: key, start, end, graceHours: 0 };
});

const SEASON = { key: 'winter', name: 'Winter', start: '2026-01-01T00:00', end: '2026-02-01T00:00' };

/** A metric with a value, a board with an entry, and, whose ids are answered, an open dead letter and two bursts. */
async function seed(core: Core, own: Member, time: string): Promise<{ letter: string; cases: string[] }> {
  const { tenant } = own;
  await applyDefinitions(core, own, {
    seasons: PAST,
    metrics: [
      {
        key: 'views',
        subject: 'asset',
        sources: [{ type: 'asset.viewed', subject: 'data.assetId' }],
        fold: 'count',
        windows: ['all-time', 'season'],
      },
    ],
    boards: [{ key: 'most-viewed', name: 'Most viewed', metric: 'views' }],
    caps: [{ key: 'views', types: ['asset.viewed'], by: ['data.assetId'], limit: 1, per: 'hour' }],
  });
  const views = ['logo', 'logo', 'icon', 'icon'].map((assetId, n) => view(`seen-${n}`, time, assetId));
  const judged = await core.door.judge(tenant, views, { trust: 'server' });
  const facts = judged.flatMap((acceptance) => ('fact' in acceptance ? [acceptance.fact] : []));
  await core.recorder.recordAll(tenant, facts, 'http');
  await sealSeason(schedulerOf(core, { tenant, clock: core.clock }), {
    tenant,
    board: 'most-viewed',
    season: 'sealed',
    actor: OPERATOR,
    check: () => {},
  });
  const [id] = await core.database.transaction((tx) =>
    setAside(tx, tenant.id, [
      {
        reason: 'invalid',
        detail: 'it was not registered',
        trust: 'server',
        origin: 'kafka:views/0',
        offset: '1',
        payload: JSON.stringify(view('view-3', time)),
        fingerprint: 'views/0/1',
      },
    ]),
  );
  const bursts = await core.quarantine.list(tenant.id, { limit: 2, below: null, state: null });
  return { letter: `${id}`, cases: bursts.map((burst) => burst.id) };
}
