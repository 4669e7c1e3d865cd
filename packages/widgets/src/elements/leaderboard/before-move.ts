import { measure, motionIsWelcome, slide } from '../../internal/flip.ts';
import type { LeaderboardSettings } from './settings.ts';

/** Notes where the rows stand, and which one has the focus. The answer slides them from there, and gives the focus back. */
export function beforeMove(board: LeaderboardSettings): () => void {
  const { shadowRoot: root } = board;
  if (!root) return () => {};
  const focused = root.activeElement?.closest<HTMLElement>('[data-flip]')?.dataset.flip;
  const before = !board.noAnimation && motionIsWelcome() ? measure(root) : null;
  return () => {
    if (before) slide(root, before, board);
    if (!focused || root.activeElement) return; // a row that is put elsewhere loses it
    root.querySelector<HTMLElement>(`[data-flip="${CSS.escape(focused)}"] a`)?.focus({ preventScroll: true });
  };
}
