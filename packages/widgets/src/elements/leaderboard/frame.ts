import { html, nothing, type TemplateResult } from 'lit';
import { wholeNumber } from '../../internal/options.ts';
import { emptyMessage, errorMessage, unavailableMessage } from './messages.ts';
import { boardTable, skeletonTable } from './table.ts';
import type { View } from './view.ts';

/** The whole board: a header, what stands in its body, and a footer. Its height is the same in every state. */
export function boardFrame(view: View): TemplateResult {
  const { state, page, rowCount, settings, afterRows } = view;
  const pinned = settings.pinMe && !settings.around;
  return html`<div class="box"><section part="base" class=${state}>
    <header part="header"><slot name="heading">${heading(view)}</slot></header>
    <div part="body" class=${pinned ? 'pinned' : nothing} aria-busy=${state === 'loading'} .style=${`--rows:${rowCount}`}>${body(view)}</div>
    <footer part="footer" class=${settings.querySelector('[slot="footer"]') ? 'slotted' : nothing}>
      ${page && afterRows ? afterRows.footnote(view, page) : html`<span part="updated">${plainWords(view)}</span>`}
      <slot name="footer">${page && afterRows?.total(view, page)}</slot>
    </footer>
  </section></div>`;
}

function heading({ settings, page }: View): TemplateResult {
  const words = settings.heading ?? page?.board.name;
  if (!words) return html`<div part="heading"><i .style=${'inline-size:9rem'}></i></div>`;
  const level = wholeNumber(settings, 'heading-level', settings.headingLevel, { min: 2, max: 6, standard: 2 });
  return html`<div part="heading" role="heading" aria-level=${level}>${words}</div>`;
}

/** What the footer says until all its words are loaded, for a board that loses its server before that. */
function plainWords({ state, page, error, localize }: View): string {
  if (state === 'loading' || state === 'offline') return localize.say(state);
  return page && error ? localize.say('couldNotRefresh') : '';
}

function body(view: View): TemplateResult | typeof nothing {
  const { state, page, error, card } = view;
  if (state === 'setup') return card ?? nothing;
  if (state === 'unavailable') return unavailableMessage(view);
  // a template of its own, because cells that the board took over from the skeleton would count as shifted
  if (state === 'loading') return html`${skeletonTable(view)}`;
  if (!page) return error ? errorMessage(error, view) : nothing;
  return page.data.length === 0 ? emptyMessage(view) : boardTable(view, page);
}
