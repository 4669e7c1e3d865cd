import { css } from 'lit';

// Made of tokens/standard.tokens.json by `npm run tokens`.

/** Tokens: what the page set, else the standard value. A name with a leading underscore is private. */
export const tokenStyles = css`
  @layer engagement {
    :host {
      --_surface: var(--engagement-color-surface, light-dark(oklch(1 0 0), oklch(0.195 0.008 260)));
      --_text: var(--engagement-color-text, light-dark(oklch(0.225 0.018 260), oklch(0.945 0.004 260)));
      --_muted: var(--engagement-color-text-muted, light-dark(oklch(0.475 0.016 260), oklch(0.735 0.012 260)));
      --_border: var(--engagement-color-border, light-dark(oklch(0.9 0.005 260), oklch(0.325 0.012 260)));
      --_accent: var(--engagement-color-accent, light-dark(oklch(0.455 0.15 258), oklch(0.765 0.105 250)));
      --_success: var(--engagement-color-success, light-dark(oklch(0.47 0.105 155), oklch(0.79 0.12 155)));
      --_gold: var(--engagement-color-gold, light-dark(oklch(0.815 0.125 86), oklch(0.82 0.115 86)));
      --_silver: var(--engagement-color-silver, light-dark(oklch(0.83 0.008 255), oklch(0.8 0.01 255)));
      --_bronze: var(--engagement-color-bronze, light-dark(oklch(0.72 0.09 54), oklch(0.71 0.085 54)));
      --_1: var(--engagement-space, max(0.25rem, 4px));
      --_radius: var(--engagement-radius, max(0.375rem, 6px));
      --_frame-border-width: var(--engagement-frame-border-width, 1px);
      --_frame-padding: var(--engagement-frame-padding, calc(var(--_1) * 5));
      --_avatar: var(--engagement-avatar-size, max(2rem, 32px));
      --_row: var(--engagement-row-block-size, max(2.75rem, 44px));
    }
  }
`;
