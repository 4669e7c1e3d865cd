/** Waits until widgets have loaded what they load after their rows: two frames in which nothing changes or moves, or a second. */
export async function settled(place: Element): Promise<void> {
  const end = performance.now() + 1000;
  let before = '';
  let still = 0;
  while (still < 2 && performance.now() < end) {
    await new Promise(requestAnimationFrame);
    await new Promise((done) => setTimeout(done, 16));
    const now = contentOf(place);
    still = now === before && !moving(place) ? still + 1 : 0;
    before = now;
  }
}

const moving = (place: Element) =>
  [...place.querySelectorAll('*')].some(({ shadowRoot }) => shadowRoot?.getAnimations().some(ends));

const contentOf = (place: Element): string =>
  [...place.querySelectorAll('*')].map(({ shadowRoot }) => shadowRoot?.innerHTML ?? '').join('');

/** A skeleton's own rhythm never ends, and nobody waits for it. */
const ends = ({ playState, effect }: Animation) =>
  playState === 'running' && effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY;
