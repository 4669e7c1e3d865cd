import { setAside } from '../activity/dead-letters.ts';
import type { Core } from '../compose/core.ts';
import type { Sample } from './authorisation-walk.ts';
import type { Member } from './cast.ts';
import { applyDefinitions } from './whole-server.ts';

const view = (id: string, time: string) => ({
  id,
  source: 'test',
  type: 'asset.viewed',
  time,
  data: { assetId: 'logo' },
});
const owned = true as const;

/** Makes one object of every kind for a tenant. Answers a request for each endpoint that would read or change one. */
export async function sampleRequests(core: Core, own: Member): Promise<Record<string, Sample>> {
  const time = new Date(core.clock.now()).toISOString();
  const letter = await seed(core, own, time);
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
    explainEntry: { params: { board: 'most-viewed', id: 'logo' }, owned },
    listMetricValues: { params: { metric: 'views' }, query: { subject: 'logo' }, owned },
    putDefinitions: { body: { seasons: [SEASON] } },
    replayDeadLetter: { params: { id: letter }, owned },
    discardDeadLetter: { params: { id: letter }, owned },
  };
}

const SEASON = { key: 'winter', name: 'Winter', start: '2026-01-01T00:00', end: '2026-02-01T00:00' };

/** A metric with a value, a board with an entry, a profile, and an open dead letter, whose id is answered. */
async function seed(core: Core, own: Member, time: string): Promise<string> {
  const { tenant } = own;
  await applyDefinitions(core, own, {
    metrics: [
      {
        key: 'views',
        subject: 'asset',
        sources: [{ type: 'asset.viewed', subject: 'data.assetId' }],
        fold: 'count',
      },
    ],
    boards: [{ key: 'most-viewed', name: 'Most viewed', metric: 'views' }],
  });
  const judged = await core.door.judge(tenant, [view('view-1', time)], { trust: 'server' });
  const facts = judged.flatMap((acceptance) => ('fact' in acceptance ? [acceptance.fact] : []));
  await core.recorder.recordAll(tenant, facts, 'http');
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
  return `${id}`;
}
