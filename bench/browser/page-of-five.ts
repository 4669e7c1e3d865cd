import { openMarket } from '../../examples/e2e/market.ts';
import { servePages } from '../../examples/e2e/pages.ts';
import { startPostgres } from '../../scripts/engines/postgres.ts';
import { median } from '../harness.ts';
import { openBrowser, openPage } from './browser.ts';
import { buildCdn } from './cdn.ts';

const LIMIT = 1.2;
const ROUNDS = 7;
const BOARDS = ['one', 'two', 'three', 'four', 'five'];

const html = (
  url: string,
  key: string,
  boards: readonly string[],
) => `<!doctype html><html lang="en"><title>Boards</title>
<script>
  window.filled = new Promise((resolve) => {
    let missing = ${boards.length};
    document.addEventListener('engagement-load', () => {
      if (--missing === 0) requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())));
    });
  });
</script>
<script async src="${url}/cdn/v1/engagement.js" data-key="${key}"></script>
${boards.map((board) => `<engagement-leaderboard board="${board}" limit="10"></engagement-leaderboard>`).join('\n')}`;

/** Five boards on a page against one, on a slow phone: milliseconds from navigation to the last rows on screen. */
export async function run(): Promise<void> {
  await buildCdn();
  const postgres = await startPostgres();
  const pages = await servePages();
  const market = await openMarket(postgres.url, [pages.origin], BOARDS);
  const browser = await openBrowser();
  const times = { one: [] as number[], five: [] as number[] };
  let requests = 0;
  try {
    pages.write('one', html(market.url, market.publishableKey, BOARDS.slice(0, 1)));
    pages.write('five', html(market.url, market.publishableKey, BOARDS));
    for (let round = 0; round <= ROUNDS; round++) {
      for (const name of round % 2 ? (['one', 'five'] as const) : (['five', 'one'] as const)) {
        const [page] = await openPage(browser, { cpu: 4, slow4g: true });
        await page.goto(`${pages.origin}/${name}/`);
        const time = (await page.evaluate('filled')) as number;
        const asked =
          "performance.getEntriesByType('resource').filter(({ name }) => name.includes('/v1/leaderboards')).length";
        if (name === 'five') requests = Math.max(requests, (await page.evaluate(asked)) as number);
        if (round > 0) times[name].push(time);
        await page.context().close();
      }
    }
  } finally {
    await browser.close();
    await market.stop();
    await pages.stop();
    await postgres.stop();
  }
  const [one, five] = [median(times.one), median(times.five)];
  const ratio = Number((five / one).toFixed(3));
  const passed = ratio <= LIMIT && requests === 1;
  console.log(
    `one board ${Math.round(one)} ms, five boards ${Math.round(five)} ms, ${requests} data request(s) for five`,
  );
  console.log(
    JSON.stringify({
      name: 'page-of-five',
      ratio,
      ours: Math.round(five),
      reference: Math.round(one),
      unit: 'ms',
      rounds: ROUNDS,
      requests,
      passed,
    }),
  );
  if (!passed) process.exit(1);
}
