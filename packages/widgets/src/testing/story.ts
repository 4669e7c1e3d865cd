import { html, type TemplateResult } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';

/** A story that is exactly the code that it shows, so that what people paste is what they saw. */
export function pasted(code: string) {
  const source = code.trim();
  return {
    render: () => html`${unsafeHTML(source)}`,
    parameters: { docs: { source: { code: source, language: 'html' } }, controls: { disable: true } },
  };
}

interface Labelled {
  label: string;
  note?: string;
  content: TemplateResult;
}

/** Things side by side, each with its name; as many in a line as `width` lets through. */
export function sideBySide(items: readonly Labelled[], width = '22rem'): TemplateResult {
  return html`<style>
      .side-by-side { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, var(--width)), 1fr)); gap: 2rem 1.5rem; align-items: start; }
      .side-by-side figure { display: grid; grid-row: span 2; grid-template-rows: subgrid; gap: 0.5rem; margin: 0; min-inline-size: 0; }
      .side-by-side figcaption { font-size: 0.8125rem; line-height: 1.4; opacity: 0.85; }
    </style>
    <div class="side-by-side" .style=${`--width:${width}`}>
      ${items.map(
        ({ label, note, content }) => html`<figure>
          <figcaption><b>${label}</b>${note ? html` — ${note}` : ''}</figcaption>
          <div>${content}</div>
        </figure>`,
      )}
    </div>`;
}
