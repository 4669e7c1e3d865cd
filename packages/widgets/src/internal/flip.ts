const MOST_MOVES = 50;

type Tops = ReadonlyMap<string, number>;

const rowsOf = (root: ParentNode) => root.querySelectorAll<HTMLElement>('[data-flip]');

/** Where each marked row stands, before a change. */
export function measure(root: ParentNode): Tops {
  const tops = new Map<string, number>();
  for (const row of rowsOf(root)) tops.set(row.dataset.flip ?? '', row.offsetTop);
  return tops;
}

/** Slides rows from where they stood to where they stand now. Only transforms: nothing is laid out again. */
export function slide(root: ParentNode, before: Tops, host: Element): void {
  const moves: Array<{ row: HTMLElement; by: number }> = [];
  for (const row of rowsOf(root)) {
    const top = before.get(row.dataset.flip ?? '');
    if (top !== undefined && top !== row.offsetTop) moves.push({ row, by: top - row.offsetTop });
  }
  if (moves.length === 0 || moves.length > MOST_MOVES) return;
  const timing = motionTiming(host);
  for (const { row, by } of moves) {
    row.animate([{ transform: `translateY(${by}px)` }, { transform: 'none' }], timing);
  }
}

/** False where motion is unwelcome or unseen. */
export function motionIsWelcome(): boolean {
  return !document.hidden && !matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** The page's motion tokens, for the Web Animations API. */
function motionTiming(element: Element): { duration: number; easing: string } {
  const styles = getComputedStyle(element);
  const [, figure, unit] =
    /^([\d.]+)(ms|s)$/.exec(styles.getPropertyValue('--engagement-motion-duration').trim()) ?? [];
  const easing = styles.getPropertyValue('--engagement-motion-easing').trim();
  return {
    duration: figure ? Number(figure) * (unit === 's' ? 1000 : 1) : 250,
    easing: easing || 'cubic-bezier(0.2, 0, 0, 1)',
  };
}
