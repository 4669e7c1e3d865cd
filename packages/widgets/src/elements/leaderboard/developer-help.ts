import { html, type TemplateResult } from 'lit';
import { warnOnce } from '../../internal/warn.ts';

// What only the page's developer sees: loaded on this machine or with a test key, never for visitors.

export type Need = 'client-missing' | 'board-missing' | 'board-unavailable' | { message: string };

const FIXES = {
  'client-missing': 'It has no client. Call init({ key }) or wrap it in <engagement-provider>.',
  'board-missing': 'It does not know which board to show. Add the attribute board="…" with the key of a board.',
  'board-unavailable': 'Its board is not available: it is switched off, or there is none with this key.',
};

function fixOf(need: Need): string {
  return typeof need === 'string' ? FIXES[need] : need.message.replace('[engagement] ', '');
}

/** A card that says what is missing and how to add it. */
export function setupCard(need: Need): TemplateResult {
  return html`<div part="setup" class="message">
    <p><b>This widget is not set up yet.</b> <span class="muted">${fixOf(need)}</span></p>
  </div>`;
}

/** The same in the console, once. */
export function explain(tag: string, need: Need): void {
  warnOnce(`${tag} ${fixOf(need)}`, typeof need === 'string' ? need : 'setup');
}
