import { html, nothing, type TemplateResult } from 'lit';
import type { View } from './view.ts';

const FACTS = { empty: 'emptyFact', error: 'failed' } as const;

/** What stands in the frame in place of rows: a fact, and once it is loaded what can be done about it. */
export function message(kind: 'empty' | 'error' | 'signed-out' | 'unavailable', view: View): TemplateResult {
  const fact = kind === 'empty' || kind === 'error' ? html`<p>${view.localize.say(FACTS[kind])}</p>` : nothing;
  return html`<div part=${kind} class="message"><slot name=${kind}>${view.extras.get('afterRows')?.advice(kind, view) ?? fact}</slot></div>`;
}
