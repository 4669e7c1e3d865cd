import { css } from 'lit';

/**
 * What every widget is before it shows anything: tokens with their standard values, type and scheme.
 * A name with a leading underscore is private; `--engagement-*` is the contract, set by the page on any ancestor.
 */
export const hostStyles = css`
  @layer engagement {
    :host {
      --_surface: var(--engagement-color-surface, light-dark(oklch(1 0 0), oklch(0.195 0.008 260)));
      --_text: var(--engagement-color-text, light-dark(oklch(0.225 0.018 260), oklch(0.945 0.004 260)));
      --_muted: var(--engagement-color-text-muted, light-dark(oklch(0.475 0.016 260), oklch(0.735 0.012 260)));
      --_border: var(--engagement-color-border, light-dark(oklch(0.9 0.005 260), oklch(0.325 0.012 260)));
      --_blue: light-dark(oklch(0.455 0.15 258), oklch(0.765 0.105 250));
      --_accent: var(--engagement-color-accent, var(--_blue));
      --_success: var(--engagement-color-success, light-dark(oklch(0.47 0.105 155), oklch(0.79 0.12 155)));
      --_gold: var(--engagement-color-gold, light-dark(oklch(0.815 0.125 86), oklch(0.82 0.115 86)));
      --_silver: var(--engagement-color-silver, light-dark(oklch(0.83 0.008 255), oklch(0.8 0.01 255)));
      --_bronze: var(--engagement-color-bronze, light-dark(oklch(0.72 0.09 54), oklch(0.71 0.085 54)));

      --_1: var(--engagement-space, 0.25rem);
      --_2: calc(var(--_1) * 2);
      --_3: calc(var(--_1) * 3);
      --_4: calc(var(--_1) * 4);
      --_radius: var(--engagement-radius, 0.375rem);
      --_row: var(--engagement-row-block-size, 2.75rem);
      --_avatar: var(--engagement-avatar-size, 2rem);
      --_small: 0.8125em; /* on leaves only, so that it never multiplies */

      display: block;
      box-sizing: border-box;
      max-inline-size: var(--engagement-max-inline-size, none);
      container: engagement / inline-size;
      color: var(--_text);
      font-family: var(--engagement-font-family, inherit);
      font-size: var(--engagement-font-size, inherit);
      line-height: 1.4;
      font-variant-numeric: tabular-nums lining-nums;
      text-align: start;
      overflow-wrap: break-word;
    }
    :host([hidden]) { display: none; }
    :host([theme='light']) { color-scheme: light; }
    :host([theme='dark']) { color-scheme: dark; }
    :host([density='compact']) {
      --_row: var(--engagement-row-block-size, 2.25rem);
      --_avatar: var(--engagement-avatar-size, 1.5rem);
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
