import { html, type TemplateResult } from 'lit';

const METALS = ['gold', 'silver', 'bronze'] as const;

/** The medal of rank 1, 2 or 3; `figure` is the rank in the digits of the locale. */
export function medal(rank: 1 | 2 | 3, figure: string): TemplateResult {
  return html`<svg part="medal" class="medal ${METALS[rank - 1] ?? 'bronze'}" viewBox="0 0 24 24" role="img" aria-label=${figure}>
    <circle class="face" cx="12" cy="12" r="10.5" /><circle class="inner" cx="12" cy="12" r="8.25" stroke-width=".75" /><text x="12" y="16">${figure}</text>
  </svg>`;
}
