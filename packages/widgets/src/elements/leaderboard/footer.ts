import type { BoardPage } from '@engagement/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import type { Localize } from '../../internal/localize.ts';
import { alertIcon, offlineIcon } from '../../parts/icons.ts';
import { periodLabel } from './period-label.ts';

export interface FooterOptions {
  loading: boolean;
  trouble: 'error' | 'offline' | null;
  page: BoardPage | null;
  /** When the rows were last known to be right, in milliseconds since the epoch. */
  updatedAt: number | null;
  live: boolean;
  paused: boolean;
  /** The page puts something of its own there. */
  slotted: boolean;
  localize: Localize;
  retry: () => void;
  togglePause: () => void;
}

/** One line under the rows: how old they are and what can be done. A trouble takes the place of the age. */
export function boardFooter(options: FooterOptions): TemplateResult {
  const { page, localize, live, paused, togglePause } = options;
  const label = paused ? localize.say('resume') : localize.say('pause');
  const trouble = page && options.trouble;
  return html`<footer part="footer" class=${options.slotted ? 'slotted' : ''}>
    ${trouble ? status(options) : html`<span part="updated">${age(options)}</span>`}
    ${(live || paused) && !trouble ? html`<button part="pause-button" type="button" @click=${togglePause}>${label}</button>` : nothing}
    <slot name="footer">${!trouble && page && page.total > page.data.length ? html`<span class="total">${total(page, localize)}</span>` : nothing}</slot>
  </footer>`;
}

function age({ loading, page, updatedAt, paused, localize }: FooterOptions): string {
  if (loading) return localize.say('loading');
  if (!page) return '';
  const period = periodLabel(page.period, localize);
  if (paused) return `${period} · ${localize.say('paused')}`;
  return updatedAt === null ? period : `${period} · ${localize.say('updated', localize.ago(Date.now() - updatedAt))}`;
}

function total(page: BoardPage, localize: Localize): string {
  return localize.say('subjects', page.board.subject, page.total, localize.number(page.total));
}

function status({ trouble, updatedAt, localize, retry }: FooterOptions): TemplateResult {
  if (trouble === 'offline') {
    const saved = updatedAt === null ? '' : localize.say('savedAt', localize.time(updatedAt));
    return html`<div part="status">${offlineIcon()}<span><b>${localize.say('offline')}</b> ${saved}</span></div>`;
  }
  const old = updatedAt === null ? '' : localize.say('old', localize.duration(Date.now() - updatedAt));
  return html`<div part="status">${alertIcon()}<span><b>${localize.say('couldNotRefresh')}</b> ${old}</span>
    <button part="retry-button" type="button" @click=${retry}>${localize.say('retry')}</button></div>`;
}
