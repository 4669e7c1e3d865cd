import { docsOf } from '../internal/docs-of.ts';

const TAGS: Record<string, () => Promise<unknown>> = {
  'engagement-devtools': () => import('../devtools.ts'),
  'engagement-leaderboard': () => import('../leaderboard.ts'),
  'engagement-provider': () => import('../provider.ts'),
};

const asked = new Set<string>();

/** Loads the code of each of our tags when it is first seen, now or later. */
export function autoload(root: Document): void {
  discover(root);
  const observer = new MutationObserver((changes) => {
    for (const { addedNodes } of changes) for (const node of addedNodes) if (node instanceof Element) discover(node);
  });
  observer.observe(root.documentElement, { childList: true, subtree: true });
}

function discover(root: Document | Element): void {
  if (root instanceof Element) load(root.localName);
  for (const element of root.querySelectorAll(':not(:defined)')) load(element.localName);
}

function load(tag: string): void {
  const code = TAGS[tag];
  if (!code || asked.has(tag)) return;
  asked.add(tag);
  code().catch((error: unknown) => {
    asked.delete(tag); // the next one that is seen tries again
    console.error(`[engagement] <${tag}> did not load. (script-missing) ${docsOf('script-missing')}`, error);
  });
}
