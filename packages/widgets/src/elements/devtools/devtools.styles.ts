import { css } from 'lit';

/** A panel of tools, not a part of the page: its type is small and its own, its colours are those of the widgets. */
export const devtoolsStyles = css`
  @layer engagement {
    :host { display: block; }
    :host([hidden]) { display: none; }
    :host([theme='light']) { color-scheme: light; }
    :host([theme='dark']) { color-scheme: dark; }
    :host([floating]) {
      position: fixed;
      z-index: 2147483000;
      inset-block-end: calc(var(--_1) * 3);
      inset-inline-end: calc(var(--_1) * 3);
      inline-size: min(var(--_1) * 104, calc(100vw - var(--_1) * 6));
    }

    /* The page's rules stop here; its scheme and direction come in. */
    .box {
      --surface: var(--engagement-color-surface, light-dark(oklch(1 0 0), oklch(0.195 0.008 260)));
      --text: var(--engagement-color-text, light-dark(oklch(0.225 0.018 260), oklch(0.945 0.004 260)));
      --muted: var(--engagement-color-text-muted, light-dark(oklch(0.475 0.016 260), oklch(0.735 0.012 260)));
      --border: var(--engagement-color-border, light-dark(oklch(0.9 0.005 260), oklch(0.325 0.012 260)));
      --accent: var(--engagement-color-accent, light-dark(oklch(0.455 0.15 258), oklch(0.765 0.105 250)));
      --success: var(--engagement-color-success, light-dark(oklch(0.47 0.105 155), oklch(0.79 0.12 155)));
      --warning: var(--engagement-color-warning, light-dark(oklch(0.505 0.105 65), oklch(0.825 0.115 80)));
      --control: color-mix(in oklab, var(--muted) 76%, var(--surface));

      all: initial;
      display: block;
      color-scheme: inherit;
      overflow: hidden;
      border: 1px solid var(--border);
      border-radius: var(--engagement-radius, calc(var(--_1) * 1.5));
      background: var(--surface);
      color: var(--text);
      font: 400 calc(var(--_1) * 3.25) / 1.5 system-ui, sans-serif;
      font-variant-numeric: tabular-nums;
      overflow-wrap: anywhere;
    }
    :host([floating]) .box { box-shadow: 0 calc(var(--_1) * 2) calc(var(--_1) * 8) oklch(0 0 0 / 0.18); }

    *, ::before, ::after { box-sizing: border-box; }
    :is(p, dl, dd, ol, pre, fieldset, legend) { margin: 0; padding: 0; border: 0; }
    :is(summary, label, button) { cursor: pointer; }
    :focus-visible { outline: 2px solid var(--engagement-color-focus, var(--accent)); outline-offset: -2px; }
    .muted { color: var(--muted); }
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
      gap: calc(var(--_1) * 2);
      min-block-size: calc(var(--_1) * 9);
      padding-inline: calc(var(--_1) * 3);
      font-weight: 600;
    }
    .head .muted { margin-inline-start: auto; font-weight: 400; }
    .dot { inline-size: calc(var(--_1) * 2); block-size: calc(var(--_1) * 2); border-radius: 50%; background: var(--muted); }
    .dot.live { background: var(--success); }
    .dot:is(.offline, .expired, .closed) { background: var(--warning); }

    .tabs {
      display: flex;
      gap: calc(var(--_1) * 4);
      padding-inline: calc(var(--_1) * 3);
      border-block: 1px solid var(--border);
    }
    .tabs label {
      display: flex;
      align-items: center;
      min-block-size: calc(var(--_1) * 8);
      border-block-end: 2px solid transparent;
      color: var(--muted);
    }
    .tabs label:has(:checked) { border-color: var(--accent); color: var(--text); font-weight: 600; }
    .tabs label:has(:focus-visible) { outline: 2px solid var(--engagement-color-focus, var(--accent)); }

    .page { max-block-size: min(var(--_1) * 80, 50vh); overflow-y: auto; padding: calc(var(--_1) * 2) calc(var(--_1) * 3) calc(var(--_1) * 3); }
    .none { padding-block: calc(var(--_1) * 2); color: var(--muted); text-wrap: pretty; }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: calc(var(--_1) * 0.5) calc(var(--_1) * 4); }
    dt { color: var(--muted); }
    dl + .title { margin-block-start: calc(var(--_1) * 3); font-weight: 600; }

    ol { list-style: none; }
    li { border-block-start: 1px solid var(--border); }
    li:first-child { border: 0; }
    .line {
      display: grid;
      grid-template-columns: calc(var(--_1) * 17) 1fr max-content;
      align-items: baseline;
      gap: calc(var(--_1) * 2);
      min-block-size: calc(var(--_1) * 7);
      padding-block: calc(var(--_1) * 0.5);
    }
    summary.line { list-style: none; }
    summary.line::-webkit-details-marker { display: none; }
    summary.line b::after { content: ' +' / ''; color: var(--muted); }
    details[open] > summary.line b::after { content: ' −' / ''; }
    .line b { font-weight: 600; }
    .sent, .live { color: var(--success); }
    :is(.rejected, .failed, .dropped, .error, .offline) { color: var(--warning); }
    .dot:is(.live, .offline) { color: inherit; }
    pre {
      padding: calc(var(--_1) * 1.5) calc(var(--_1) * 2);
      margin-block-end: calc(var(--_1) * 2);
      border-radius: calc(var(--_1) * 1);
      background: color-mix(in oklab, var(--text) 5%, transparent);
      font: calc(var(--_1) * 3) / 1.5 ui-monospace, monospace;
      white-space: pre-wrap;
    }
    button {
      margin-block-start: calc(var(--_1) * 1.5);
      min-block-size: calc(var(--_1) * 7);
      padding: 0 calc(var(--_1) * 2.5);
      border: 1px solid var(--control);
      border-radius: calc(var(--_1) * 1);
      background: none;
      color: inherit;
      font: inherit;
    }
    button:hover { border-color: var(--text); }

    @media (forced-colors: active) {
      .dot { background: CanvasText; }
      .tabs label:has(:checked) { border-color: Highlight; }
    }
  }
`;
