import '@engagement/widgets/leaderboard';
import type { Entry } from '@engagement/sdk';
import { useState } from 'react';

export function Top() {
  const [chosen, setChosen] = useState<Entry | null>(null);
  return (
    <>
      <engagement-leaderboard
        board="weekly-downloads"
        limit={5}
        heading="Top assets"
        pin-me
        entryHref={(entry) => `#${entry.id}`}
        onengagement-entry-click={(event) => setChosen(event.detail.entry)}
      >
        <p slot="fallback">The board cannot be shown right now.</p>
      </engagement-leaderboard>
      <p>
        Chosen: <output>{chosen?.name ?? 'nothing yet'}</output>
      </p>
    </>
  );
}
