import { html, LitElement } from 'lit';
import { define } from './block.ts';

/** Copies its `text`, and says so. Where that is not allowed it says that instead. */
class CopyButton extends LitElement {
  static override properties = { text: {}, label: {}, said: { state: true } };
  text = '';
  label = 'Copy';
  private said = '';

  protected override createRenderRoot() {
    return this;
  }

  protected override render() {
    return html`<button type="button" @click=${this.#copy}><span aria-live="polite">${this.said || this.label}</span></button>`;
  }

  readonly #copy = async () => {
    try {
      await navigator.clipboard.writeText(this.text);
      this.said = 'Copied';
    } catch {
      this.said = 'Select it and copy by hand';
    }
    setTimeout(() => {
      this.said = '';
    }, 2000);
  };
}

define('docs-copy', CopyButton);
