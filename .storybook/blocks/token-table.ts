import { css, html, nothing, type TemplateResult } from 'lit';
import { TOKENS, type Token } from '../../packages/widgets/src/tokens.ts';
import { Block, define } from './block.ts';
import './copy-button.ts';
import { SCHEMES, shortName, standardOf } from './tokens.ts';

const styles = css`
  .swatches { display: grid; grid-template-columns: 1fr 1fr; inline-size: 7rem; block-size: 2.75rem; border: 1px solid var(--line); border-radius: 5px; overflow: hidden; }
  .swatch { display: grid; padding: 6px; }
  .swatch::before { content: ''; border-radius: 3px; background: var(--shown); }
  .light { color-scheme: light; background: #fff; }
  .dark { color-scheme: dark; background: #0b0d11; }
  .words { min-inline-size: 11rem; }
  th code { white-space: nowrap; }
  .values { display: grid; min-inline-size: 11rem; color: var(--quiet); overflow-wrap: anywhere; }
`;

const GROUPS: ReadonlyArray<[heading: string, has: (token: Token) => boolean]> = [
  ['Colour', ({ type }) => type === 'color'],
  ['Type', ({ name }) => name.includes('-font-')],
  ['Motion', ({ name }) => name.includes('-motion-')],
  ['Shape and size', ({ type, name }) => type !== 'color' && !/-(font|motion)-/.test(name)],
];

/** Every token with its look, its words and its standard value. */
class TokenTable extends Block {
  static override styles = [Block.styles, styles];

  protected override render(): TemplateResult {
    return html`${GROUPS.map(([heading, has]) => this.#group(heading, TOKENS.filter(has)))}`;
  }

  #group(heading: string, tokens: Token[]): TemplateResult {
    const colours = heading === 'Colour';
    return html`<h3>${heading}</h3>
      <div class="scroll" tabindex="0" role="region" aria-label=${heading}>
        <table>
          <thead><tr>${colours ? html`<th scope="col">Light, dark</th>` : nothing}<th scope="col">Token</th><th scope="col">What it is for</th><th scope="col">Standard</th><td></td></tr></thead>
          <tbody>
            ${tokens.map(
              (token) => html`<tr>
                ${colours ? html`<td>${swatches(token)}</td>` : nothing}
                <th scope="row"><code>--engagement-${shortName(token)}</code></th>
                <td class="words">${token.description}</td>
                <td><span class="values">${[...new Set([token.light, token.dark])].map((value) => html`<code>${value}</code>`)}</span></td>
                <td><docs-copy .text=${`${token.name}: ${standardOf(token)};`}></docs-copy></td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>`;
  }
}

function swatches(token: Token): TemplateResult {
  const shown = `--shown: var(${token.name}, ${standardOf(token)})`;
  return html`<div class="swatches" aria-hidden="true">
    ${SCHEMES.map((scheme) => html`<div class="swatch ${scheme}" .style=${shown}></div>`)}
  </div>`;
}

define('docs-tokens', TokenTable);
