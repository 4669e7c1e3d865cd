import type { BoardPage } from '@engagement/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { ago, duration } from '../../internal/time-words.ts';
import { icon } from '../../parts/icon.ts';
import { periodLabel } from './period-label.ts';
import type { View } from './view.ts';

const ALERT = 'M10 3.5 17.5 16.5h-15zM10 8.5v3.5M10 14.3h.01';
const OFFLINE = 'M3.5 8.5a9 9 0 0 1 4-2.3M16.5 8.5a9 9 0 0 0-5-2.5M6 11.5a5.5 5.5 0 0 1 3-1.4M10 15h.01M4 3.5l12 13';

/** How old the rows are and what can be done about it. A trouble takes the place of the age. */
export function footnote(view: View, page: BoardPage): TemplateResult {
  const { state, error, live, paused, localize, togglePause } = view;
  if (state === 'offline') return offline(view);
  if (state === 'error' && error) return stale(view);
  return html`<span part="updated">${age(view, page)}</span>
    ${live || paused ? html`<button part="pause-button" class="link" type="button" @click=${togglePause}>${localize.say(paused ? 'resume' : 'pause')}</button>` : nothing}`;
}

/** How long the whole board is, when it is longer than what is shown. */
export function total({ state, error, localize }: View, page: BoardPage): TemplateResult | null {
  if (page.total <= page.data.length || state === 'offline' || (state === 'error' && error)) return null;
  const words = localize.say('subjects', page.board.subject, page.total, localize.number(page.total));
  return html`<span class="total">${words}</span>`;
}

function age({ updatedAt, paused, localize }: View, page: BoardPage): string {
  const period = periodLabel(page.period, localize);
  if (paused) return `${period} · ${localize.say('paused')}`;
  return updatedAt === null ? period : `${period} · ${localize.say('updated', ago(Date.now() - updatedAt, localize))}`;
}

function offline({ updatedAt, localize }: View): TemplateResult {
  const saved = updatedAt && localize.say('savedAt', localize.date(new Date(updatedAt), { timeStyle: 'short' }));
  return html`<div part="status">${icon(OFFLINE, 16)}<span><b>${localize.say('offline')}</b> ${saved}</span></div>`;
}

function stale({ updatedAt, localize, retry }: View): TemplateResult {
  const old = updatedAt && localize.say('old', duration(Date.now() - updatedAt, localize));
  return html`<div part="status">${icon(ALERT, 16)}<span><b>${localize.say('couldNotRefresh')}</b> ${old}</span>
    <button part="retry-button" class="link" type="button" @click=${retry}>${localize.say('retry')}</button></div>`;
}
