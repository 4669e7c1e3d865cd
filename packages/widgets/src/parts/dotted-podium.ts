import { html, type TemplateResult } from 'lit';

/** The drawing of an empty board. */
export function dottedPodium(): TemplateResult {
  return html`<svg viewBox="0 0 128 64" fill="none" stroke="currentColor" aria-hidden="true">
    <path stroke-dasharray="2 2" d="M0 63.5h128M8 59.5h32M8 55.5h32M8 51.5h32M8 47.5h32M48 59.5h32M48 55.5h32M48 51.5h32M48 47.5h32M48 43.5h32M48 39.5h32M48 35.5h32M48 31.5h32M88 59.5h32M88 55.5h32" />
  </svg>`;
}
