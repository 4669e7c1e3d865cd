import { html, nothing, type TemplateResult } from 'lit';
import type { Localize } from '../internal/localize.ts';
import { icon } from './icon.ts';

/** The way up; styles turn it round for those who fell. */
export const ARROW = 'M10 15.5V5M5.5 9.5 10 5l4.5 4.5';

/**
 * An arrow and a number for the eye, words for the ear. `places` climbed; below zero, lost; null, not on the board
 * before. No change draws nothing.
 */
export function rankChange(places: number | null, localize: Localize): TemplateResult | typeof nothing {
  if (places === null) return html`<span class="change">${localize.say('entered')}</span>`;
  if (places === 0) return nothing;
  const up = places > 0;
  const count = Math.abs(places);
  const figure = localize.number(count);
  return html`<span class="change" part=${up ? 'rank-change-up' : 'rank-change-down'}>
    ${icon(ARROW, 12)}<span aria-hidden="true">${figure}</span><span class="sr">${localize.say(up ? 'movedUp' : 'movedDown', count, figure)}</span>
  </span>`;
}
