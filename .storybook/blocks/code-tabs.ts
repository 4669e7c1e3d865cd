import { css, html, type TemplateResult } from 'lit';
import { Block, define } from './block.ts';
import './copy-button.ts';

const styles = css`
  [role='tablist'] { display: flex; flex-wrap: wrap; gap: 0.25rem; border-block-end: 1px solid var(--line); }
  [role='tab'] { border: 0; border-block-end: 2px solid transparent; border-radius: 0; background: none; color: var(--quiet); }
  [role='tab'][aria-selected='true'] { border-color: var(--accent); color: var(--ink); font-weight: 600; }
  [role='tabpanel'] { position: relative; background: var(--raised); border-radius: 0 0 6px 6px; }
  pre { margin: 0; padding: 1rem; overflow-x: auto; }
  docs-copy { position: absolute; inset-block-start: 0.5rem; inset-inline-end: 0.5rem; }
`;

/** The same code in several languages, one at a time. */
class CodeTabs extends Block {
  static override styles = [Block.styles, styles];
  static override properties = { code: { attribute: false }, chosen: { state: true } };
  code: Record<string, string> = {};
  private chosen = 0;

  protected override render(): TemplateResult {
    const names = Object.keys(this.code);
    const text = this.code[names[this.chosen] ?? ''] ?? '';
    return html`<div role="tablist" aria-label="Language" @keydown=${this.#move}>
        ${names.map(
          (name, at) => html`<button
            role="tab"
            id="tab-${at}"
            aria-selected=${at === this.chosen}
            aria-controls="panel"
            tabindex=${at === this.chosen ? 0 : -1}
            @click=${() => this.#choose(at)}
          >${name}</button>`,
        )}
      </div>
      <div role="tabpanel" id="panel" aria-labelledby="tab-${this.chosen}">
        <docs-copy .text=${text}></docs-copy>
        <pre tabindex="0" dir="ltr"><code>${text}</code></pre>
      </div>`;
  }

  #choose(at: number): void {
    this.chosen = at;
  }

  readonly #move = ({ key }: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (!step) return;
    const count = Object.keys(this.code).length;
    this.#choose((this.chosen + step + count) % count);
    this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`#tab-${this.chosen}`)?.focus());
  };
}

define('docs-code-tabs', CodeTabs);
