import { css } from 'lit';

export const standingStyles = css`
  @layer engagement {
    [part~='standing'] { display: flex; flex-wrap: wrap; align-items: center; gap: 0 var(--_3); align-self: end; margin: 0; min-block-size: 2rem; color: var(--_muted); font-size: var(--_small); }
    [part~='why-button'] { min-block-size: 1.5rem; min-inline-size: 1.5rem; color: var(--_text); text-decoration-style: dotted; text-decoration-color: currentColor; }

    [part~='why'] {
      max-inline-size: min(26rem, calc(100vi - 2rem));
      max-block-size: min(28rem, calc(100vb - 2rem));
      padding: var(--_4);
      overflow: auto;
      border: 1px solid var(--_border);
      border-radius: calc(var(--_radius) * 1.34);
      background: var(--_surface);
      color: var(--_text);
      font-size: 1rem;
      line-height: 1.4;
      box-shadow: var(--engagement-shadow, 0 8px 24px light-dark(oklch(0.2 0.02 260 / 0.14), oklch(0 0 0 / 0.5)));
    }
    [part~='why']:popover-open { display: grid; gap: var(--_3); }
    @supports (position-area: block-start) {
      [part~='why'] { inset: auto; margin: var(--_2) 0; position-area: block-start span-inline-end; position-try-fallbacks: flip-block, flip-inline, flip-block flip-inline; }
    }
    [part~='why'] .title { padding-inline-end: 2rem; font-weight: 600; }
    [part~='why'] .close { position: absolute; inset-block-start: var(--_3); inset-inline-end: var(--_3); inline-size: 1.75rem; block-size: 1.75rem; color: var(--_muted); font-size: 1.25em; line-height: 1; }
    [part~='why'] .close:hover { color: var(--_text); }

    /* Numbered steps on a thin line. */
    [part~='steps'], [part~='facts'] { margin: 0; padding: 0; list-style-type: ''; font-size: 0.9375em; }
    [part~='steps'] { counter-reset: step; }
    [part~='steps'] li { position: relative; padding: 0 0 var(--_3) 2rem; counter-increment: step; text-align: left; }
    [part~='steps'] li::before {
      content: counter(step);
      position: absolute;
      inset: 0.05em auto auto 0;
      display: grid;
      place-items: center;
      inline-size: 1.375rem;
      block-size: 1.375rem;
      border: 1px solid var(--_control);
      border-radius: 50%;
      background: var(--_surface);
      font-size: 0.75rem;
      font-weight: 600;
    }
    [part~='steps'] li:not(:last-child)::after { content: ''; position: absolute; inset: 1.5rem auto 0 0.65rem; inline-size: 1px; background: var(--_border); }
    [part~='steps'] li:last-child { padding-block-end: 0; }
    [part~='facts'] li { display: grid; grid-template-columns: 4rem minmax(0, 1fr) auto; gap: var(--_3); padding-block: var(--_1); border-block-start: 1px solid var(--_border); font-size: var(--_small); }
    [part~='facts'] .n { padding: 0; font-weight: 600; }
  }
`;
