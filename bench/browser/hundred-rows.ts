import { servePages } from '../../examples/e2e/pages.ts';
import { openBrowser, openPage } from './browser.ts';
import { buildCdn, cdnFolder } from './cdn.ts';

const LONGEST_TASK = 50;
const HEAP_GROWTH = 1.05;
const SECONDS = 60;
const UPDATES = 1000;

const HTML = `<!doctype html><html lang="en"><title>A hundred rows</title>
<script async src="/cdn/engagement.js" data-key="pk_test_1" data-realtime="off"></script>
<engagement-leaderboard limit="100"></engagement-leaderboard>
<script>
  const board = document.querySelector('engagement-leaderboard');
  const scores = Array.from({ length: 100 }, (_, at) => ({ id: 'p' + at, name: 'Person ' + at, score: 10_000 - at * 50 }));
  let version = 0;
  const page = () => ({
    board: { key: 'makers', name: 'Makers', subject: 'creator', score: 'total', direction: 'descending', ranks: 'competition',
      windows: ['week'], segments: [], unit: { label: 'sales', currency: null }, scale: 0 },
    period: { key: '2026-W47', window: 'week', start: null, end: null, label: 'Week 47', sealed: false },
    segment: null, me: null, total: 100, version: ++version, nextCursor: null,
    data: scores.map((one, at) => ({ ...one, rank: at + 1, previousRank: null, image: null, url: null, tied: false, isMe: false })),
  });
  /** Ten entries gain, and overtake some. */
  window.update = async () => {
    for (let n = 0; n < 10; n++) scores[(version * 7 + n * 13) % 100].score += 120;
    scores.sort((a, b) => b.score - a.score);
    board.data = page();
    await board.updateComplete;
  };
</script>`;

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** Microseconds of the processor. */
  tdur?: number;
  args: { name?: string };
}

/** Milliseconds that the longest task of a page's main thread had the processor: others on the machine do not count. */
function longestTask(events: TraceEvent[]): number {
  const main = events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain');
  const threads = new Set(main.map(({ pid, tid }) => `${pid} ${tid}`));
  const tasks = events.filter(({ name, pid, tid }) => name.endsWith('RunTask') && threads.has(`${pid} ${tid}`));
  if (!tasks.some(({ tdur }) => tdur)) throw new Error('The trace has no times of the processor');
  return Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000;
}

/** A board of a hundred rows that changes every second, and then a thousand times. */
export async function run(): Promise<void> {
  await buildCdn();
  const pages = await servePages();
  pages.serve('cdn', cdnFolder);
  pages.write('rows', HTML);
  const browser = await openBrowser();
  try {
    const [page, devtools] = await openPage(browser);
    await page.goto(`${pages.origin}/rows/`);
    await page.evaluate("customElements.whenDefined('engagement-leaderboard').then(update)");
    await page.getByRole('rowheader', { name: 'Person 99' }).waitFor();
    await devtools.send('Performance.enable');
    // what is loaded once, after the first rows, is no growth
    const repeat = (times: number, pause: number) =>
      page.evaluate(
        `(async () => { for (let n = 0; n < ${times}; n++) { await update(); await new Promise((next) => setTimeout(next, ${pause})); } })()`,
      );
    await repeat(200, 0);
    const measure = async () => {
      await devtools.send('HeapProfiler.collectGarbage');
      const { usedSize } = await devtools.send('Runtime.getHeapUsage');
      const { metrics } = await devtools.send('Performance.getMetrics');
      // Lit keeps the templates that it clones, and nothing else may be kept
      const { detachedNodes } = await devtools.send('DOM.getDetachedDomNodes');
      return {
        heap: usedSize,
        nodes: metrics.find(({ name }) => name === 'Nodes')?.value ?? 0,
        detached: detachedNodes.filter(({ treeNode }) => treeNode.nodeName !== 'TEMPLATE').length,
      };
    };
    await browser.startTracing(page, { categories: ['toplevel'] });
    await repeat(SECONDS, 1000);
    const longest = longestTask(JSON.parse(`${await browser.stopTracing()}`).traceEvents);
    const before = await measure();
    await repeat(UPDATES, 0);
    await page.evaluate(
      'Promise.all(board.getAnimations({ subtree: true }).map(({ finished }) => finished.catch(() => {})))',
    );
    const after = await measure();
    const growth = Number((after.heap / before.heap).toFixed(3));
    const passed = longest < LONGEST_TASK && growth <= HEAP_GROWTH && after.detached === 0;
    console.log(`longest task in ${SECONDS} s: ${longest.toFixed(1)} ms`);
    console.log(
      `heap ${Math.round(before.heap / 1024)} → ${Math.round(after.heap / 1024)} KB, nodes ${before.nodes} → ${after.nodes}, detached ${after.detached}`,
    );
    console.log(
      JSON.stringify({
        name: 'hundred-rows',
        longestTaskMs: Number(longest.toFixed(1)),
        heapGrowth: growth,
        detachedNodes: after.detached,
        updates: UPDATES,
        passed,
      }),
    );
    if (!passed) process.exitCode = 1;
  } finally {
    await browser.close();
    await pages.stop();
  }
}
