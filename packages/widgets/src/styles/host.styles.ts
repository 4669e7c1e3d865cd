import { css } from 'lit';

/** What every widget is before it shows anything: type, scheme, controls, and a box that the page's rules stop at. */
export const hostStyles = css`
  @layer engagement {
    :host {
      --_2: calc(var(--_1) * 2);
      --_3: calc(var(--_1) * 3);
      --_4: calc(var(--_1) * 4);
      --_small: 0.8125em; /* on leaves only, so that it never multiplies */

      display: block;
      max-inline-size: var(--engagement-max-inline-size, none);
    }
    :host([hidden]) { display: none; }
    :host([theme='light']) { color-scheme: light; }
    :host([theme='dark']) { color-scheme: dark; }
    :host([density='compact']) {
      --_row: var(--engagement-row-block-size, max(2.25rem, 36px));
      --_avatar: var(--engagement-avatar-size, max(1.5rem, 24px));
    }

    /* A page styles the host as it likes, with a reset too, so the box inside it takes over: font, size, scheme and
       direction of the page come in, and nothing else that is inherited. */
    .box {
      all: initial;
      display: block;
      container: engagement / inline-size;
      color-scheme: inherit;
      visibility: inherit;
      pointer-events: inherit;
      color: var(--_text);
      font-family: var(--engagement-font-family, inherit);
      font-size: var(--engagement-font-size, inherit);
      line-height: 1.4;
      font-variant-numeric: tabular-nums lining-nums;
      overflow-wrap: break-word;
      -webkit-locale: inherit; /* shapes of letters by language */
    }

    *, ::before, ::after { box-sizing: border-box; }
    svg { display: block; flex: none; }

    a { color: inherit; }

    .muted { color: var(--_muted); }
    .sr {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
      white-space: nowrap;
    }
  }
`;
