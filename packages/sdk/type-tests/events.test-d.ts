// What a page gets that names its own events: compiled, never run.
import { createClient, type TrackedEvent } from '@engagement/sdk';

declare module '@engagement/sdk' {
  interface EngagementEventMap {
    'map.opened': { mapId: string };
  }
}

const client = createClient({
  key: 'pk_test_1',
  beforeSend: (event: TrackedEvent) => (event.type === 'map.opened' ? null : event),
});

client.track('map.opened', { mapId: 'm-1' });
client.track('map.opened', { mapId: 'm-1' }, { wait: 3 }).then(({ status }) => status);
// @ts-expect-error: its data has another type
client.track('map.opened', { mapId: 7 });
// @ts-expect-error: its data lacks a field
client.track('map.opened', {});
// @ts-expect-error: nobody waits, so there is no answer
client.track('map.opened', { mapId: 'm-1' }).then(() => {});

// Events that nobody has named may hold anything.
client.track('map.closed', { anything: true });

client.leaderboards.subscribe('makers', { following: 'me', limit: 5 }, ({ page }) => page?.data);
// @ts-expect-error: whom somebody else follows is read on a server
client.leaderboards.subscribe('makers', { following: 'ada' }, () => {});
