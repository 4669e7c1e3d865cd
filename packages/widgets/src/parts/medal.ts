import { html, type TemplateResult } from 'lit';

/** The colour of a rank, in CSS: all below the second are bronze. */
export const metalOf = (rank: number): string => `var(${['--_gold', '--_silver'][rank - 1] ?? '--_bronze'})`;

/**
 * The medal of rank 1, 2 or 3, which are all the ranks that have one; `figure` is the rank in the digits of the locale.
 * A shared rank has its equals sign in the disc.
 */
export function medal(rank: number, figure: string, tied = false): TemplateResult {
  return html`<svg part="medal" class="medal" viewBox="0 0 24 24" role="img" aria-label=${figure} .style=${`--_metal:${metalOf(rank)}`}>
    <circle class="face" cx="12" cy="12" r="10.5" /><circle cx="12" cy="12" r="8.25" stroke-width=".75" stroke-opacity=".55" /><text x="12" y="16">${tied ? '=' : ''}${figure}</text>
  </svg>`;
}
