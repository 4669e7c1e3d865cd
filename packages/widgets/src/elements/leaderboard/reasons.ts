import { html, type TemplateResult } from 'lit';
import type { Localize } from '../../internal/localize.ts';
import type { LeaderboardSettings } from './settings.ts';
import type { View } from './view.ts';

/** Why there are no rows, and what would bring some. */
export function emptyHint({ following }: LeaderboardSettings, localize: Localize): string {
  return localize.say(following ? 'emptyFollowing' : 'emptyHint');
}

/** Why the board did not load, for a visitor. */
export function reason({ error, localize }: View): string {
  if (!error) return '';
  if (error.code === 'rate-limited') return localize.say('tooManyRequests');
  if (!error.retryable) return localize.say('refused');
  return localize.say(error.status ? 'serverTrouble' : 'unreachable');
}

/** What the server's operators find the request by. */
export function requestId({ error, localize }: View): TemplateResult | null {
  if (!error?.requestId) return null;
  return html`<p class="muted small" translate="no">${localize.say('request', error.requestId)}</p>`;
}
