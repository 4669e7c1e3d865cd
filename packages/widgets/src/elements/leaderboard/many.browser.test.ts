import { afterEach, expect, test } from 'vitest';
import { cdp } from 'vitest/browser';
import '../../leaderboard.ts';
import { clearStages, mountLeaderboard, shadowOf, stage } from '../../testing/mount.ts';
import { boardPage, entry } from '../../testing/people.ts';

afterEach(clearStages);

interface Protocol {
  send(method: string, parameters?: object): Promise<unknown>;
}
const protocol = () => cdp() as unknown as Protocol;

/** So many entries, turned by seven places each time. */
const turned = (by: number, count = 100) =>
  boardPage({
    version: by + 1,
    total: 1289,
    data: Array.from({ length: count }, (_, at) => {
      const id = (at + by * 7) % count;
      const person = { id: `e${id}`, name: `Person ${id}`, previousRank: id + 1, url: `/p/${id}` };
      return entry({ ...person, rank: at + 1, score: 10_000 - at });
    }),
  });

async function liveNodes(): Promise<number> {
  await protocol().send('HeapProfiler.collectGarbage');
  const { nodes } = (await protocol().send('Memory.getDOMCounters')) as { nodes: number };
  return nodes;
}

async function layouts(): Promise<number> {
  const { metrics } = (await protocol().send('Performance.getMetrics')) as {
    metrics: { name: string; value: number }[];
  };
  return metrics.find(({ name }) => name === 'LayoutCount')?.value ?? Number.NaN;
}

test('A thousand changes keep the elements of all rows, and leave nothing behind', async () => {
  const { element, fake } = mountLeaderboard({ noAnimation: true });
  fake.show(turned(0, 10), { live: true });
  const root = await shadowOf(element);
  const change = async (by: number) => {
    fake.show(turned(by, 10), { live: true });
    await element.updateComplete;
  };
  for (let warm = 1; warm < 20; warm++) await change(warm);
  const rows = new Set(root.querySelectorAll('tbody tr'));
  const before = await liveNodes();
  for (let by = 20; by < 1020; by++) await change(by);
  expect([...root.querySelectorAll('tbody tr')].every((row) => rows.has(row))).toBe(true);
  expect((await liveNodes()) - before).toBeLessThan(100);
}, 60_000);

test('A change of a hundred rows lays the page out once', async () => {
  const { element, fake } = mountLeaderboard({ limit: 100 });
  fake.show(turned(0), { live: true });
  await shadowOf(element);
  await protocol().send('Performance.enable');
  await new Promise(requestAnimationFrame);
  const before = await layouts();
  for (let by = 1; by <= 10; by++) {
    fake.show(turned(by), { live: true });
    await element.updateComplete;
    await new Promise(requestAnimationFrame);
  }
  expect((await layouts()) - before).toBeLessThanOrEqual(15);
}, 60_000);

test('A row keeps its element when it moves, and the focus stays with the person', async () => {
  const { element, fake } = mountLeaderboard({ limit: 100 });
  fake.show(turned(0));
  const root = await shadowOf(element);
  const link = root.querySelector<HTMLElement>('[data-flip="e50"] a');
  link?.focus();
  fake.show(turned(1));
  await element.updateComplete;
  expect(root.querySelector('[data-flip="e50"] a')).toBe(link);
  fake.show(turned(3));
  await element.updateComplete;
  expect(root.activeElement).toBe(link);
});

test('Properties that were set before the element was defined are what it shows', async () => {
  const { EngagementLeaderboard } = await import('./leaderboard.ts');
  const early = document.createElement('engagement-leaderboard-early') as InstanceType<typeof EngagementLeaderboard>;
  early.data = turned(0);
  early.noAvatar = true;
  stage().append(early);
  customElements.define('engagement-leaderboard-early', class extends EngagementLeaderboard {});
  await early.updateComplete;
  expect(early.shadowRoot?.querySelectorAll('tbody [part~="row"]')).toHaveLength(100);
  expect(early.shadowRoot?.querySelector('[part="avatar"]')).toBeNull();
});

interface AxNode {
  ignored: boolean;
  role?: { value: string };
  name?: { value: string };
}

/** What assistive technology is given there: roles and names, in order. */
async function accessibilityTree(within: string): Promise<string[]> {
  const { frameTree } = (await protocol().send('Page.getFrameTree')) as {
    frameTree: { frame: { id: string }; childFrames?: { frame: { id: string } }[] };
  };
  const frame = frameTree.childFrames?.[0]?.frame.id ?? frameTree.frame.id;
  const { nodes } = (await protocol().send('Accessibility.getFullAXTree', { frameId: frame })) as { nodes: AxNode[] };
  const lines = nodes
    .filter(
      ({ ignored, role }) =>
        !ignored && !['StaticText', 'InlineTextBox', 'generic', 'none'].includes(role?.value ?? ''),
    )
    .map(({ role, name }) => `${role?.value} ${name?.value ?? ''}`.trim());
  return lines.slice(lines.findIndex((line) => line.startsWith(within)));
}

test('Assistive technology is given the board as a table with names as heads of its rows', async () => {
  const { element, fake } = mountLeaderboard({ limit: 2, heading: 'Most downloaded' });
  const data = turned(0)
    .data.slice(0, 2)
    .map((one, at) => ({ ...one, previousRank: 3 - at, isMe: at === 1 }));
  fake.show(boardPage({ data, total: 2 }), { live: true });
  await shadowOf(element);
  const tree = await accessibilityTree('heading Most downloaded');
  expect(tree.slice(0, 22)).toMatchInlineSnapshot(`
    [
      "heading Most downloaded",
      "table Most downloaded, November 16 – 22",
      "button Pause",
      "caption",
      "rowgroup",
      "row",
      "row",
      "row",
      "cell 1",
      "cell up 2 ranks",
      "rowheader Person 0",
      "cell 10,000",
      "cell 2",
      "cell",
      "rowheader Person 1 You",
      "cell 9,999",
      "columnheader Rank",
      "columnheader Change",
      "columnheader Creator",
      "columnheader Downloads",
      "image 1",
      "link Person 0",
    ]
  `);
});
