import { html, type TemplateResult } from 'lit';

/** A drawing on a grid of 20, in the colour of the text around it. */
export function icon(drawing: string, size: number): TemplateResult {
  return html`<svg viewBox="0 0 20 20" width=${size} height=${size} aria-hidden="true">
    <path d=${drawing} fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" />
  </svg>`;
}
