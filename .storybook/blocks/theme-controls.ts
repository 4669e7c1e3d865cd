import { css, html, type TemplateResult } from 'lit';
import { TOKENS, type Token } from '../../packages/widgets/src/tokens.ts';
import { Block, define } from './block.ts';
import { computedColour, toHex } from './colour.ts';
import { type ThemeValues, withValue } from './theme-values.ts';
import { SCHEMES, type Scheme, shortName, standardOf } from './tokens.ts';

const styles = css`
  :host { margin: 0; }
  details { border-block-end: 1px solid var(--line); }
  summary { padding-block: 0.625rem; font-weight: 600; cursor: pointer; }
  .rows { display: grid; gap: 0.375rem; padding-block-end: 1rem; }
  .row { display: flex; flex-wrap: wrap; gap: 0.25rem 0.5rem; align-items: center; justify-content: space-between; min-block-size: 2.25rem; }
  .row > span { font-size: 0.875rem; }
  .changed > span { font-weight: 600; }
  .changed > span::after { content: ' ·'; color: var(--accent); }
  .colours { display: flex; gap: 0.375rem; }
  input[type='color'] { inline-size: 2.75rem; block-size: 2rem; padding: 2px; border: 1px solid light-dark(#8a909c, #6d7482); border-radius: 4px; background: none; cursor: pointer; }
  input[type='text'] { inline-size: 11rem; font: 0.8125rem ui-monospace, monospace; }
  .light { color-scheme: light; }
  .dark { color-scheme: dark; }
  .head { color: var(--quiet); font-size: 0.8125rem; min-block-size: 0; }
  .head .colours > * { inline-size: 2.75rem; text-align: center; }
`;

const GROUPS: ReadonlyArray<[heading: string, has: (name: string) => boolean]> = [
  ['Ground, ink and accent', (name) => /^color-(surface|text|border|accent|focus)/.test(name)],
  ['Verdicts and metals', (name) => /^color-(success|warning|danger|gold|silver|bronze)/.test(name)],
  ['Type', (name) => name.startsWith('font-')],
  ['Shape, size and motion', (name) => !/^(color|font)-/.test(name)],
];

/** A field for every token. Sends `theme-change` with the new values. */
class ThemeControls extends Block {
  static override styles = [Block.styles, styles];
  static override properties = { values: { attribute: false } };
  values: ThemeValues = {};

  protected override render(): TemplateResult {
    return html`${GROUPS.map(
      ([heading, has], at) => html`<details ?open=${at === 0}>
        <summary>${heading}</summary>
        <div class="rows">
          ${at < 2 ? html`<div class="row head"><i></i><div class="colours" aria-hidden="true"><span>Light</span><span>Dark</span></div></div>` : ''}
          ${TOKENS.filter((token) => has(shortName(token))).map((token) => this.#row(token))}
        </div>
      </details>`,
    )}`;
  }

  #row(token: Token): TemplateResult {
    const name = shortName(token);
    const changed = token.name in this.values;
    return html`<div class=${changed ? 'row changed' : 'row'} title=${token.description}>
      <span>${name.replace('color-', '').replaceAll('-', ' ')}</span>
      ${
        token.type === 'color'
          ? html`<div class="colours">${SCHEMES.map((scheme) => this.#colour(token, scheme))}</div>`
          : html`<input
              type="text"
              aria-label=${name}
              placeholder=${token.light}
              .value=${this.values[token.name]?.light ?? ''}
              @change=${this.#setter(token, SCHEMES)}
            />`
      }
    </div>`;
  }

  #colour(token: Token, scheme: Scheme): TemplateResult {
    const value = this.values[token.name]?.[scheme] ?? standardOf(token);
    return html`<input
      type="color"
      class=${scheme}
      aria-label="${shortName(token)}, ${scheme}"
      .value=${toHex(this.#computed(value, scheme))}
      @input=${this.#setter(token, [scheme])}
    />`;
  }

  #computed(value: string, scheme: Scheme): string {
    const place = document.createElement('div');
    place.style.colorScheme = scheme;
    for (const [name, parts] of Object.entries(this.values)) place.style.setProperty(name, parts[scheme]);
    this.renderRoot.append(place);
    const colour = computedColour(value, place);
    place.remove();
    return colour;
  }

  #setter(token: Token, schemes: readonly Scheme[]) {
    return ({ target }: { target: HTMLInputElement }) => {
      const values = withValue(this.values, token, schemes, target.value.trim());
      this.dispatchEvent(new CustomEvent('theme-change', { detail: values }));
    };
  }
}

define('docs-theme-controls', ThemeControls);
