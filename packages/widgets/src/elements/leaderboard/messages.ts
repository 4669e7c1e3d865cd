import { html, type TemplateResult } from 'lit';
import type { View } from './view.ts';

// What stands in the frame in place of rows.

export function emptyMessage({ localize, extras, settings }: View): TemplateResult {
  const afterRows = extras.get('afterRows');
  return html`<div part="empty" class="message"><slot name="empty">
    <div class="stack">${afterRows?.dottedPodium()}</div>
    <p><b>${localize.say('emptyFact')}</b> <span class="muted">${afterRows?.emptyHint(settings, localize)}</span></p>
  </slot></div>`;
}

export function errorMessage(view: View): TemplateResult {
  const { localize, extras, retry } = view;
  const afterRows = extras.get('afterRows');
  return html`<div part="error" class="message"><slot name="error">
    <p><b>${localize.say('failed')}</b> <span class="muted">${afterRows?.reason(view)}</span></p>
    <button part="retry-button" class="button" type="button" @click=${retry}>${localize.say('retry')}</button>
    ${afterRows?.requestId(view)}
  </slot></div>`;
}

export function signedOutMessage({ localize }: View): TemplateResult {
  return html`<div part="signed-out" class="message"><slot name="signed-out"><p>${localize.say('notIdentified')}</p></slot></div>`;
}

export function unavailableMessage({ localize }: View): TemplateResult {
  return html`<div class="message"><p class="muted">${localize.say('unavailable')}</p></div>`;
}
