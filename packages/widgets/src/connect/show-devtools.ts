import type { EngagementClient } from '@engagement/sdk';

const QUERY = 'engagement-debug';
const TAG = 'engagement-devtools';

/** Puts the panel over the page when its address has `?engagement-debug`; one a page. Null watches the default client. */
export async function showDevtools(client: EngagementClient | null): Promise<void> {
  if (!new URLSearchParams(location.search).has(QUERY) || document.querySelector(TAG)) return;
  await import('../devtools.ts');
  // another may have come while the code was on its way
  if (document.querySelector(TAG)) return;
  const panel = Object.assign(document.createElement(TAG), { client });
  panel.toggleAttribute('floating', true);
  document.body.append(panel);
}
