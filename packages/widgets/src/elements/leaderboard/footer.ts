import type { BoardPage } from '@engagement/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { oneOf } from '../../internal/options.ts';
import { ago, duration } from '../../internal/time-words.ts';
import { icon } from '../../parts/icon.ts';
import { periodLabel } from './period-label.ts';
import { type LeaderboardSettings, MOST_ROWS } from './settings.ts';
import type { View } from './view.ts';

export const ALERT = 'M10 3.5 17.5 16.5h-15zM10 8.5v3.5M10 14.3h.01';
export const OFFLINE =
  'M3.5 8.5a9 9 0 0 1 4-2.3M16.5 8.5a9 9 0 0 0-5-2.5M6 11.5a5.5 5.5 0 0 1 3-1.4M10 15h.01M4 3.5l12 13';

const isTroubled = ({ state, error }: View) => state === 'offline' || (state === 'error' && error !== null);

/** How old the rows are and what can be done about it. A trouble takes the place of the age. */
export function footnote(view: View, page: BoardPage): TemplateResult {
  const { state, moves, pausedAt, localize, togglePause, settings } = view;
  warnOfLooks(settings);
  if (isTroubled(view)) return state === 'offline' ? offline(view) : stale(view);
  const { period, rest } = age(view, page);
  return html`<span part="updated">${rest ? html`<span class="period">${period} · </span>${rest}` : period}</span>
    ${moves || pausedAt ? html`<button part="pause-button" class="link" type="button" @click=${togglePause}>${localize.say(pausedAt ? 'resume' : 'pause')}</button>` : nothing}`;
}

/** The style sheets take an unknown look for the standard one; here its page's developer is told. */
function warnOfLooks(settings: LeaderboardSettings): void {
  oneOf(settings, 'theme', settings.theme, ['auto', 'light', 'dark']);
  oneOf(settings, 'density', settings.density, ['comfortable', 'compact']);
}

/** How long the whole board is, when it is longer than what is shown, and more of it where the page allows that. */
export function more(view: View, page: BoardPage): TemplateResult | typeof nothing {
  const { settings, localize } = view;
  const { data, total, board, nextCursor } = page;
  if (total <= data.length || isTroubled(view)) return nothing;
  const mayGrow = settings.expandable && !settings.around && settings.shape !== 'podium';
  const further = mayGrow ? Math.min(settings.limit, MOST_ROWS - settings.rowCount, total - data.length) : 0;
  const words = localize.say('subjects', board.subject, total, localize.number(total));
  if (further <= 0 || nextCursor === null) return html`<span class="total">${words}</span>`;
  const show = () => view.send('engagement-page', { cursor: nextCursor }, true) && view.showMore(further);
  return html`<button part="load-more" class="link total" type="button" @click=${show}>${localize.say('showMore', localize.number(further))}</button>`;
}

/** The period, and how its rows stand. */
function age(
  { updatedAt, pausedAt, localize, extras }: View,
  page: BoardPage,
): { period: string; rest: string | null } {
  const season = page.period.window === 'season' ? extras.get('season')?.note(page, localize) : null;
  const period = periodLabel(page.period, localize);
  if (season) return season === period ? { period, rest: null } : { period: season, rest: period };
  if (pausedAt) return { period, rest: localize.say('paused') };
  return { period, rest: updatedAt === null ? null : localize.say('updated', ago(Date.now() - updatedAt, localize)) };
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
