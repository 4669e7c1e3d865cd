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

/** A hundred entries, turned by so many places. */
const turned = (by: number) =>
  boardPage({
    version: by + 1,
    total: 1289,
    data: Array.from({ length: 100 }, (_, at) => {
      const id = (at + by * 7) % 100;
      return entry({
        id: `e${id}`,
        name: `Person ${id}`,
        rank: at + 1,
        previousRank: id + 1,
        score: 10_000 - at,
        url: `/p/${id}`,
      });
    }),
  });

async function liveNodes(): Promise<number> {
  await protocol().send('HeapProfiler.collectGarbage');
  const { nodes } = (await protocol().send('Memory.getDOMCounters')) as { nodes: number };
  return nodes;
}

test('A thousand changes of a hundred rows leave nothing behind, and none of them takes 50 ms', async () => {
  const { element, fake } = mountLeaderboard({ limit: 100 });
  fake.show(turned(0), { live: true });
  const root = await shadowOf(element);
  const change = async (by: number) => {
    const start = performance.now();
    fake.show(turned(by), { live: true });
    await element.updateComplete;
    return performance.now() - start;
  };
  for (let warm = 1; warm < 20; warm++) await change(warm);
  const rows = new Set(root.querySelectorAll('tbody tr'));
  const before = await liveNodes();
  const times: number[] = [];
  for (let by = 20; by < 1020; by++) times.push(await change(by));
  expect([...root.querySelectorAll('tbody tr')].every((row) => rows.has(row))).toBe(true);
  expect((await liveNodes()) - before).toBeLessThan(100);
  expect(times.sort((a, b) => a - b)[990]).toBeLessThan(50);
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
      "cell up 2 places",
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
