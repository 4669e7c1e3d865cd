import { css } from 'lit';

/** Looks of what comes after the rows. It changes no size: the boxes are there before. */
export const afterRowsStyles = css`
  @layer engagement {
    [part~='avatar'] {
      position: relative;
      grid-template: 100% / 100%;
      place-items: center;
      overflow: hidden;
      background: light-dark(oklch(0.925 0.028 var(--hue)), oklch(0.355 0.032 var(--hue)));
      color: light-dark(oklch(0.4 0.06 var(--hue)), oklch(0.905 0.035 var(--hue)));
      font-weight: 600;
      letter-spacing: 0.01em;
      line-height: 1;
    }
    .square { border-radius: 22%; }
    [part~='avatar'] :is(svg, img) { inline-size: 100%; block-size: 100%; }
    img { position: absolute; inset: 0; object-fit: cover; }

    .refreshing { overflow: clip; }
    .refreshing::before { content: ''; position: absolute; inset-block-start: -1px; inset-inline: -1px 55%; block-size: 2px; background: var(--_accent); }

    .total, [part~='status'] .link { margin-inline-start: auto; }
    [part~='pause-button'] { min-inline-size: calc(var(--_1) * 6); }
    [part~='pause-button']:hover { color: var(--_text); }
    /* The status takes the place of "updated 12 s ago": nothing else moves. */
    [part~='status'] { display: flex; flex: 1; align-items: center; gap: var(--_2); }
    [part~='status'] svg { color: var(--_warning); }
    [part~='status'] b { color: var(--_text); font-weight: 600; }
    [part~='status'] .link { min-block-size: var(--_line); color: var(--_accent); font-weight: 600; text-decoration-color: currentColor; }
    [part~='load-more'] { min-block-size: var(--_line); color: var(--_text); }
    @container engagement (inline-size < 30em) { span.total { display: none; } }

    /* The own row's tint hangs into the padding, so the columns stay in line. */
    [part~='row-current'] > :first-child::before {
      content: '';
      position: absolute;
      z-index: -1;
      inset-block: 0;
      inset-inline: calc(0px - var(--_3));
      border-inline-start: 3px solid var(--_accent);
      background: var(--engagement-leaderboard-current-color, color-mix(in oklab, var(--_accent) 8%, var(--_surface)));
    }
    .tie { font-size: 0.875em; line-height: 1.7; }
    /* An equals sign stands between the tint's edge and its figure. */
    [part~='row-current'] > :has(.tie)::before { inset-inline-start: calc(var(--_1) * -4.5); }
    @container engagement (inline-size < 22em) {
      [part~='row-current'] > :has(.tie)::before { inset-inline-start: calc(1px - var(--_4)); border-inline-start-width: 2px; }
      .period { display: none; }
    }

    /* Its figure has an equals sign beside it. */
    .sr + .medal text { font-size: 10px; letter-spacing: -0.5px; }
    circle {
      stroke: light-dark(
        color-mix(in oklab, var(--_metal) 58%, oklch(0.3 0.04 60)),
        color-mix(in oklab, var(--_metal) 74%, oklch(0.2 0.02 60))
      );
    }

    /* Lights up for a moment when its number has changed. */
    [part~='score'] { position: relative; }
    [part~='score']::before { content: ''; position: absolute; z-index: -1; inset-block: var(--_2); inset-inline: var(--_1) 0; border-radius: var(--_radius); background: var(--_accent); opacity: 0; }

    @media (forced-colors: active) {
      i { border: 1px solid CanvasText; }
      [part~='row'] > :first-child::after { background: CanvasText; forced-color-adjust: none; }
      [part~='row-current'] { outline: 2px solid Highlight; outline-offset: 3px; }
      [part~='row-current'] > :first-child::before { border: 0; }
      .face { fill: Canvas; stroke: CanvasText; }
      .medal text { fill: CanvasText; }
      [part~='avatar'] { border: 1px solid CanvasText; }
    }
  }
`;
