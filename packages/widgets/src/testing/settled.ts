/** Waits until widgets have loaded what they load after their rows: two frames in which nothing changes, or a second. */
export async function settled(place: Element): Promise<void> {
  const end = performance.now() + 1000;
  let before = '';
  let still = 0;
  while (still < 2 && performance.now() < end) {
    await new Promise(requestAnimationFrame);
    await new Promise((done) => setTimeout(done, 16));
    const now = contentOf(place);
    still = now === before ? still + 1 : 0;
    before = now;
  }
}

const contentOf = (place: Element): string =>
  [...place.querySelectorAll('*')].map(({ shadowRoot }) => shadowRoot?.innerHTML ?? '').join('');
