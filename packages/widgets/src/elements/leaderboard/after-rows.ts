import type { LitElement } from 'lit';
import { Clock } from '../../internal/clock.ts';
import { controlsStyles } from '../../styles/controls.styles.ts';
import { laterTokenStyles } from '../../styles/later-tokens.styles.ts';
import { afterRowsStyles } from './after-rows.styles.ts';

// Loaded with the first rows of a page, for all its boards.

export { advice } from './advice.ts';
export { footnote, more } from './footer.ts';
export { periodLabel } from './period-label.ts';
export { picture } from './picture.ts';
export { placesOf } from './places.ts';

export const styles = [laterTokenStyles, controlsStyles, afterRowsStyles];

/** Completes a board that shows its first rows. */
export function arrive(board: LitElement): void {
  new Clock(board);
}
