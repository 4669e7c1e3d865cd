import { announce, prepareAnnouncer } from '../../internal/announcer.ts';
import { measure, motionIsWelcome, slide } from '../../internal/flip.ts';
import type { Localize } from '../../internal/localize.ts';
import type { OwnRankChange } from './own-rank.ts';

// What only a board that changes needs. It is loaded once the first rows are on screen.

prepareAnnouncer();

/** Notes where the rows stand; the answer slides them from there. Null where motion is unwelcome. */
export function beforeMove(root: ParentNode, host: Element): (() => void) | null {
  if (!motionIsWelcome()) return null;
  const before = measure(root);
  return () => slide(root, before, host);
}

/** Says the reader's new rank to screen readers. */
export function announceRank({ from, to }: OwnRankChange, localize: Localize): void {
  const places = Math.abs(from - to);
  const key = to < from ? 'ownRankUp' : 'ownRankDown';
  announce(localize.say(key, localize.number(to), places, localize.number(places)), localize.lang());
}
