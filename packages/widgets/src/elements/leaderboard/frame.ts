import { html, nothing, type TemplateResult } from 'lit';
import { boardFooter } from './footer.ts';
import { emptyMessage, errorMessage, unavailableMessage } from './messages.ts';
import { boardTable, skeletonTable } from './table.ts';
import type { View } from './view.ts';

/** The whole board: a header, what stands in its body, and a footer. Its height is the same in every state. */
export function boardFrame(view: View): TemplateResult {
  const { state, rowCount, pinMe } = view;
  return html`<section part="base" class=${state}>
    <header part="header"><slot name="heading">${heading(view)}</slot></header>
    <div part="body" class=${pinMe ? 'body pinned' : 'body'} aria-busy=${state === 'loading'} .style=${`--rows:${rowCount}`}>${body(view)}</div>
    ${boardFooter(view)}
  </section>`;
}

function heading({ heading, headingLevel, page }: View): TemplateResult {
  const words = heading ?? page?.board.name;
  if (!words) return html`<div part="heading"><i .style=${'--w:9rem'}></i></div>`;
  return html`<div part="heading" role="heading" aria-level=${headingLevel}>${words}</div>`;
}

function body(view: View): TemplateResult | typeof nothing {
  const { state, page, error, setupCard } = view;
  if (state === 'setup') return setupCard ?? nothing;
  if (state === 'unavailable') return unavailableMessage(view);
  // a template of its own, because cells that the board took over from the skeleton would count as shifted
  if (state === 'loading') return html`${skeletonTable(view)}`;
  if (!page) return error ? errorMessage(error, view) : nothing;
  return page.data.length === 0 ? emptyMessage(view) : boardTable(view, page);
}
