import type { Explanation } from '@engagement/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { apart } from '../../../internal/isolated.ts';
import type { Localize } from '../../../internal/localize.ts';
import type { Figures } from './figures.ts';

type Fact = NonNullable<Explanation['facts']>[number];

/** The activities behind a score: when each was, what it was, what was taken back of it, and what it counts. */
export function factList(facts: readonly Fact[], figures: Figures, localize: Localize): TemplateResult {
  return html`<span class="muted">${localize.say('whyFacts')}</span>
    <ul part="facts">${facts.map(
      (fact) =>
        html`<li><time class="muted" datetime=${fact.time}>${apart(figures.day(fact.time))}</time><span>${happening(fact.type, localize)}${note(fact, figures, localize)}</span><bdi class="n">${apart(figures.amount(fact.contributes))}</bdi></li>`,
    )}</ul>`;
}

/** What happened; of a type of the marketplace's own, its name. */
function happening(type: string, localize: Localize): string | TemplateResult {
  return localize.say('activity', type) ?? html`<bdi translate="no">${type}</bdi>`;
}

/** Why it counts less than it is worth, with the reversals that did that. */
function note(fact: Fact, figures: Figures, localize: Localize): TemplateResult | typeof nothing {
  const { amount, takenBack, contributes, worth, reversals } = fact;
  if (takenBack > 0) {
    const by = reversals.map(({ type, time }) => html`, ${happening(type, localize)} ${apart(figures.day(time))}`);
    return html` <span class="muted">· ${apart(localize.say('whyTaken', figures.percent(takenBack / amount)))}${by}</span>`;
  }
  if (contributes === worth) return nothing;
  return html` <span class="muted">· ${localize.say('whyOther')}</span>`;
}
