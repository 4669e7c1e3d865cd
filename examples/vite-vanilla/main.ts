import { init } from '@engagement/sdk';
import '@engagement/widgets/leaderboard';

const engagement = init({ key: import.meta.env.VITE_ENGAGEMENT_KEY, host: import.meta.env.VITE_ENGAGEMENT_URL });

// the board on the page and this line share one request
const board = engagement.selectors.board('weekly-downloads', { limit: 5 });
const leader = document.querySelector('#leader');
engagement.store.subscribe(board, ({ page }) => {
  if (leader && page?.data[0]) leader.textContent = page.data[0].name;
});

document.querySelector('engagement-leaderboard')?.addEventListener('engagement-entry-click', (event) => {
  engagement.track('asset.viewed', { assetId: event.detail.entry.id });
});
