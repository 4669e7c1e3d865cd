import '../../internal/later-words.ts';
import type { LitElement } from 'lit';
import { prepareAnnouncer } from '../../internal/announcer.ts';
import { Clock } from '../../internal/clock.ts';

// Loaded with the first rows of a page, for all its boards.

export { avatar } from '../../parts/avatar.ts';
export { dottedPodium } from '../../parts/dotted-podium.ts';
export { afterRowsStyles as styles } from './after-rows.styles.ts';
export { beforeMove } from './before-move.ts';
export { footnote, more } from './footer.ts';
export { periodLabel } from './period-label.ts';
export { emptyHint, reason, requestId } from './reasons.ts';
export { tellMoves } from './tell-moves.ts';

prepareAnnouncer();

/** Completes a board that shows its first rows. */
export function arrive(board: LitElement): void {
  new Clock(board);
}
