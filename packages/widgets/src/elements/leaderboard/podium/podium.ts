import type { BoardPage, Entry } from '@engagement/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { safeHref } from '../../../internal/safe-href.ts';
import { medal, metalOf } from '../../../parts/medal.ts';
import { followLink } from '../follow-link.ts';

import { scoreFormat } from '../scores.ts';
import type { View } from '../view.ts';
import { brief } from './brief.ts';
import { type Plinths, plinthsOf } from './plinths.ts';

export { podiumStyles as styles } from './podium.styles.ts';

// Loaded for boards with this layout.

/** A plinth lower than this has no room for its figure, in pixels. */
const ROOM_FOR_FIGURE = 44;

/** The first three, each on a plinth of ruled lines as high as the score. In the document they stand in their order. */
export function podium(view: View, page: BoardPage): TemplateResult {
  const { settings, localize, extras } = view;
  const plinths = plinthsOf(page);
  const period = extras.get('afterRows')?.periodLabel(page.period, localize) ?? page.period.label;
  return html`<div class="stand">
    <ol part="list" aria-label=${`${settings.heading ?? page.board.name}, ${period}`}>
      ${page.data.slice(0, 3).map((entry, at) => place(entry, { view, page, plinths, at }))}
    </ol>
    <p part="scale">${plinths.unit === null ? nothing : scale(plinths.unit, page, view)}</p>
  </div>`;
}

/** Three plinths of flat colour. */
export function skeleton(): TemplateResult {
  const step = (lines: number) =>
    html`<li part="place skeleton"><i part="avatar"></i><i class="winner"></i><i class="plinth" .style=${`--lines:${lines};--pitch:4px`}></i></li>`;
  return html`<div class="stand"><ol part="list">${step(48)}${step(38)}${step(28)}</ol></div>`;
}

interface PlaceContext {
  view: View;
  page: BoardPage;
  plinths: Plinths;
  at: number;
}

function place(entry: Entry, { view, page, plinths, at }: PlaceContext): TemplateResult {
  const { localize, extras, settings } = view;
  const name = entry.name ?? localize.say('unnamed');
  const figure = localize.number(entry.rank);
  const { text, full } = scoreFormat(page, localize)(entry.score);
  const unit = page.board.unit?.currency ? null : page.board.unit?.label;
  const lines = plinths.lines[at] ?? 0;
  const isLow = lines * plinths.pitch < ROOM_FOR_FIGURE;
  const avatar = extras.get('afterRows')?.picture(entry, page.board, view);
  return html`<li part=${entry.isMe ? 'place place-current' : 'place'} aria-current=${entry.isMe ? 'true' : nothing} .style=${`--_metal:${metalOf(entry.rank)}`}>
    ${settings.noAvatar ? nothing : (avatar ?? html`<i part="avatar"></i>`)}
    <span class="sr">${localize.say('rank')} ${figure}</span>
    <span class="winner">${isLow && entry.rank <= 3 ? html`<span aria-hidden="true">${medal(entry.rank, figure)}</span>` : nothing}${winner(entry, name, view)}
      ${entry.isMe ? html`<span class="you">${localize.say('you')}</span>` : nothing}</span>
    <span part="score" title=${full}>${figures(text, brief(entry.score, text, page, localize))}${unit ? html`<span class="sr"> ${unit}</span>` : nothing}</span>
    <span class=${plinths.unit === null ? 'plinth plain' : 'plinth'} aria-hidden="true" .style=${`--lines:${lines};--pitch:${plinths.pitch}px`}>${isLow ? nothing : html`<span>${figure}</span>`}</span>
  </li>`;
}

/** Three long amounts do not fit beside each other everywhere. */
function figures(text: string, short: string): TemplateResult {
  return text === short
    ? html`<bdi>${text}</bdi>`
    : html`<bdi class="whole">${text}</bdi><bdi class="brief">${short}</bdi>`;
}

function winner(entry: Entry, name: string, { settings, send }: View): TemplateResult {
  const href = safeHref(settings.entryHref ? settings.entryHref(entry) : entry.url);
  const follow = (event: MouseEvent) => href && followLink(event, { entry, href }, send);
  return html`<span part="name" translate="no"><bdi>${href ? html`<a href=${href} @click=${follow}>${name}</a>` : name}</bdi></span>`;
}

/** "One line is 100 downloads." */
function scale(unit: number, page: BoardPage, { localize }: View): string {
  const { full } = scoreFormat(page, localize)(unit);
  const { unit: of } = page.board;
  if (!of || of.currency) return localize.say('oneLine', full);
  return unit === 1 ? localize.say('linesCount', of.label) : localize.say('oneLine', `${full} ${of.label}`);
}
