import { css } from 'lit';

// Made of tokens/standard.tokens.json by `npm run tokens`.

/** Tokens of what comes after the first rows: what the page set, else the standard value. A name with a leading underscore is private. */
export const laterTokenStyles = css`
  @layer engagement {
    :host {
      --_warning: var(--engagement-color-warning, light-dark(oklch(0.505 0.105 65), oklch(0.825 0.115 80)));
      --_focus: var(--engagement-color-focus, var(--_accent));
      --_shadow: var(--engagement-shadow, 0px 0.5rem 1.5rem -0.75rem light-dark(oklch(0 0 0 / 0.22), oklch(0 0 0 / 0.7)));
      --_focus-width: var(--engagement-focus-width, 2px);
    }
  }
`;
