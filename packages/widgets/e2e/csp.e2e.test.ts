import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { amara, boardPage } from '../src/testing/people.ts';
import { BOARDS, document } from './markup.ts';
import { type Site, startSite } from './site.ts';

// The policies of docs/widgets.md, for an engagement server on the page's own origin.
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html',
].join('; ');
const LISTENER = `window.violations = [];
document.addEventListener('securitypolicyviolation', ({ violatedDirective, sample, sourceFile }) =>
  violations.push([violatedDirective, sample, sourceFile]));`;
const SHOW = `const page = ${JSON.stringify(boardPage({ me: amara }))};
window.showBoards = () => {
  for (const board of document.querySelectorAll('engagement-leaderboard')) board.data = page;
};`;
const HEAD = '<script src="/listener.js"></script><link rel="stylesheet" href="/widgets/reserve.css">';
const CDN = '<script async src="/cdn/v1/engagement.js" data-key="pk_test_1" data-realtime="off"></script>';

let site: Site;

beforeAll(async () => {
  const page = (scripts: string) => ({ html: document(BOARDS, { head: HEAD + scripts, lang: 'de' }), policy: POLICY });
  site = await startSite({
    '/npm': page('<script type="module" src="/app/app.js"></script>'),
    '/script-tag': page(`${CDN}<script type="module" src="/show.js"></script>`),
    '/unsafe': page('<script>window.ran = true</script>'),
    '/listener.js': { html: LISTENER },
    '/show.js': { html: SHOW },
  });
});
afterAll(() => site.close());

const violations = (page: Page) => page.evaluate('violations');

test.each(['/npm', '/script-tag'])('Widgets break no rule of a strict policy with trusted types: %s', async (path) => {
  const page = await site.open(path);
  // waiting by a function would have Playwright evaluate a text, which the policy forbids
  await page.locator('engagement-leaderboard:defined').first().waitFor();
  await page.evaluate('showBoards()');
  // in German, which comes in a chunk of its own, and with what comes after the rows
  await page.getByText('16.–22. November').last().waitFor();
  await page.getByRole('columnheader', { name: 'Creator' }).first().waitFor();
  expect(await violations(page)).toEqual([]);
});

test('The listener hears of a rule that is broken', async () => {
  const page = await site.open('/unsafe');
  expect(await violations(page)).toEqual([[expect.stringMatching('script-src'), '', expect.any(String)]]);
  expect(await page.evaluate('window.ran')).toBeUndefined();
});
