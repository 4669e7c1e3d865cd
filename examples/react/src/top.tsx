import '@engagement/widgets/leaderboard';
import type { Entry } from '@engagement/sdk';
import { useBoard } from '@engagement/sdk/react';
import { useState } from 'react';

export function Top() {
  const [chosen, setChosen] = useState<Entry | null>(null);
  // what the widget shows, for a sentence of our own: it shares the widget's request and its place on the socket
  const { page } = useBoard('weekly-downloads', { limit: 5 });
  const leader = page?.data[0];
  return (
    <>
      <engagement-leaderboard
        board="weekly-downloads"
        limit={5}
        heading="Top assets"
        entryHref={(entry) => `#${entry.id}`}
        onengagement-entry-click={(event) => setChosen(event.detail.entry)}
      >
        <p slot="fallback">The board cannot be shown right now.</p>
      </engagement-leaderboard>
      {leader && (
        <p role="note">
          {leader.name} leads with {leader.score}.
        </p>
      )}
      <p>
        Chosen: <output>{chosen?.name ?? 'nothing yet'}</output>
      </p>
    </>
  );
}
