import type { EngagementError } from '@engagement/sdk';
import { html, type TemplateResult } from 'lit';
import { isDevelopment } from '../../internal/environment.ts';
import { bareText, docsOf, warnOnce } from '../../internal/warn.ts';

// What only the page's developer sees: loaded when something is missing, and silent for visitors.

/** What stands between a widget and its board. */
export type Obstacle = 'client-missing' | 'board-missing' | EngagementError;

const FIXES: Record<string, string> = {
  'client-missing': 'It has no client. Call init({ key }) or wrap it in <engagement-provider>.',
  'board-missing': 'It does not know which board to show. Add the attribute board="…" with the key of a board.',
  'board-unavailable': 'Its board is not available: it is switched off, or there is none with this key.',
};

interface Widget extends Element {
  board: string | null;
}

/**
 * Says in the console, once, what is missing and how to add it. The answer is the same as a card, where a card is due.
 * Null for visitors.
 */
export function helpWith(obstacle: Obstacle, { localName, board }: Widget): TemplateResult | null {
  const code = typeof obstacle === 'string' ? obstacle : obstacle.code;
  if (!isDevelopment() || code === 'not-identified') return null;
  const fix = FIXES[code] ?? bareText(obstacle as EngagementError);
  warnOnce(`<${localName} board="${board ?? ''}"> ${fix}`, code);
  if (code === 'board-unavailable') return null;
  return html`<div part="setup" class="message">
    <p><b>This widget is not set up yet.</b> <span class="muted">${fix} <a href=${docsOf(code)}>${code}</a></span></p>
  </div>`;
}
