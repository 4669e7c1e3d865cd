import { css, html, nothing, type TemplateResult } from 'lit';
import { declarationOf } from '../manifest.ts';
import { Block, define } from './block.ts';
import './copy-button.ts';
import { type PartOnScreen, type Place, partsOnScreen, pinsFor } from './parts-on-screen.ts';

const PIN = 20;

const styles = css`
  :host { container-type: inline-size; }
  fieldset { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; margin: 0 0 1rem; padding: 0; border: 0; }
  label { display: inline-flex; align-items: center; gap: 0.375rem; min-block-size: 1.75rem; }
  .plan { display: grid; gap: 2rem; align-items: start; }
  .stage { position: relative; padding: 1.75rem clamp(0.75rem, 4cqi, 1.75rem) 1.75rem 5.5rem; border-radius: 6px; background: var(--raised); overflow-x: auto; }
  .stage > * { min-inline-size: 18rem; }
  .stage > .box { min-inline-size: 0; }
  .stage > .pin { min-inline-size: 20px; }
  .pin, .box { position: absolute; pointer-events: none; }
  .pin {
    display: grid;
    place-items: center;
    min-inline-size: 20px;
    block-size: 20px;
    padding-inline: 3px;
    border-radius: 10px;
    background: #b5179e;
    color: #fff;
    font: 600 11px/1 ui-monospace, monospace;
    translate: -50% -50%;
    white-space: nowrap;
  }
  .box { border: 1px solid #b5179e; border-radius: 2px; background: rgb(181 23 158 / 12%); }
  ol { display: grid; gap: 1px; margin: 0; padding: 0; list-style: none; }
  ol button {
    display: grid;
    grid-template-columns: 1.75rem 1fr;
    gap: 0 0.5rem;
    inline-size: 100%;
    padding: 0.375rem 0.5rem;
    border: 0;
    background: none;
    text-align: start;
  }
  ol button:hover, ol button[aria-pressed='true'] { background: var(--raised); }
  ol b { color: light-dark(#8d1179, #f08be0); font: 600 0.8125rem/1.6 ui-monospace, monospace; }
  ol span { grid-column: 2; color: var(--quiet); font-size: 0.8125rem; }
  .rule { display: flex; gap: 1rem; align-items: center; justify-content: space-between; min-block-size: 2.5rem; margin-block-end: 0.5rem; overflow-x: auto; }
  h3 { margin-block-start: 0; }
  @container (inline-size > 56rem) {
    .plan { grid-template-columns: minmax(0, 1fr) 21rem; }
    .stage { position: sticky; inset-block-start: 1rem; }
  }
`;

export interface Specimen {
  label: string;
  /** The widget alone. */
  template: TemplateResult;
}

/** Draws the parts of a widget over it, numbered, with a list of what each is. */
class Anatomy extends Block {
  static override styles = [Block.styles, styles];
  static override properties = {
    tag: {},
    specimens: { attribute: false },
    chosen: { state: true },
    names: { state: true },
    marked: { state: true },
    parts: { state: true },
  };
  tag = '';
  specimens: Specimen[] = [];
  private chosen = 0;
  private names = false;
  private marked: string | null = null;
  private parts: PartOnScreen[] = [];
  readonly #resized = new ResizeObserver(() => this.#measure());
  readonly #changed = new MutationObserver(() => this.#measure());

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
    this.#changed.disconnect();
  }

  protected override updated(): void {
    const widget = this.#widget;
    const root = widget?.shadowRoot;
    if (!widget || !root) return;
    this.#resized.observe(widget);
    this.#changed.observe(root, { subtree: true, childList: true, attributes: true, attributeFilter: ['part'] });
  }

  get #stage(): HTMLElement | null {
    return this.renderRoot.querySelector('.stage');
  }

  get #widget(): Element | null {
    return this.renderRoot.querySelector(this.tag);
  }

  #measure(): void {
    const [stage, widget] = [this.#stage, this.#widget];
    if (stage && widget) this.parts = partsOnScreen(widget, stage);
  }

  protected override render(): TemplateResult {
    const pins = pinsFor(this.parts, PIN);
    return html`
      <fieldset>
        <legend hidden>What is shown</legend>
        ${this.specimens.map(
          ({ label }, at) =>
            html`<label><input type="radio" name="specimen" .checked=${at === this.chosen} @change=${() => this.#choose(at)} />${label}</label>`,
        )}
        <label><input type="checkbox" .checked=${this.names} @change=${() => this.#toggleNames()} />Names on the widget</label>
      </fieldset>
      <div class="plan">
        <div class="stage">
          ${this.specimens[this.chosen]?.template}
          ${this.parts.find(({ name }) => name === this.marked)?.places.map((place) => box(place))}
          ${this.parts.map(({ name }, at) => this.#pin(name, at, pins[at]))}
        </div>
        <div>${this.#rule()} ${this.#legend()}</div>
      </div>`;
  }

  #pin(name: string, at: number, place: Place | undefined) {
    if (!place || (this.marked && this.marked !== name)) return nothing;
    const words = this.names || this.marked === name ? name : at + 1;
    return html`<div class="pin" aria-hidden="true" .style=${`left:${place.left}px;top:${place.top}px`}>${words}</div>`;
  }

  #legend(): TemplateResult {
    const { cssParts } = declarationOf(this.tag);
    return html`<ol>
      ${this.parts.map(
        ({ name }, at) => html`<li>
          <button
            type="button"
            aria-pressed=${this.marked === name}
            @click=${() => this.#mark(this.marked === name ? null : name)}
          ><b>${at + 1}</b><code>${name}</code><span>${cssParts.find((part) => part.name === name)?.description}</span></button>
        </li>`,
      )}
    </ol>`;
  }

  #rule() {
    if (!this.marked) return html`<p class="rule quiet">Choose a part to see every place of it.</p>`;
    const rule = `${this.tag}::part(${this.marked}) {\n  \n}`;
    return html`<div class="rule"><code>${this.tag}::part(${this.marked})</code><docs-copy .text=${rule}></docs-copy></div>`;
  }

  #choose(at: number): void {
    this.chosen = at;
    this.marked = null;
    this.parts = [];
  }

  #mark(name: string | null): void {
    this.marked = name;
  }

  #toggleNames(): void {
    this.names = !this.names;
  }
}

const box = ({ left, top, width, height }: Place) =>
  html`<div class="box" .style=${`left:${left}px;top:${top}px;width:${width}px;height:${height}px`}></div>`;

define('docs-anatomy', Anatomy);
