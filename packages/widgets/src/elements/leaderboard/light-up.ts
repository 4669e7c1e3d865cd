import type { BoardPage } from '@engagement/sdk';
import { everyone } from './rows.ts';

const LASTS = 600;
/** More at once would be a flicker. */
const MOST = 50;

/** Lets the scores that changed from one page to the next light up once, and fade. Only opacity: nothing is laid out again. */
export function lightUp(root: ParentNode, before: BoardPage, after: BoardPage): void {
  const past = new Map(everyone(before).map(({ id, score }) => [id, score]));
  const changed = everyone(after).filter(({ id, score }) => past.has(id) && past.get(id) !== score);
  const ids = new Set(changed.map(({ id }) => id));
  if (ids.size > MOST) return;
  for (const id of ids) {
    root
      .querySelector(`[data-flip="${CSS.escape(id)}"] > [part~="score"]`)
      ?.animate([{ opacity: 0.22 }, { opacity: 0 }], {
        duration: LASTS,
        easing: 'ease-out',
        pseudoElement: '::before',
      });
  }
}
