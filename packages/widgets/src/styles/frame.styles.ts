import { css } from 'lit';

/** The frame: surface, hairline, header, footer; and what stands in it when there is no data. */
export const frameStyles = css`
  @layer engagement {
    [part~='base'] {
      position: relative;
      isolation: isolate;
      background: var(--_surface);
      border: var(--_frame-border-width) solid var(--_border);
      border-radius: calc(var(--_radius) * 1.34);
      padding: var(--_frame-padding);
    }
    [part~='header'] { display: flex; flex-wrap: wrap; align-items: center; gap: 0 var(--_4); margin-block-end: var(--_3); }
    [part~='heading'], ::slotted([slot='heading']) { flex: 1; min-inline-size: 0; }
    [part~='heading'] {
      display: grid;
      align-items: center;
      min-block-size: 1.25em;
      font-size: 1.125em;
      font-weight: 600;
      line-height: 1.25;
      letter-spacing: -0.011em;
      text-wrap: balance;
    }

    /* The footer's lines are reserved by width, because its words arrive with the data. */
    [part~='footer'] {
      --_line: calc(var(--_1) * 6);
      display: flex;
      flex-wrap: wrap;
      align-content: center;
      align-items: center;
      gap: 0 var(--_4);
      min-block-size: calc(var(--_line) * (var(--_lines, 1) + var(--_slotted-lines, 0)));
      margin-block-start: var(--_3);
      color: var(--_muted);
    }
    [part~='footer'] > * { min-block-size: var(--_line); font-size: var(--_small); line-height: var(--_line); }

    ::slotted([slot='footer']) { margin-inline-start: auto; }

    .message { display: grid; grid-row: 1 / -1; justify-items: start; align-content: center; gap: var(--_3); }
    .message p { margin: 0; max-inline-size: 26em; }

    /* Where words will come. */
    i { display: block; block-size: 0.625em; background: var(--_border); }
    /* A skeleton shows itself after 150 ms: what is faster needs none. */
    .loading :is([part~='body'], [part~='updated'], [part~='heading'] i) { animation: appear 0s 150ms backwards; }

    @container engagement (inline-size < 30em) {
      .slotted { --_slotted-lines: 1; }
    }
    @container engagement (inline-size < 22em) {
      [part~='base'] { padding: min(var(--_frame-padding), var(--_4)); }
      [part~='footer'] { --_lines: 2; }
    }
  }
  @keyframes appear { from { opacity: 0; } }
`;
