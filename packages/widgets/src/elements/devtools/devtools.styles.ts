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
      inset-block-end: 0.75rem;
      inset-inline-end: 0.75rem;
      inline-size: min(26rem, calc(100vw - 1.5rem));
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
      border-radius: var(--engagement-radius, 0.375rem);
      background: var(--surface);
      color: var(--text);
      font: 400 0.8125rem / 1.5 system-ui, sans-serif;
      font-variant-numeric: tabular-nums;
      overflow-wrap: anywhere;
    }
    :host([floating]) .box { box-shadow: 0 0.5rem 2rem oklch(0 0 0 / 0.18); }

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
      gap: 0.5rem;
      min-block-size: 2.25rem;
      padding-inline: 0.75rem;
      font-weight: 600;
    }
    .head .muted { margin-inline-start: auto; font-weight: 400; }
    .dot { inline-size: 0.5rem; block-size: 0.5rem; border-radius: 50%; background: var(--muted); }
    .dot.live { background: var(--success); }
    .dot:is(.offline, .expired, .closed) { background: var(--warning); }

    .tabs {
      display: flex;
      gap: 1rem;
      padding-inline: 0.75rem;
      border-block: 1px solid var(--border);
    }
    .tabs label {
      display: flex;
      align-items: center;
      min-block-size: 2rem;
      border-block-end: 2px solid transparent;
      color: var(--muted);
    }
    .tabs label:has(:checked) { border-color: var(--accent); color: var(--text); font-weight: 600; }
    .tabs label:has(:focus-visible) { outline: 2px solid var(--engagement-color-focus, var(--accent)); }

    .page { max-block-size: min(20rem, 50vh); overflow-y: auto; padding: 0.5rem 0.75rem 0.75rem; }
    .none { padding-block: 0.5rem; color: var(--muted); text-wrap: pretty; }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.125rem 1rem; }
    dt { color: var(--muted); }
    dl + .title { margin-block-start: 0.75rem; font-weight: 600; }

    ol { list-style: none; }
    li { border-block-start: 1px solid var(--border); }
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
    summary.line b::after { content: ' +' / ''; color: var(--muted); }
    details[open] > summary.line b::after { content: ' −' / ''; }
    .line b { font-weight: 600; }
    .sent, .live { color: var(--success); }
    :is(.rejected, .failed, .dropped, .error, .offline) { color: var(--warning); }
    .dot:is(.live, .offline) { color: inherit; }
    pre {
      padding: 0.375rem 0.5rem;
      margin-block-end: 0.5rem;
      border-radius: 0.25rem;
      background: color-mix(in oklab, var(--text) 5%, transparent);
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
    button:hover { border-color: var(--text); }

    @media (forced-colors: active) {
      .dot { background: CanvasText; }
      .tabs label:has(:checked) { border-color: Highlight; }
    }
  }
`;
