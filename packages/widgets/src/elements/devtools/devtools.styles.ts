import { css } from 'lit';

/** A panel of tools, not a part of the page: its type is small and its own, its colours are the tokens of the widgets. */
export const devtoolsStyles = css`
  @layer engagement {
    :host { display: block; }
    :host([hidden]) { display: none; }
    :host([theme='light']) { color-scheme: light; }
    :host([theme='dark']) { color-scheme: dark; }
    :host([floating]) {
      position: fixed;
      z-index: 2147483000;
      inset-block-end: 0.75rem;
      inset-inline-end: 0.75rem;
      inline-size: min(26rem, calc(100vw - 1.5rem));
    }

    /* The page's rules stop here; its scheme and direction come in. */
    .box {
      --control: color-mix(in oklab, var(--_muted) 76%, var(--_surface));

      all: initial;
      display: block;
      color-scheme: inherit;
      overflow: hidden;
      border: 1px solid var(--_border);
      border-radius: var(--engagement-radius, 0.375rem);
      background: var(--_surface);
      color: var(--_text);
      font: 400 0.8125rem / 1.5 system-ui, sans-serif;
      font-variant-numeric: tabular-nums;
      overflow-wrap: anywhere;
    }
    :host([floating]) .box { box-shadow: 0 0.5rem 2rem oklch(0 0 0 / 0.18); }

    *, ::before, ::after { box-sizing: border-box; }
    :is(p, dl, dd, ol, pre, fieldset, legend) { margin: 0; padding: 0; border: 0; }
    :is(summary, label, button) { cursor: pointer; }
    :focus-visible { outline: 2px solid var(--_focus); outline-offset: -2px; }
    .muted { color: var(--_muted); }
    .sr {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
      white-space: nowrap;
    }

    .head {
      display: flex;
      align-items: center;
      gap: 0.5rem;
      min-block-size: 2.25rem;
      padding-inline: 0.75rem;
      font-weight: 600;
    }
    .head .muted { margin-inline-start: auto; font-weight: 400; }
    .dot { inline-size: 0.5rem; block-size: 0.5rem; border-radius: 50%; background: var(--_muted); }
    .dot.live { background: var(--_success); }
    .dot:is(.offline, .expired, .closed) { background: var(--_warning); }

    .tabs {
      display: flex;
      gap: 1rem;
      padding-inline: 0.75rem;
      border-block: 1px solid var(--_border);
    }
    .tabs label {
      display: flex;
      align-items: center;
      min-block-size: 2rem;
      border-block-end: 2px solid transparent;
      color: var(--_muted);
    }
    .tabs label:has(:checked) { border-color: var(--_accent); color: var(--_text); font-weight: 600; }
    .tabs label:has(:focus-visible) { outline: 2px solid var(--_focus); }

    .page { max-block-size: min(20rem, 50vh); overflow-y: auto; padding: 0.5rem 0.75rem 0.75rem; }
    .none { padding-block: 0.5rem; color: var(--_muted); text-wrap: pretty; }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.125rem 1rem; }
    dt { color: var(--_muted); }
    dl + .title { margin-block-start: 0.75rem; font-weight: 600; }

    ol { list-style: none; }
    li { border-block-start: 1px solid var(--_border); }
    li:first-child { border: 0; }
    .line {
      display: grid;
      grid-template-columns: 4.25rem 1fr max-content;
      align-items: baseline;
      gap: 0.5rem;
      min-block-size: 1.75rem;
      padding-block: 0.125rem;
    }
    summary.line { list-style: none; }
    summary.line::-webkit-details-marker { display: none; }
    summary.line b::after { content: ' +' / ''; color: var(--_muted); }
    details[open] > summary.line b::after { content: ' −' / ''; }
    .line b { font-weight: 600; }
    .sent, .live { color: var(--_success); }
    :is(.rejected, .failed, .dropped, .error, .offline) { color: var(--_warning); }
    .dot:is(.live, .offline) { color: inherit; }
    pre {
      padding: 0.375rem 0.5rem;
      margin-block-end: 0.5rem;
      border-radius: 0.25rem;
      background: color-mix(in oklab, var(--_text) 5%, transparent);
      font: 0.75rem / 1.5 ui-monospace, monospace;
      white-space: pre-wrap;
    }
    button {
      margin-block-start: 0.375rem;
      min-block-size: 1.75rem;
      padding: 0 0.625rem;
      border: 1px solid var(--control);
      border-radius: 0.25rem;
      background: none;
      color: inherit;
      font: inherit;
    }
    button:hover { border-color: var(--_text); }

    @media (forced-colors: active) {
      .dot { background: CanvasText; }
      .tabs label:has(:checked) { border-color: Highlight; }
    }
  }
`;
