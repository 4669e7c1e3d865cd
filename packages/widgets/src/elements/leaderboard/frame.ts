import { html, nothing, type TemplateResult } from 'lit';
import { wholeNumber } from '../../internal/options.ts';
import { message } from './messages.ts';
import { boardTable, skeletonTable } from './table.ts';
import type { View } from './view.ts';

/** The whole board: a header, what stands in its body, and a footer. Its height is the same in every state. */
export function boardFrame(view: View): TemplateResult {
  const { state, page, settings, extras } = view;
  const { shape } = settings;
  const switches = (settings.periods || settings.segments) && extras.get('switches');
  const season = page?.period.window === 'season' && extras.get('season');
  const afterRows = page && extras.get('afterRows');
  return html`<div class="box"><section part="base" class=${`${state} ${shape}`}>
    <header part="header" class=${settings.periods || settings.segments ? 'switched' : nothing}>
      <slot name="heading">${heading(view)}</slot>
      ${season ? season.status(view, page) : nothing}${switches ? switches.switches(view) : nothing}
    </header>
    <slot name="prize">${settings.prizes ? html`<div part="prizes">${season ? season.prizes(view, page) : nothing}</div>` : nothing}</slot>
    <div part="body" class=${bodyRoom(view)} aria-busy=${state === 'loading'} .style=${`--rows:${settings.rowCount}`}>${body(view)}</div>
    <footer part="footer" class=${settings.expandable || settings.querySelector?.('[slot="footer"]') ? 'slotted' : nothing}>
      ${afterRows ? afterRows.footnote(view, page) : html`<span part="updated">${plainWords(view)}</span>`}
      <slot name="footer">${afterRows ? afterRows.more(view, page) : nothing}</slot>
    </footer>
  </section></div>`;
}

/** What the body keeps room for beside its rows. */
function bodyRoom({ settings: { pinMe, tracksReader, around, shape } }: View): string {
  return `${pinMe && !around && shape !== 'podium' ? 'pinned' : ''} ${tracksReader ? 'tracks' : ''}`;
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
  const { state, page, error, card, settings, extras } = view;
  if (state === 'setup') return card ?? nothing;
  if (state === 'unavailable' || state === 'signed-out') return message(state, view);
  const podium = settings.shape === 'podium' ? extras.get('podium') : null;
  // a template of its own, because cells that the board took over from the skeleton would count as shifted
  if (state === 'loading')
    return podium === undefined ? nothing : html`${podium ? podium.skeleton() : skeletonTable(view)}`;
  if (!page) return error ? message('error', view) : nothing;
  if (page.data.length === 0) return message('empty', view);
  const standing = settings.tracksReader && page.me && extras.get('standing');
  return html`${podium ? podium.podium(view, page) : boardTable(view, page)}${standing ? standing.standing(view, page) : nothing}`;
}
