import { html, nothing, type TemplateResult } from 'lit';
import { downIcon, upIcon } from './icons.ts';

export interface RankChangeOptions {
  /** Places climbed; below zero, places lost; null, not on the board before. */
  places: number | null;
  figure: string;
  /** The same in words, such as "up 2 places". */
  words: string;
}

/** An arrow and a number for the eye, words for the ear. No change draws nothing. */
export function rankChange({ places, figure, words }: RankChangeOptions): TemplateResult | typeof nothing {
  if (places === null) return html`<span class="change">${words}</span>`;
  if (places === 0) return nothing;
  const up = places > 0;
  return html`<span class="change" part=${up ? 'rank-change-up' : 'rank-change-down'}>
    ${up ? upIcon() : downIcon()}<span aria-hidden="true">${figure}</span><span class="sr">${words}</span>
  </span>`;
}
