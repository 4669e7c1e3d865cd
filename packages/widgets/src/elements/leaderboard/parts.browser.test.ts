import { type BoardPage, type EngagementClient, EngagementError, type OwnEntry } from '@engagement/sdk';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import '../../leaderboard.ts';
import { clearStages, mountLeaderboard, shadowOf, stage, textOf } from '../../testing/mount.ts';
import { amara, boardPage, creators, entry } from '../../testing/people.ts';

// What is loaded when a board wants it: podium, switches, seasons, the reader's own standing.

beforeEach(() => vi.spyOn(console, 'warn').mockImplementation(() => {}));
afterEach(() => {
  clearStages();
  vi.restoreAllMocks();
});

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const me: OwnEntry = { ...amara, ahead: { rank: 41, score: 1220, distance: 36 } };
const inRoot = (root: ShadowRoot, selector: string) => root.querySelector<HTMLElement>(selector);
const found = (root: ShadowRoot, selector: string) =>
  vi.waitFor(() => {
    const element = inRoot(root, selector);
    if (!element) throw new Error(`There is no ${selector}`);
    return element;
  });

async function violationsIn(place: Element): Promise<unknown[]> {
  const { violations } = await axe.run(place, { runOnly: TAGS });
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
}

describe('A podium', () => {
  const podium = async (parts: Partial<BoardPage> = {}) => {
    const mounted = mountLeaderboard({ layout: 'podium' });
    mounted.fake.show(boardPage({ data: creators(3), ...parts }));
    const root = await shadowOf(mounted.element);
    await found(root, '[part~="place"] .named, [part~="place"] bdi');
    return { ...mounted, root };
  };

  test('asks for three, lists them in their order, and shows the first in the middle', async () => {
    const { root, fake } = await podium();
    expect([...fake.subscriptions][0]?.query).toEqual({ limit: 3 });
    const places = [...root.querySelectorAll<HTMLElement>('ol > li')];
    expect(places.map((place) => textOf(place.querySelector('bdi')))).toEqual([
      'Mirela Popescu',
      'Studio Kōbō',
      'Li Na',
    ]);
    const [first, second, third] = places.map((place) => place.getBoundingClientRect());
    expect(second?.right).toBeCloseTo(first?.left ?? 0, 0);
    expect(first?.right).toBeCloseTo(third?.left ?? 0, 0);
    expect(textOf(inRoot(root, '[part="scale"]'))).toBe('One line is 100 downloads');
    const heights = [...root.querySelectorAll<HTMLElement>('.plinth')].map(({ offsetHeight }) => offsetHeight);
    expect(heights).toEqual([48.1, 46.6, 39.7].map((lines) => Math.round(lines * 4 + 2)));
  });

  test('keeps its height from loading to ready, and axe finds nothing wrong with it', async () => {
    const place = stage();
    const { element, fake } = mountLeaderboard({ layout: 'podium', heading: 'Best of the month' }, place);
    await shadowOf(element);
    const height = element.offsetHeight;
    fake.show(boardPage({ data: creators(3) }));
    await found(await shadowOf(element), '[part~="score"]');
    expect(element.offsetHeight).toBe(height);
    expect(await violationsIn(place)).toEqual([]);
  });

  test('gives a place that is too low for its figure a medal', async () => {
    const { root } = await podium({
      data: [
        entry({ id: 'a', score: 4000 }),
        entry({ id: 'b', rank: 2, score: 3900 }),
        entry({ id: 'c', rank: 3, score: 90 }),
      ],
    });
    const drawn = [...root.querySelectorAll('li')].map((place) => place.querySelectorAll('.medal').length);
    expect(drawn).toEqual([0, 0, 1]);
  });
});

test('Three long amounts stand beside each other in the narrowest podium, and in full where there is room', async () => {
  const place = stage();
  place.style.inlineSize = '240px';
  const { element, fake } = mountLeaderboard({ layout: 'podium' }, place);
  const board = { ...boardPage().board, unit: { key: 'revenue', label: 'revenue', currency: 'EUR' } };
  const scores = [987_654_321, 9_999_999, 1_234_567];
  const data = scores.map((score, at) => entry({ id: `${at}`, rank: at + 1, score }));
  fake.show(boardPage({ board, data }));
  const root = await shadowOf(element);
  await found(root, '[part~="score"]');
  const shown = () =>
    [...root.querySelectorAll<HTMLElement>('[part~="score"] bdi')].filter((one) => one.offsetWidth > 0);
  expect(shown().map(textOf)).toEqual(['€9.88M', '€100K', '€12,346']);
  const [first, second, third] = shown().map((one) => one.getBoundingClientRect());
  expect(second?.right).toBeLessThan(first?.left ?? 0);
  expect(first?.right).toBeLessThan(third?.left ?? 0);
  place.style.inlineSize = '600px';
  expect(shown().map(textOf)).toEqual(['€9,876,543.21', '€99,999.99', '€12,345.67']);
});

describe('Switches', () => {
  test('are native radios and a native list, ask for what is chosen, keep the rows meanwhile, and tell the page', async () => {
    const { element, fake } = mountLeaderboard({ periods: 'week week:previous all-time', segments: 'user.country:DE' });
    fake.show(boardPage());
    const root = await shadowOf(element);
    const heard: unknown[] = [];
    for (const type of ['engagement-period-change', 'engagement-segment-change'])
      element.addEventListener(type, (event) => heard.push((event as CustomEvent).detail));
    await found(root, 'fieldset');
    const radios = [...root.querySelectorAll<HTMLInputElement>('input[type="radio"]')];
    expect(radios.map(({ parentElement }) => textOf(parentElement))).toEqual(['This week', 'Last week', 'All time']);
    expect(radios.map(({ checked }) => checked)).toEqual([true, false, false]);

    radios[0]?.focus();
    fake.loading();
    await userEvent.keyboard('{ArrowRight}');
    await element.updateComplete;
    expect([...fake.subscriptions].map(({ query }) => query)).toEqual([{ period: 'week:previous', limit: 10 }]);
    expect(element.state).toBe('refreshing');
    expect(root.querySelectorAll('tbody [part~="row"]')).toHaveLength(10);

    const list = inRoot(root, '[part="segment-switch"]') as HTMLSelectElement;
    expect([...list.options].map(({ text }) => text)).toEqual(['Everyone', 'Germany']);
    await userEvent.selectOptions(list, 'user.country:DE');
    await element.updateComplete;
    expect([...fake.subscriptions].map(({ query }) => query.segment)).toEqual(['user.country:DE']);
    expect(heard).toEqual([{ period: 'week:previous' }, { segment: 'user.country:DE' }]);
  });

  test('are lists where words do not fit beside each other, and nothing is cut', async () => {
    const place = stage();
    place.style.inlineSize = '240px';
    const { element, fake } = mountLeaderboard({ periods: 'week week:previous all-time' }, place);
    fake.show(boardPage());
    const root = await shadowOf(element);
    const list = (await found(root, 'select')) as HTMLSelectElement;
    expect(getComputedStyle(root.querySelector('fieldset') as Element).display).toBe('none');
    expect([...list.options].map(({ text }) => text)).toEqual(['This week', 'Last week', 'All time']);
    const base = inRoot(root, '[part="base"]') as HTMLElement;
    expect(base.scrollWidth).toBeLessThanOrEqual(base.clientWidth);
    await userEvent.selectOptions(list, 'week:previous');
    await element.updateComplete;
    expect([...fake.subscriptions].map(({ query }) => query)).toEqual([{ period: 'week:previous', limit: 10 }]);
    place.style.inlineSize = '400px';
    expect(getComputedStyle(list).display).toBe('none');
    expect(inRoot(root, 'input:checked')?.parentElement?.textContent).toContain('Last week');
  });

  test.each([800, 340, 240])('change no height when they come, in %s px', async (width) => {
    const place = stage();
    place.style.inlineSize = `${width}px`;
    const { element } = mountLeaderboard(
      { heading: 'Best', periods: 'week all-time', segments: 'user.country:DE' },
      place,
    );
    await element.updateComplete;
    const before = element.offsetHeight;
    await found(element.shadowRoot as ShadowRoot, 'fieldset');
    expect(element.offsetHeight).toBe(before);
    expect(await violationsIn(place)).toEqual([]);
  });
});

describe('A season', () => {
  const HOUR = 3_600_000;
  const season = (state: BoardPage['period']['state'], left = 50 * HOUR): BoardPage['period'] => ({
    ...boardPage().period,
    key: 'autumn',
    window: 'season',
    label: 'Autumn',
    state,
    start: new Date(Date.now() - HOUR).toISOString(),
    end: new Date(Date.now() + left).toISOString(),
    sealsAt: '2026-12-01T12:00:00Z',
  });
  const showing = async (period: BoardPage['period'], properties = {}, data = creators(3)) => {
    const mounted = mountLeaderboard({ limit: 3, ...properties });
    mounted.fake.show(boardPage({ period, data }));
    const root = await shadowOf(mounted.element);
    await found(root, '[part="countdown"]');
    return { ...mounted, root };
  };

  test.each([
    ['running', 50 * HOUR, '2 days left'],
    ['running', 0.5 * HOUR + 5000, '30 minutes left'],
    ['running', 30_000, 'Less than a minute left'],
    ['provisional', -1, 'Provisional'],
    ['review', -1, 'In review'],
    ['sealed', -1, 'Final'],
  ] as const)('that is %s says so: %s ms from its end, %s', async (state, left, words) => {
    const { root, element } = await showing(season(state, left));
    expect(textOf(inRoot(root, '[part="countdown"]'))).toBe(words);
    expect(element.matches(`:state(${state})`)).toBe(true);
  });

  test('counts by the server’s clock where the client knows it', async () => {
    const { element, root, fake } = await showing(season('running'));
    element.client = { ...fake.client, now: () => Date.now() + 48 * HOUR };
    await element.updateComplete;
    expect(textOf(inRoot(root, '[part="countdown"]'))).toBe('1 hour left');
  });

  test('that is sealed names its winners, all of them', async () => {
    const winners = creators(3).map((one, at) => ({ ...one, rank: at < 2 ? 1 : 3 }));
    const { root } = await showing(season('sealed'), {}, winners);
    await vi.waitFor(() =>
      expect(textOf(inRoot(root, '[part="updated"]'))).toBe('Won by Mirela Popescu and Studio Kōbō · Autumn'),
    );
  });

  test('that is sealed draws a line of gold under each winner, and under nobody before', async () => {
    const winners = creators(3).map((one, at) => ({ ...one, rank: at < 2 ? 1 : 3 }));
    const lines = (root: ShadowRoot) =>
      [...root.querySelectorAll('tbody [part="rank"]')].map((cell) => getComputedStyle(cell, '::after').blockSize);
    const { root, fake, element } = await showing(season('running'), {}, winners);
    expect(lines(root)).toEqual(['1px', '1px', '1px']);
    fake.show(boardPage({ period: season('sealed', -1), data: winners }));
    await element.updateComplete;
    expect(lines(root)).toEqual(['3px', '3px', '1px']);
  });

  test('asks again when it ends, unless somebody told before', async () => {
    const { fake } = await showing(season('running', -1));
    await vi.waitFor(() => expect(fake.refreshed).toEqual(['weekly-downloads']));
  });

  test('shows its prizes where the page wants them, in room that was kept', async () => {
    const { element, fake } = mountLeaderboard({ limit: 3, prizes: true, heading: 'Autumn' });
    const prizes = [
      { key: 'crown', name: 'Crown', ranks: { from: 1, to: 1 } },
      { key: 'tenth', name: 'Best tenth', topPercent: 10 },
    ];
    const asked = vi.fn(async () => ({ prizes }));
    fake.answer({ season: asked as unknown as EngagementClient['leaderboards']['season'] });
    await shadowOf(element);
    const height = element.offsetHeight;
    fake.show(boardPage({ period: season('running'), data: creators(3) }));
    const root = await shadowOf(element);
    await found(root, '[part="prize"]');
    expect([...root.querySelectorAll('[part="prize"]')].map(textOf)).toEqual(['Rank 1 Crown', 'Best 10% Best tenth']);
    expect(element.offsetHeight).toBe(height);
    expect(asked).toHaveBeenCalledExactlyOnceWith('weekly-downloads', 'autumn');
  });
});

describe('The reader’s standing', () => {
  const fact = { text: 'In English', time: '2026-11-20T10:00:00Z', amount: 4, takenBack: 0, reversals: [] };
  const explained = {
    steps: [
      { kind: 'total', text: 'In English', fold: 'count', count: 1184, score: 1184, decidedBy: null },
      { kind: 'rank', text: 'In English', rank: 42, place: 42, better: 41, total: 1289 },
    ],
    facts: [
      { ...fact, type: 'asset.downloaded', worth: 1, contributes: 1 },
      {
        ...fact,
        type: 'tutorial.watched',
        worth: 4,
        contributes: 3,
        takenBack: 1,
        reversals: [{ type: 'download.voided', time: '2026-11-21T10:00:00Z' }],
      },
    ],
  };
  const standing = async (explain: () => Promise<unknown>) => {
    const place = stage();
    const mounted = mountLeaderboard({ pinMe: true, limit: 3, heading: 'Best' }, place);
    mounted.fake.answer({ explain: explain as EngagementClient['leaderboards']['explain'] });
    await shadowOf(mounted.element);
    const height = mounted.element.offsetHeight;
    mounted.fake.show(boardPage({ data: creators(3), me }));
    const root = await shadowOf(mounted.element);
    const why = await found(root, '[part="why-button"]');
    expect(mounted.element.offsetHeight).toBe(height);
    return { ...mounted, root, why, place };
  };

  test('says how far the next rank is and which part of all this is', async () => {
    const { root } = await standing(async () => explained);
    expect(textOf(inRoot(root, '[part="standing"] > span'))).toBe('Top 4% · 36 downloads to rank 41');
  });

  test('keeps its order from right to left, with Latin units whole', async () => {
    const { element, root } = await standing(async () => explained);
    await import('../../locales/ar.ts');
    Object.assign(element, { lang: 'ar', dir: 'rtl' });
    element.requestUpdate();
    await vi.waitFor(() => expect(textOf(inRoot(root, '[part="standing"]'))).toContain('المركز'));
    const facts = [...root.querySelectorAll('[part="standing"] > span > bdi')];
    const [top, next] = facts.map((fact) => fact.getBoundingClientRect());
    const quantity = facts[1]?.querySelector('bdi');
    expect(textOf(quantity)).toBe('36 downloads');
    expect(top?.left).toBeGreaterThanOrEqual(next?.right ?? Number.POSITIVE_INFINITY);
    expect(quantity?.getBoundingClientRect().right).toBeCloseTo(next?.right ?? 0, 0);
  });

  test('is explained on demand: with the keyboard, in steps, and Escape gives the focus back', async () => {
    const explain = vi.fn(async () => explained);
    const { root, why, place } = await standing(explain);
    expect(explain).not.toHaveBeenCalled();
    why.focus();
    await userEvent.keyboard('{Enter}');
    const steps = await found(root, '[part="steps"]');
    expect(textOf(steps)).toBe('1,184 activities count. Rank 42 of 1,289. 41 entries have a better score.');
    expect([...(inRoot(root, '[part="facts"]')?.children ?? [])].map(textOf)).toEqual([
      'Nov 20Download1',
      'Nov 20tutorial.watched · 25% taken back, Download voided Nov 213',
    ]);
    expect(explain).toHaveBeenCalledExactlyOnceWith('weekly-downloads', { user: 'me', period: '2026-W47' });
    expect(await violationsIn(place)).toEqual([]);
    await userEvent.keyboard('{Escape}');
    expect(inRoot(root, '[part="why"]')?.matches(':popover-open')).toBe(false);
    expect(root.activeElement).toBe(why);
  });

  test('can be asked again when the reasons did not load', async () => {
    const explain = vi.fn().mockRejectedValueOnce(new EngagementError('network', 'Away')).mockResolvedValue(explained);
    const { root, why } = await standing(explain);
    why.click();
    const retry = await found(root, '[part="why"] [role="status"] button');
    retry.click();
    expect(textOf(await found(root, '[part="steps"]'))).toContain('41 entries have a better score.');
  });

  test('is explained in the language of the page; only what is newer than the widget stays in the server’s', async () => {
    const newer = { kind: 'handicap', text: 'A handicap of 5 was added.' };
    const { element, root, why } = await standing(async () => ({ ...explained, steps: [...explained.steps, newer] }));
    await import('../../locales/de.ts');
    Object.assign(element, { lang: 'de' });
    element.requestUpdate();
    why.click();
    const steps = await found(root, '[part="steps"]');
    await vi.waitFor(() => expect(textOf(steps)).toContain('Platz 42 von 1.289.'));
    expect(textOf(steps)).toContain('1.184 Aktivitäten zählen.');
    const english = [...root.querySelectorAll('[part="why"] [lang="en"]')];
    expect(english.map(textOf)).toEqual(['A handicap of 5 was added.']);
  });
});

describe('More rows', () => {
  test('come when the reader asks, unless the page takes that over', async () => {
    const { element, fake } = mountLeaderboard({ expandable: true, limit: 3 });
    fake.show(boardPage({ data: creators(3), nextCursor: 'next' }));
    const root = await shadowOf(element);
    const cursors: unknown[] = [];
    const button = await found(root, '[part="load-more"]');
    expect(textOf(button)).toBe('Show 3 more');
    element.addEventListener('engagement-page', (event) => cursors.push((event as CustomEvent).detail.cursor));
    button.click();
    await element.updateComplete;
    expect([...fake.subscriptions].map(({ query }) => query)).toEqual([{ limit: 6 }]);
    element.addEventListener('engagement-page', (event) => event.preventDefault());
    inRoot(root, '[part="load-more"]')?.click();
    await element.updateComplete;
    expect([...fake.subscriptions].map(({ query }) => query)).toEqual([{ limit: 6 }]);
    expect(cursors).toEqual(['next', 'next']);
  });
});

test('A reader who is not signed in is told so, by the page’s own words where it has some', async () => {
  const { element, fake } = mountLeaderboard({ following: true });
  const errors: unknown[] = [];
  element.addEventListener('engagement-error', (event) => errors.push(event));
  expect(element.query).toEqual({ following: 'me', limit: 10 });
  fake.fail(new EngagementError('not-identified', 'There is no user'));
  const root = await shadowOf(element);
  expect([element.state, element.matches(':state(signed-out)'), errors]).toEqual(['signed-out', true, []]);
  expect(textOf(inRoot(root, '[part="signed-out"]'))).toBe('Sign in to see your rank.');
  expect(inRoot(root, 'slot[name="signed-out"]')).not.toBeNull();
});
