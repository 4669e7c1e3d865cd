import { html, nothing, type TemplateResult } from 'lit';
import type { Localize } from '../../internal/localize.ts';
import { dottedPodium } from '../../parts/dotted-podium.ts';
import type { View } from './view.ts';

/** Why there are no rows, and what can be done about it. */
export function advice(kind: 'empty' | 'error' | 'signed-out' | 'unavailable', view: View): TemplateResult {
  const { localize } = view;
  if (kind === 'empty') return emptiness(view);
  if (kind === 'error') return failure(view);
  return html`<p>${localize.say(kind === 'unavailable' ? kind : 'notIdentified')}</p>`;
}

function emptiness({ settings, localize }: View): TemplateResult {
  const words = settings.following
    ? html`<b>${localize.say('emptyFollowing')}</b>`
    : html`<b>${localize.say('emptyFact')}</b> <span class="muted">${localize.say('emptyHint')}</span>`;
  return html`<div class="stack">${dottedPodium()}</div><p>${words}</p>`;
}

function failure({ error, localize, retry }: View): TemplateResult {
  if (!error) return html``;
  return html`<p><b>${localize.say('failed')}</b> <span class="muted">${reason(error, localize)}</span></p>
    <button part="retry-button" class="button" type="button" @click=${retry}>${localize.say('retry')}</button>
    ${error.requestId ? html`<p class="muted small" translate="no">${localize.say('request', error.requestId)}</p>` : nothing}`;
}

/** Why the board did not load, for a visitor. */
function reason({ code, retryable, status }: NonNullable<View['error']>, localize: Localize): string {
  if (code === 'rate-limited') return localize.say('tooManyRequests');
  if (!retryable) return localize.say('refused');
  return localize.say(status ? 'serverTrouble' : 'unreachable');
}
