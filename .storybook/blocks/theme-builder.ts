import { createFakeClient } from '@engagement/sdk/testing';
import { css, html, type PropertyValues, type TemplateResult } from 'lit';
import { Block, define } from './block.ts';
import './contrast-table.ts';
import './copy-button.ts';
import './theme-controls.ts';
import { asCss, asProperties, readTheme, type ThemeValues } from './theme-values.ts';
import { SCHEMES } from './tokens.ts';
import '../../packages/widgets/src/leaderboard.ts';

const styles = css`
  :host { container-type: inline-size; }
  .plan { display: grid; gap: 2rem; align-items: start; }
  /* Whoever changes a colour sees it: the fields stay above the widgets, or beside them. */
  .controls { position: sticky; inset-block-start: 0; z-index: 1; max-block-size: 50vh; overflow-y: auto; padding: 2px 2px 0.5rem; border-block-end: 1px solid var(--line); background: var(--ground); }
  .start { display: grid; grid-template-columns: 1fr auto; gap: 0.5rem; margin-block-end: 0.75rem; }
  .start label { display: grid; gap: 0.25rem; font-size: 0.8125rem; color: var(--quiet); }
  .start button { align-self: end; }
  .panes { display: grid; gap: 1.5rem; }
  .pane { display: grid; gap: 1.25rem; padding: 1.25rem; border: 1px solid var(--line); border-radius: 6px; container-type: inline-size; }
  .light { color-scheme: light; background: #fff; color: #1b1f27; }
  .dark { color-scheme: dark; background: #0b0d11; color: #eceef1; }
  .beside { display: grid; gap: 1.25rem; align-items: start; }
  .below { display: grid; gap: 2rem; margin-block-start: 2rem; }
  .code { position: relative; padding: 1rem; border-radius: 6px; background: var(--raised); overflow-x: auto; }
  .code docs-copy { position: absolute; inset-block-start: 0.5rem; inset-inline-end: 0.5rem; }
  pre { margin: 0; }
  h3 { margin-block: 0 0.5rem; }
  @container (inline-size > 36rem) {
    .plan { grid-template-columns: 14rem minmax(0, 1fr); gap: 1rem; }
    .controls { inset-block-start: 1rem; max-block-size: calc(100vh - 2rem); padding-inline-end: 0.5rem; border: 0; }
    .beside { grid-template-columns: 1fr 1fr; }
  }
  @container (inline-size > 52rem) {
    .plan { grid-template-columns: 16rem minmax(0, 1fr); }
    .panes, .below { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1rem; }
    .pane { padding: 0.75rem; }
  }
  @container (inline-size > 68rem) {
    .plan { grid-template-columns: 20rem minmax(0, 1fr); }
    .pane { padding: 1.25rem; }
  }
`;

const sheets = import.meta.glob<string>('../../packages/widgets/themes/*.css', {
  query: '?raw',
  import: 'default',
  eager: true,
});

const THEMES = new Map(
  Object.entries(sheets).map(([path, sheet]) => [
    path.slice(path.lastIndexOf('/') + 1, -'.css'.length),
    readTheme(sheet),
  ]),
);

const live = createFakeClient({ scenario: 'live' });
const empty = createFakeClient({ scenario: 'empty' });
const stale = createFakeClient({ scenario: 'stale' });

/** Edits the tokens on real widgets, in light and in dark, and writes the style sheet. */
class ThemeBuilder extends Block {
  static override styles = [Block.styles, styles];
  static override properties = { values: { state: true }, failures: { state: true } };
  private values: ThemeValues = {};
  private failures = 0;

  protected override updated(changed: PropertyValues): void {
    if (!changed.has('values')) return;
    for (const pane of this.renderRoot.querySelectorAll<HTMLElement>('.pane')) {
      pane.removeAttribute('style');
      for (const [name, value] of Object.entries(asProperties(this.values))) pane.style.setProperty(name, value);
    }
  }

  protected override render(): TemplateResult {
    const css = asCss(this.values);
    return html`<div class="plan">
        <div class="controls">
          <div class="start">
            <label>Start from<select @change=${this.#start}>
              ${['default', ...[...THEMES.keys()].filter((name) => name !== 'default')].map((name) => html`<option value=${name}>${name}</option>`)}
            </select></label>
            <button type="button" @click=${() => this.#set({})}>Reset</button>
          </div>
          <docs-theme-controls .values=${this.values} @theme-change=${({ detail }: CustomEvent) => this.#set(detail)}></docs-theme-controls>
          <p aria-live="polite" class=${this.failures ? 'bad' : 'quiet'}>${contrastWords(this.failures)}</p>
        </div>
        <div class="panes">${SCHEMES.map(pane)}</div>
      </div>
      <div class="below">
        <section>
          <h3>Contrast</h3>
          <docs-contrast .tokens=${asProperties(this.values)} @measured=${({ detail }: CustomEvent) => this.#count(detail.failures)}></docs-contrast>
        </section>
        <section>
          <h3>Style sheet</h3>
          <div class="code"><docs-copy .text=${css}></docs-copy><pre tabindex="0"><code>${css}</code></pre></div>
        </section>
      </div>`;
  }

  readonly #start = ({ target }: { target: HTMLSelectElement }) => {
    this.#set(target.value === 'default' ? {} : (THEMES.get(target.value) ?? {}));
  };

  #set(values: ThemeValues): void {
    this.values = values;
  }

  #count(failures: number): void {
    this.failures = failures;
  }
}

const contrastWords = (failures: number) =>
  failures
    ? `${failures} ${failures === 1 ? 'pair is' : 'pairs are'} too close to read: see Contrast.`
    : 'Every pair can be read.';

const pane = (scheme: string) => html`<div class="pane ${scheme}">
  <engagement-leaderboard board="weekly-downloads" limit="5" pin-me periods="week month all-time" .client=${live}></engagement-leaderboard>
  <div class="beside">
    <engagement-leaderboard board="top-sellers" period="season" layout="podium" limit="3" .client=${live}></engagement-leaderboard>
    <engagement-leaderboard board="rising" layout="list" limit="3" .client=${stale}></engagement-leaderboard>
    <engagement-leaderboard board="reviewers" limit="3" heading="Empty" .client=${empty}></engagement-leaderboard>
    <engagement-leaderboard board="best-rated" period="all-time" layout="list" limit="3" density="compact" .client=${live}></engagement-leaderboard>
  </div>
</div>`;

define('docs-theme-builder', ThemeBuilder);
