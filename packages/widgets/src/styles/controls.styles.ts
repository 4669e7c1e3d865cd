import { css } from 'lit';

/** Buttons, links and focus. They move and change the size of nothing that is there before them. */
export const controlsStyles = css`
  @layer engagement {
    :host {
      /* Mixed colours: they follow whatever the page sets. */
      --_control: color-mix(in oklab, var(--_muted) 76%, var(--_surface)); /* control edges, 3:1 */
    }
    button {
      padding: 0;
      border: 0;
      background: none;
      color: inherit;
      font: inherit;
      letter-spacing: inherit;
      cursor: pointer;
    }
    :focus-visible {
      outline: var(--_focus-width) solid var(--_focus);
      outline-offset: 2px;
      border-radius: 2px;
    }

    a, .link {
      text-decoration: underline;
      text-decoration-color: color-mix(in oklab, currentColor 35%, transparent);
      text-decoration-thickness: 1px;
      text-underline-offset: 0.2em;
    }
    :is(a, .link):hover { text-decoration-color: currentColor; }

    .button {
      min-block-size: calc(var(--_1) * 9);
      padding: 0 var(--_4);
      border: 1px solid var(--_control);
      border-radius: var(--_radius);
      color: var(--_text);
      font-size: 0.9375em;
      font-weight: 600;
      line-height: 1.2;
      white-space: nowrap;
      transition: background-color 120ms, border-color 120ms;
    }
    .button:hover { background: color-mix(in oklab, var(--_text) 5%, transparent); border-color: var(--_text); }

    .small { font-size: var(--_small); }
    .stack { inline-size: calc(var(--_1) * 32); block-size: calc(var(--_1) * 16); color: var(--_control); }
    .message p { text-wrap: pretty; }
    /* Letter-spacing breaks joined scripts. */
    :is(:lang(ar), :lang(fa), :lang(ur)) [part] { letter-spacing: 0; }
  }
`;
