import { html, type TemplateResult } from 'lit';

const icon = (drawing: string, size: number): TemplateResult => html`
  <svg viewBox="0 0 20 20" width=${size} height=${size} aria-hidden="true">
    <path d=${drawing} fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" />
  </svg>`;

export const upIcon = () => icon('M10 15.5V5M5.5 9.5 10 5l4.5 4.5', 12);
export const downIcon = () => icon('M10 4.5V15M5.5 10.5 10 15l4.5-4.5', 12);
export const alertIcon = () => icon('M10 3.5 17.5 16.5h-15zM10 8.5v3.5M10 14.3h.01', 16);
export const offlineIcon = () =>
  icon('M3.5 8.5a9 9 0 0 1 4-2.3M16.5 8.5a9 9 0 0 0-5-2.5M6 11.5a5.5 5.5 0 0 1 3-1.4M10 15h.01M4 3.5l12 13', 16);
