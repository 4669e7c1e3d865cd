import type { Sample } from './authorisation-walk.ts';

const view = (time: string) => ({ id: 'view-1', source: 'test', type: 'page.viewed', time, data: {} });

/** A valid request for each endpoint that needs more than its address. */
export function sampleRequests(now: number): Record<string, Sample> {
  const event = view(new Date(now).toISOString());
  const profiles = ['User', 'Creator', 'Asset'].flatMap((kind) => [
    [`put${kind}`, { params: { id: 'ada' }, body: { name: 'Ada' } }],
    [`post${kind}Batch`, { body: { items: [{ id: 'ada', name: 'Ada' }] } }],
  ]);
  return {
    ...Object.fromEntries(profiles),
    postEvent: { body: event },
    postEventBatch: { body: { events: [event] } },
    getBoard: { params: { board: 'top-creators' } },
    listEntries: { params: { board: 'top-creators' } },
    listEntriesAround: { params: { board: 'top-creators', id: 'ada' } },
    listMetricValues: { params: { metric: 'downloads' }, query: { subject: 'ada' } },
    putDefinitions: { body: {}, query: { dryRun: '1' } },
    replayDeadLetter: { params: { id: '1' } },
    discardDeadLetter: { params: { id: '1' } },
  };
}
