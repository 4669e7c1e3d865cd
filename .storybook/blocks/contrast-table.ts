import { css, html, type TemplateResult } from 'lit';
import { Block, define } from './block.ts';
import { type Measured, measure } from './pairs.ts';
import { SCHEMES } from './tokens.ts';

const styles = css`
  :host { margin-block: 0; }
  th, td { padding-inline-end: clamp(0.375rem, 2vw, 1rem); }
  .pane { position: absolute; visibility: hidden; }
  .light { color-scheme: light; background: #fff; }
  .dark { color-scheme: dark; background: #0b0d11; }
`;

/** How well words stand out, measured from the colours as they are drawn, in light and in dark. */
class ContrastTable extends Block {
  static override styles = [Block.styles, styles];
  static override properties = { tokens: { attribute: false }, figures: { state: true } };
  /** Custom properties to measure with, on top of those of the page. */
  tokens: Record<string, string> = {};
  private figures: Measured[][] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('settings-applied', this.#measure);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('settings-applied', this.#measure);
  }

  protected override updated(changed: Map<string, unknown>): void {
    if (changed.has('tokens')) this.#measure();
  }

  readonly #measure = () => {
    this.figures = [...this.renderRoot.querySelectorAll<HTMLElement>('.pane')].map((pane) => {
      pane.removeAttribute('style');
      for (const [name, value] of Object.entries(this.tokens)) pane.style.setProperty(name, value);
      return measure(pane);
    });
    const failures = new Set(this.figures.flat().filter(({ enough }) => !enough)).size;
    this.dispatchEvent(new CustomEvent('measured', { detail: { failures } }));
  };

  protected override render(): TemplateResult {
    const [light = [], dark = []] = this.figures;
    return html`${SCHEMES.map((scheme) => html`<div class="pane ${scheme}"></div>`)}
      <table>
        <thead><tr><th scope="col">Pair</th><th scope="col" class="number">Needs</th><th scope="col" class="number">Light</th><th scope="col" class="number">Dark</th></tr></thead>
        <tbody>
          ${light.map(
            (one, at) => html`<tr>
              <td>${one.words}</td>
              <td class="number quiet">${one.needs}</td>
              ${figure(one)} ${figure(dark[at])}
            </tr>`,
          )}
        </tbody>
      </table>`;
  }
}

function figure(one: Measured | undefined): TemplateResult {
  if (!one) return html`<td></td>`;
  return html`<td class=${one.enough ? 'number' : 'number bad'}>${one.ratio.toFixed(1)}${one.enough ? '' : ' too low'}</td>`;
}

define('docs-contrast', ContrastTable);
