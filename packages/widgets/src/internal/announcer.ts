const INTERVAL = 10_000;
const MARK = 'data-engagement-announcer';
/** Out of sight, and heard. */
const UNSEEN = {
  display: 'block',
  visibility: 'visible',
  position: 'absolute',
  'inline-size': '1px',
  'block-size': '1px',
  overflow: 'hidden',
  'clip-path': 'inset(50%)',
  'white-space': 'nowrap',
};

let lastSpoken = Number.NEGATIVE_INFINITY;
let waiting: { text: string; lang: string } | null = null;

/**
 * Puts the page's one live region under `<body>`. It stands in light DOM, before there is anything to say:
 * screen readers miss regions in shadow roots, and regions that arrive together with their text.
 */
export function prepareAnnouncer(): HTMLElement {
  const present = document.querySelector<HTMLElement>(`[${MARK}]`);
  if (present) return present;
  const region = document.createElement('div');
  region.setAttribute(MARK, '');
  region.setAttribute('role', 'status');
  region.setAttribute('aria-live', 'polite');
  // important, because a page that hides a `div` does not mean this one
  for (const [property, value] of Object.entries(UNSEEN)) region.style.setProperty(property, value, 'important');
  document.body.append(region);
  return region;
}

/** Says a sentence to screen readers, at most one every ten seconds; of those that come sooner the newest is kept. */
export function announce(text: string, lang: string): void {
  const scheduled = waiting !== null;
  waiting = { text, lang };
  if (scheduled) return;
  const wait = Math.max(0, lastSpoken + INTERVAL - performance.now());
  setTimeout(speak, wait);
}

function speak(): void {
  if (!waiting) return;
  const { text, lang } = waiting;
  waiting = null;
  lastSpoken = performance.now();
  const region = prepareAnnouncer();
  region.lang = lang;
  region.textContent = '';
  // an emptied region that is filled a moment later is read even when the sentence is the same
  setTimeout(() => {
    region.textContent = text;
  }, 100);
}
