import { css } from 'lit';

/** The frame: surface, hairline, header, footer; and what stands in it when there is no data. */
export const frameStyles = css`
  @layer engagement {
    [part~='base'] {
      position: relative;
      isolation: isolate;
      background: var(--_surface);
      border: 1px solid var(--_border);
      border-radius: calc(var(--_radius) * 1.34);
      padding: var(--_5);
    }
    [part~='header'] {
      display: flex;
      flex-wrap: wrap;
      align-items: baseline;
      gap: var(--_1) var(--_4);
      margin-block-end: var(--_3);
    }
    [part~='heading'] {
      flex: 1 1 auto;
      display: grid;
      align-items: center;
      min-block-size: 1.25em;
      font-size: var(--_lead);
      font-weight: 600;
      line-height: 1.25;
      letter-spacing: -0.011em;
      text-wrap: balance;
    }

    /* The footer's lines are reserved by width, because its words arrive with the data. */
    [part~='footer'] {
      --_line: 1.5rem;
      display: flex;
      flex-wrap: wrap;
      align-content: flex-start;
      align-items: center;
      gap: 0 var(--_4);
      min-block-size: var(--_line);
      margin-block-start: var(--_3);
      color: var(--_muted);
    }
    [part~='footer'] > * { font-size: var(--_small); min-block-size: var(--_line); line-height: var(--_line); }
    .total, [part~='footer'] ::slotted(*) { margin-inline-start: auto; }
    [part~='footer'] ::slotted(*) { font-size: var(--_small); }
    [part~='pause-button'] {
      padding: 0;
      border: 0;
      background: none;
      min-inline-size: 1.5rem;
      color: inherit;
      text-decoration: underline;
      text-decoration-color: color-mix(in oklab, currentColor 35%, transparent);
      text-decoration-thickness: 1px;
      text-underline-offset: 0.2em;
      cursor: pointer;
    }
    [part~='pause-button']:hover { color: var(--_text); text-decoration-color: currentColor; }

    /* The status takes the place of "updated 12 s ago": nothing else moves. */
    [part~='status'] { display: flex; flex: 1; align-items: center; gap: var(--_2); }
    [part~='status'] svg { color: var(--_warning); }
    [part~='status'] b { color: var(--_text); font-weight: 600; }
    [part~='status'] [part~='retry-button'] {
      margin-inline-start: auto;
      padding: 0;
      border: 0;
      background: none;
      min-block-size: var(--_line);
      color: var(--_accent);
      font-weight: 600;
      text-decoration: underline;
      text-underline-offset: 0.2em;
      cursor: pointer;
    }

    .message { display: grid; justify-items: start; align-content: center; gap: var(--_3); }
    .message p { max-inline-size: 26em; text-wrap: pretty; }
    .message code { font-size: 0.9375em; overflow-wrap: anywhere; }
    .stack { inline-size: 8rem; block-size: auto; color: var(--_control); }

    .button {
      display: inline-flex;
      align-items: center;
      justify-content: center;
      min-block-size: 2.25rem;
      padding: 0 var(--_4);
      border: 1px solid var(--_control);
      border-radius: var(--_radius);
      background: none;
      color: var(--_text);
      font-size: 0.9375em;
      font-weight: 600;
      line-height: 1.2;
      white-space: nowrap;
      cursor: pointer;
      transition: background-color 120ms, border-color 120ms;
    }
    .button:hover { background: var(--_wash); border-color: var(--_text); }

    [part~='skeleton'] i, .bone { display: block; block-size: 0.625rem; background: var(--_border); border-radius: 1px; inline-size: var(--w); }
    /* A skeleton shows itself after 150 ms: what is faster needs none. */
    .loading :is([part~='body'], [part~='updated'], .bone) { animation: appear 0s 150ms backwards; }

    @container engagement (inline-size < 30rem) {
      [part~='footer'].slotted { min-block-size: calc(var(--_line) * 2); }
    }
    @container engagement (inline-size < 22rem) {
      [part~='base'] { padding: var(--_4); }
      [part~='footer'] { min-block-size: calc(var(--_line) * 2); }
      [part~='footer'].slotted { min-block-size: calc(var(--_line) * 3); }
    }
    @container engagement (inline-size < 16rem) {
      [part~='footer'] { min-block-size: calc(var(--_line) * 3); }
      [part~='footer'].slotted { min-block-size: calc(var(--_line) * 4); }
    }
  }
  @keyframes appear { from { opacity: 0; } }
`;
