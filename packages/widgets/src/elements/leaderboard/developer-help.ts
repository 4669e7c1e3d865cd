import type { EngagementClient, EngagementError } from '@engagement/sdk';
import { html, type TemplateResult } from 'lit';
import { docsOf } from '../../internal/docs-of.ts';
import { isDevelopment } from '../../internal/environment.ts';
import { bareText, warnOnce } from '../../internal/warn.ts';

// What only the page's developer sees: loaded when something is missing, and silent for visitors.

/** What stands between a widget and its board. */
export type Obstacle = 'client-missing' | 'board-missing' | EngagementError;

const FIXES: Record<string, string> = {
  'client-missing': 'It has no client. Call init({ key }) or wrap it in <engagement-provider>.',
  'board-missing': 'It does not know which board to show. Add the attribute board="…" with the key of a board.',
  'board-unavailable':
    'Its board is not available: there is none with this key, or it is switched off. Visitors see nothing here.',
  unauthenticated: 'The key of its client is not known. Copy the publishable key again.',
};

interface Widget extends Element {
  board: string | null;
  showUnavailable: boolean;
}

/**
 * Says in the console, once, what is missing and how to add it. The answer is the same as a card, where a card is due.
 * Null for visitors.
 */
export function helpWith(
  obstacle: Obstacle,
  { localName, board, showUnavailable }: Widget,
  client: EngagementClient | null,
): TemplateResult | null {
  const code = typeof obstacle === 'string' ? obstacle : obstacle.code;
  if (!isDevelopment(client?.mode) || code === 'not-identified') return null;
  const fix = FIXES[code] ?? bareText(obstacle as EngagementError);
  warnOnce(`<${localName} board="${board ?? ''}"> ${fix}`, code);
  // a board may be off on purpose, so only who surely builds the page sees more than nothing
  if (code === 'board-unavailable' && (showUnavailable || client?.mode !== 'test')) return null;
  return html`<div part="setup" class="message">
    <p><b>This widget is not set up yet.</b> <span class="muted">${fix} <a href=${docsOf(code)}>${code}</a></span></p>
  </div>`;
}
