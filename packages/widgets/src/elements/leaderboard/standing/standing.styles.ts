import { css } from 'lit';

export const standingStyles = css`
  @layer engagement {
    [part~='standing'] { display: flex; flex-wrap: wrap; align-items: center; gap: 0 var(--_3); align-self: end; margin: 0; min-block-size: calc(var(--_1) * 8); color: var(--_muted); font-size: var(--_small); }
    [part~='gap'] td { block-size: var(--_gap); color: var(--_muted); font-size: var(--_small); }
    [part~='why-button'] { min-block-size: calc(var(--_1) * 6); min-inline-size: calc(var(--_1) * 6); color: var(--_text); text-decoration-style: dotted; text-decoration-color: currentColor; }

    [part~='why'] {
      /* Of a size of its own, so that it goes where it has room and is not squeezed where it has none. */
      inline-size: min(var(--_1) * 92, calc(100vi - var(--_1) * 8));
      max-block-size: min(var(--_1) * 112, calc(100vb - var(--_1) * 8));
      padding: var(--_4);
      overflow: auto;
      border: 1px solid var(--_border);
      border-radius: calc(var(--_radius) * 1.34);
      background: var(--_surface);
      color: var(--_text);
      font-size: calc(1em / 0.8125); /* as the rows, and not as the line it is in */
      line-height: 1.4;
      box-shadow: var(--_shadow);
    }
    [part~='why']:popover-open { display: grid; gap: var(--_3); }
    @supports (position-area: block-start) {
      [part~='why'] { inset: auto; margin: var(--_2); position-area: block-start span-inline-end; position-try-fallbacks: flip-block, flip-inline, flip-block flip-inline, block-start span-all, block-end span-all; }
    }
    [part~='why'] .title { padding-inline-end: calc(var(--_1) * 8); font-weight: 600; }
    [part~='why'] .close { position: absolute; inset-block-start: var(--_3); inset-inline-end: var(--_3); inline-size: calc(var(--_1) * 7); block-size: calc(var(--_1) * 7); color: var(--_muted); font-size: 1.25em; line-height: 1; }
    [part~='why'] .close:hover { color: var(--_text); }

    /* Numbered steps on a thin line. */
    [part~='steps'], [part~='facts'] { margin: 0; padding: 0; list-style-type: ''; font-size: 0.9375em; }
    [part~='steps'] { counter-reset: step; }
    [part~='steps'] li { position: relative; padding-block-end: var(--_3); padding-inline-start: calc(var(--_1) * 8); counter-increment: step; }
    [part~='steps'] li::before {
      content: counter(step);
      position: absolute;
      inset-block-start: 0.05em;
      inset-inline-start: 0;
      display: grid;
      place-items: center;
      inline-size: calc(var(--_1) * 5.5);
      block-size: calc(var(--_1) * 5.5);
      border: 1px solid var(--_control);
      border-radius: 50%;
      background: var(--_surface);
      font-size: 0.8em;
      font-weight: 600;
    }
    [part~='steps'] li:not(:last-child)::after { content: ''; position: absolute; inset-block: calc(var(--_1) * 6) 0; inset-inline-start: calc(var(--_1) * 2.6); inline-size: 1px; background: var(--_border); }
    [part~='steps'] li:last-child { padding-block-end: 0; }
    .formula { display: block; color: var(--_muted); font-size: var(--_small); }
    [part~='steps']:dir(rtl) .formula { text-align: end; }
    [part~='facts'] li { display: grid; grid-template-columns: calc(var(--_1) * 16) minmax(0, 1fr) auto; gap: var(--_3); padding-block: var(--_1); border-block-start: 1px solid var(--_border); font-size: var(--_small); }
    [part~='why'] > .muted { font-size: var(--_small); }
    [part~='facts'] .n { padding: 0; font-weight: 600; }
  }
`;
