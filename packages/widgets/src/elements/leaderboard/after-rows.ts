import type { BoardPage } from '@engagement/sdk';
import type { LitElement } from 'lit';
import { announce, prepareAnnouncer } from '../../internal/announcer.ts';
import { Clock } from '../../internal/clock.ts';
import { measure, motionIsWelcome, slide } from '../../internal/flip.ts';
import type { Localize } from '../../internal/localize.ts';
import { afterRowsStyles } from './after-rows.styles.ts';
import type { Send } from './events.ts';
import { ownRankChange } from './own-rank.ts';

// Loaded once the first rows of a page are on screen, for all its boards.

export { avatar } from '../../parts/avatar.ts';
export { dottedPodium } from '../../parts/dotted-podium.ts';
export { footnote, total } from './footer.ts';
export { periodLabel } from './period-label.ts';

prepareAnnouncer();

/** Completes a board that shows its first rows. */
export function arrive(board: LitElement): void {
  const { styleSheet } = afterRowsStyles;
  if (styleSheet) board.shadowRoot?.adoptedStyleSheets.push(styleSheet);
  new Clock(board);
  board.requestUpdate();
}

/** Notes where the rows stand; the answer slides them from there. Null where motion is unwelcome. */
export function beforeMove(root: ParentNode, host: Element): (() => void) | null {
  if (!motionIsWelcome()) return null;
  const before = measure(root);
  return () => slide(root, before, host);
}

/** Tells the page and screen readers when the reader's own rank changed from one page to the next. */
export function tellOwnRank(before: BoardPage, after: BoardPage, send: Send, localize: Localize): void {
  const change = ownRankChange(before, after);
  if (!change) return;
  send('engagement-rank-change', change);
  const { from, to } = change;
  const places = Math.abs(from - to);
  const key = to < from ? 'ownRankUp' : 'ownRankDown';
  announce(localize.say(key, localize.number(to), places, localize.number(places)), localize.lang());
}
