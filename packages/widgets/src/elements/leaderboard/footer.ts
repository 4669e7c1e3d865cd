import { html, nothing, type TemplateResult } from 'lit';
import { alertIcon, offlineIcon } from '../../parts/icons.ts';
import { periodLabel } from './period-label.ts';
import type { View } from './view.ts';

/** One line under the rows: how old they are and what can be done. A trouble takes the place of the age. */
export function boardFooter(view: View): TemplateResult {
  const { page, state, error, live, paused, ownFooter, localize, togglePause } = view;
  const troubled = page && (state === 'offline' || (state === 'error' && error));
  return html`<footer part="footer" class=${ownFooter ? 'slotted' : nothing}>
    ${troubled ? status(view) : html`<span part="updated">${age(view)}</span>`}
    ${(live || paused) && !troubled ? html`<button part="pause-button" class="link" type="button" @click=${togglePause}>${localize.say(paused ? 'resume' : 'pause')}</button>` : nothing}
    <slot name="footer">${!troubled && page && page.total > page.data.length ? html`<span class="total">${localize.say('subjects', page.board.subject, page.total, localize.number(page.total))}</span>` : nothing}</slot>
  </footer>`;
}

function age({ state, page, updatedAt, paused, localize }: View): string {
  if (state === 'loading') return localize.say('loading');
  if (!page) return '';
  const period = periodLabel(page.period, localize);
  if (paused) return `${period} · ${localize.say('paused')}`;
  return updatedAt === null ? period : `${period} · ${localize.say('updated', localize.ago(Date.now() - updatedAt))}`;
}

function status({ state, updatedAt, localize, retry }: View): TemplateResult {
  if (state === 'offline') {
    const saved = updatedAt && localize.say('savedAt', localize.date(new Date(updatedAt), { timeStyle: 'short' }));
    return html`<div part="status">${offlineIcon()}<span><b>${localize.say('offline')}</b> ${saved}</span></div>`;
  }
  const old = updatedAt && localize.say('old', localize.duration(Date.now() - updatedAt));
  return html`<div part="status">${alertIcon()}<span><b>${localize.say('couldNotRefresh')}</b> ${old}</span>
    <button part="retry-button" class="link" type="button" @click=${retry}>${localize.say('retry')}</button></div>`;
}
