import type { EngagementError } from '@engagement/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import type { Localize } from '../../internal/localize.ts';
import type { View } from './view.ts';

// What stands in the frame in place of rows.

export function emptyMessage({ localize, afterRows }: View): TemplateResult {
  return html`<div part="empty" class="message"><slot name="empty">
    <div class="stack">${afterRows?.dottedPodium()}</div>
    <p><b>${localize.say('emptyFact')}</b> <span class="muted">${localize.say('emptyHint')}</span></p>
  </slot></div>`;
}

export function errorMessage(error: EngagementError, { localize, retry }: View): TemplateResult {
  const signIn = error.code === 'not-identified';
  return html`<div part="error" class="message"><slot name="error">
    <p>${signIn ? localize.say('notIdentified') : html`<b>${localize.say('failed')}</b> <span class="muted">${reason(error, localize)}</span>`}</p>
    ${signIn ? nothing : html`<button part="retry-button" class="button" type="button" @click=${retry}>${localize.say('retry')}</button>`}
    ${error.requestId ? html`<p class="muted small" translate="no">${localize.say('request', error.requestId)}</p>` : nothing}
  </slot></div>`;
}

export function unavailableMessage({ localize }: View): TemplateResult {
  return html`<div class="message"><p class="muted">${localize.say('unavailable')}</p></div>`;
}

function reason(error: EngagementError, localize: Localize): string {
  if (error.code === 'rate-limited') return localize.say('tooManyRequests');
  if (!error.retryable) return localize.say('refused');
  return localize.say(error.status ? 'serverTrouble' : 'unreachable');
}
