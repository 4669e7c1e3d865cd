import { type CSSResultGroup, css, LitElement } from 'lit';

const styles = css`
  :host {
    --ink: light-dark(#1b1f27, #eceef1);
    --quiet: light-dark(#5a6070, #a5abb8);
    --line: light-dark(#dfe1e5, #2b303a);
    --ground: light-dark(#fff, #0f1115);
    --raised: light-dark(#f4f5f7, #15181e);
    --accent: light-dark(#1f4fa3, #8ab4f0);
    --good: light-dark(#1c6b3f, #7fd3a0);
    --bad: light-dark(#b3261e, #f2a59f);
    display: block;
    margin-block: 1.5rem;
    color: var(--ink);
    font: 400 0.9375rem/1.5 system-ui, sans-serif;
    text-align: start;
  }
  *, ::before, ::after { box-sizing: border-box; }
  code, pre { font: 0.8125rem/1.5 ui-monospace, monospace; }
  h3 { margin: 2rem 0 0.5rem; font-size: 1.0625rem; }
  p { margin: 0; }
  table { inline-size: 100%; border-collapse: collapse; }
  th, td { padding: 0.5rem 1rem 0.5rem 0; border-block-end: 1px solid var(--line); text-align: start; vertical-align: middle; }
  th { color: var(--quiet); font-size: 0.8125rem; font-weight: 600; }
  .quiet { color: var(--quiet); }
  .scroll { overflow-x: auto; }
  button, select, input[type='text'] {
    min-block-size: 2rem;
    padding: 0 0.625rem;
    border: 1px solid light-dark(#8a909c, #6d7482);
    border-radius: 4px;
    background: var(--ground);
    color: inherit;
    font: inherit;
  }
  button { cursor: pointer; }
  button:hover { border-color: var(--ink); }
  :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
  .bad { color: var(--bad); font-weight: 600; }
  .number { font-variant-numeric: tabular-nums; text-align: right; white-space: nowrap; }
`;

/** What the pages of words are made of, beside words. It stands in a shadow root, safe from the styles of the page. */
export abstract class Block extends LitElement {
  static override styles: CSSResultGroup = styles;
}

/** Defines a tag of these pages, also when a module comes twice after a change. */
export function define(tag: `docs-${string}`, block: CustomElementConstructor): void {
  if (!customElements.get(tag)) customElements.define(tag, block);
}
