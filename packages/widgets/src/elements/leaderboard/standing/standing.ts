import type { BoardPage, OwnEntry } from '@engagement/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { apart, isolated } from '../../../internal/isolated.ts';
import type { Localize } from '../../../internal/localize.ts';
import { scoreFormat } from '../scores.ts';
import type { View } from '../view.ts';
import { whyPanel } from './why.ts';

export { pinned } from './pinned.ts';
export { standingStyles as styles } from './standing.styles.ts';

// Loaded for readers who have an entry of their own, on boards that show it.

/** Where the reader stands among all, how far the next rank is, and why. */
export function standing(view: View, page: BoardPage): TemplateResult | typeof nothing {
  const { me } = page;
  if (!me) return nothing;
  const { localize, settings } = view;
  const top = localize.number(me.topPercent / 100, { style: 'percent', maximumFractionDigits: 1 });
  const facts = [
    settings.shape === 'podium' && localize.say('ownRank', isolated(localize.number(me.rank))),
    localize.say('topPercent', isolated(top)),
    distance(me, page, localize),
  ].filter((fact) => fact !== false);
  return html`<p part="standing"><span>${facts.map((fact, at) => html`${at ? ' · ' : nothing}${apart(fact)}`)}</span>${view.client ? whyPanel(view, page, me) : nothing}</p>`;
}

/** "36 downloads to rank 41". */
function distance({ ahead }: OwnEntry, page: BoardPage, localize: Localize): string {
  if (!ahead) return localize.say('inTheLead');
  const { full } = scoreFormat(page, localize)(ahead.distance);
  const { unit, score } = page.board;
  const quantity = unit && !unit.currency && score !== 'growth' ? `${full} ${unit.label}` : full;
  return localize.say('toNextRank', isolated(quantity), isolated(localize.number(ahead.rank)));
}
