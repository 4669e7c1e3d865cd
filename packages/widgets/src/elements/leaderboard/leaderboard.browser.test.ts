import { EngagementError } from '@engagement/sdk';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import '../../leaderboard.ts';
import { clearStages, mountLeaderboard, shadowOf, textOf } from '../../testing/mount.ts';
import { amara, boardPage, creators, entry } from '../../testing/people.ts';

afterEach(clearStages);

const rowsIn = (root: ShadowRoot) => [...root.querySelectorAll('tbody [part~="row"]')];
const wide = (element: HTMLElement) => element.style.setProperty('inline-size', '48rem');

describe('The table', () => {
  test('is a native table with a caption, column heads and the name as the head of each row', async () => {
    const { element, fake } = mountLeaderboard();
    fake.show(boardPage());
    const root = await shadowOf(element);
    // The words of the period come just after the rows.
    await expect.poll(() => textOf(root.querySelector('table > caption'))).toBe('Most downloaded, November 16 – 22');
    expect([...root.querySelectorAll('thead th[scope="col"]')].map(textOf)).toEqual([
      'Rank',
      'Change',
      'Creator',
      'Downloads',
    ]);
    expect([...root.querySelectorAll('tbody th[scope="row"] .named')].map(textOf)).toEqual(
      creators().map((one) => one.name),
    );
    expect(root.querySelector('[part="heading"]')?.getAttribute('aria-level')).toBe('2');
  });

  test('says how long the whole board is and where each row stands when it shows a part of it', async () => {
    const { element, fake } = mountLeaderboard({ limit: 3 });
    fake.show(boardPage({ data: creators(3), total: 1289 }));
    const root = await shadowOf(element);
    expect(root.querySelector('table')?.getAttribute('aria-rowcount')).toBe('1290');
    expect(rowsIn(root).map((row) => row.getAttribute('aria-rowindex'))).toEqual(['2', '3', '4']);
    fake.show(boardPage({ data: creators(3), total: 3 }));
    await element.updateComplete;
    expect(root.querySelector('table')?.hasAttribute('aria-rowcount')).toBe(false);
    expect(rowsIn(root).every((row) => !row.hasAttribute('aria-rowindex'))).toBe(true);
  });

  test('shows ties with one rank and an equals sign, medals for the first three, and changes in words', async () => {
    const { element, fake } = mountLeaderboard();
    fake.show(boardPage());
    const root = await shadowOf(element);
    const ranks = rowsIn(root).map((row) => textOf(row.querySelector('[part="rank"]')));
    expect(ranks.slice(0, 5)).toEqual(['1', '2', 'Tied at =3', 'Tied at =3', '5']);
    expect(root.querySelectorAll('svg.medal')).toHaveLength(4);
    const changes = rowsIn(root).map((row) => textOf(row.querySelector('[part="rank-change"] .sr')));
    expect(changes.slice(0, 5)).toEqual(['', 'up 3 ranks', 'up 1 rank', 'down 1 rank', 'down 3 ranks']);
    expect(textOf(rowsIn(root)[5]?.querySelector('[part="rank-change"]'))).toBe('new');
  });

  test('calls nobody new before the first snapshot of ranks', async () => {
    const { element, fake } = mountLeaderboard();
    fake.show(boardPage({ data: creators().map((one) => ({ ...one, previousRank: null })) }));
    const root = await shadowOf(element);
    expect(rowsIn(root).every((row) => textOf(row.querySelector('[part="rank-change"]')) === '')).toBe(true);
  });

  test('inks the rule of a row as far as its share of the leader’s score', async () => {
    const { element, fake } = mountLeaderboard();
    fake.show(boardPage());
    const root = await shadowOf(element);
    const shares = rowsIn(root).map((row) => (row as HTMLElement).style.getPropertyValue('--share'));
    expect(shares.slice(0, 3)).toEqual(['100', '96.7', '82.5']);
  });

  test('writes money out of minor units in the board’s currency, and whole numbers in titles', async () => {
    const { element, fake } = mountLeaderboard();
    const board = { ...boardPage().board, unit: { label: 'earned', currency: 'EUR' } };
    fake.show(
      boardPage({ board, data: [entry({ id: 'a', score: 221_450 }), entry({ id: 'b', rank: 2, score: 198_000 })] }),
    );
    const root = await shadowOf(element);
    const scores = () => [...root.querySelectorAll('td[part="score"]')].map(textOf);
    expect(scores()).toEqual(['€2,214.50', '€1,980.00']);
    fake.show(boardPage({ board, data: [entry({ id: 'a', score: 221_400 })] }));
    await element.updateComplete;
    expect(scores()).toEqual(['€2,214']);
    fake.show(boardPage({ board: { ...boardPage().board, scale: 2 }, data: [entry({ id: 'a', score: 4.5 })] }));
    await element.updateComplete;
    expect(scores()).toEqual(['4.50']);
    fake.show(boardPage({ data: [entry({ id: 'a', score: 12_345_678 })] }));
    await element.updateComplete;
    const score = root.querySelector('td[part="score"]');
    expect(textOf(score?.querySelector('[aria-hidden]'))).toBe('12.3M');
    expect(score?.getAttribute('title')).toBe('12,345,678');
  });

  test('writes growth as a percentage with its sign, in full in titles', async () => {
    const { element, fake } = mountLeaderboard();
    const board = { ...boardPage().board, score: 'growth' as const, scale: 3 };
    const data = [0.451, 0, -0.02].map((score, at) => entry({ id: `a${at}`, rank: at + 1, score }));
    fake.show(boardPage({ board, data }));
    const root = await shadowOf(element);
    const scores = [...root.querySelectorAll('td[part="score"]')];
    expect(scores.map((score) => textOf(score.querySelector('[aria-hidden]')))).toEqual(['+45%', '0%', '-2%']);
    expect(scores.map((score) => score.getAttribute('title'))).toEqual(['+45.1%', '0.0%', '-2.0%']);
    expect(textOf(root.querySelector('th.n'))).toBe('Growth');
  });

  test('writes money of a currency without cents as it is', async () => {
    const { element, fake } = mountLeaderboard();
    const board = { ...boardPage().board, unit: { label: 'earned', currency: 'JPY' } };
    fake.show(boardPage({ board, data: [entry({ id: 'a', score: 221_450 })] }));
    const root = await shadowOf(element);
    expect(textOf(root.querySelector('td[part="score"]'))).toBe('¥221,450');
  });

  test.each([
    ['de_DE', '4.812'],
    ['not a language', '4,812'],
  ])('shows its rows whatever the page says its language is: %j', async (lang, score) => {
    const { element, fake, place } = mountLeaderboard();
    place.lang = lang;
    fake.show(boardPage());
    const root = await shadowOf(element);
    expect(textOf(root.querySelector('td[part="score"]'))).toBe(score);
  });

  test('writes numbers and dates in the language around it', async () => {
    const { element, fake, place } = mountLeaderboard();
    place.lang = 'de';
    fake.show(boardPage());
    const root = await shadowOf(element);
    expect(textOf(root.querySelector('td[part="score"]'))).toBe('4.812');
    expect(root.querySelector('caption slot')?.textContent).toContain('16.–22. November');
  });
});

describe('Pictures', () => {
  const PICTURE = 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';
  const withImage = (image: string) => boardPage({ data: [entry({ id: 'a', name: 'Mirela Popescu', image })] });

  test('that fail give way to initials, and the next one in the same place is tried again', async () => {
    const { element, fake } = mountLeaderboard();
    fake.show(withImage('data:image/png;base64,broken'));
    const root = await shadowOf(element);
    const avatar = root.querySelector('[part="avatar"]');
    const image = () => avatar?.querySelector('img') as HTMLImageElement;
    await vi.waitFor(() => expect(image().hidden).toBe(true));
    expect(image().checkVisibility()).toBe(false);
    expect(textOf(avatar)).toBe('MP');

    fake.show(withImage(PICTURE));
    await element.updateComplete;
    await vi.waitFor(() => expect(image().checkVisibility()).toBe(true));
    expect(image().alt).toBe('');
  });

  test('of assets are drawn from their id, the same for all who see them', async () => {
    const { element, fake } = mountLeaderboard();
    fake.show(boardPage({ board: { ...boardPage().board, subject: 'asset' }, data: creators(3) }));
    const root = await shadowOf(element);
    const drawings = [...root.querySelectorAll('[part="avatar"].square path')].map((path) => path.getAttribute('d'));
    expect(new Set(drawings)).toHaveLength(3);
    expect(drawings.every((drawing) => drawing?.match(/M/g)?.length === 4)).toBe(true);
    expect(textOf(root.querySelector('[part="avatar"]'))).toBe('');
  });
});

describe('The own row', () => {
  test('is marked for the eye and for assistive technology', async () => {
    const { element, fake } = mountLeaderboard({ around: true, limit: 5 });
    const data = [41, 42, 43].map((rank) =>
      rank === 42 ? amara : entry({ id: `r${rank}`, rank, score: 2000 - rank }),
    );
    fake.show(boardPage({ data, me: amara }));
    const root = await shadowOf(element);
    const own = root.querySelector('[part~="row-current"]');
    expect(own?.getAttribute('aria-current')).toBe('true');
    expect(own?.getAttribute('aria-rowindex')).toBe('43');
    expect(textOf(own?.querySelector('.you'))).toBe('You');
    expect(root.querySelectorAll('[aria-current]')).toHaveLength(1);
    expect([...fake.subscriptions][0]?.query).toEqual({ around: 'me', span: 2 });
    expect(rowsIn(root).every((row) => (row as HTMLElement).style.getPropertyValue('--share') === '')).toBe(true);
  });

  test('is pinned after a gap when it stands below the rows shown', async () => {
    const { element, fake } = mountLeaderboard({ pinMe: true, limit: 8 });
    fake.show(boardPage({ data: creators(8), me: amara }));
    const root = await shadowOf(element);
    await vi.waitFor(() => expect(root.querySelector('[part="gap"]')).not.toBeNull());
    const rows = [...root.querySelectorAll('tbody tr')];
    expect(textOf(rows.at(-2))).toBe('⋮ 33 creators between');
    expect(textOf(rows.at(-1)?.querySelector('.named bdi'))).toBe('Amara Okonkwo');
    expect(rows.at(-1)?.getAttribute('aria-rowindex')).toBe('43');
  });

  test('is not pinned when it is among the rows, and not without the attribute', async () => {
    const { element, fake } = mountLeaderboard({ pinMe: true });
    const me = { ...(creators()[2] as typeof amara), isMe: true };
    fake.show(boardPage({ data: creators().map((one) => (one.id === me.id ? me : one)), me }));
    const root = await shadowOf(element);
    expect(root.querySelector('[part="gap"]')).toBeNull();
    expect(rowsIn(root)).toHaveLength(10);
    element.pinMe = false;
    fake.show(boardPage({ me: amara }));
    await element.updateComplete;
    expect(root.querySelector('[part~="row-current"]')).toBeNull();
  });
});

describe('Names and links', () => {
  test('show hostile markup as text', async () => {
    const attack = '<img src=x onerror="window.attacked=true"><script>window.attacked=true</script>';
    const { element, fake } = mountLeaderboard();
    fake.show(boardPage({ data: [entry({ id: '"><b>', name: attack, image: 'javascript:alert(1)' })] }));
    const root = await shadowOf(element);
    expect(root.querySelector('.named')?.textContent?.trim()).toBe(attack);
    expect(root.querySelector('.named bdi')?.getAttribute('translate')).toBe('no');
    expect(root.querySelector('script, .named img')).toBeNull();
    await new Promise(requestAnimationFrame);
    expect('attacked' in window).toBe(false);
  });

  test('never lead to script', async () => {
    const { element, fake } = mountLeaderboard();
    fake.show(
      boardPage({ data: [entry({ id: 'a', url: 'javascript:alert(1)' }), entry({ id: 'b', rank: 2, url: '/b' })] }),
    );
    const root = await shadowOf(element);
    expect([...root.querySelectorAll('.named a')].map((link) => link.getAttribute('href'))).toEqual(['/b']);
    element.entryHref = (one) => ` java\nscript:alert('${one.id}')`;
    await element.updateComplete;
    expect(root.querySelectorAll('.named a')).toHaveLength(0);
  });

  test('tell the page of a click, and leave the way to its router', async () => {
    const { element, fake } = mountLeaderboard({ entryHref: (one) => `#${one.id}` });
    fake.show(boardPage());
    const root = await shadowOf(element);
    const heard: string[] = [];
    element.addEventListener('engagement-entry-click', () => heard.push('click'));
    element.addEventListener('engagement-navigate', (event) => {
      heard.push((event as CustomEvent).detail.href);
      event.preventDefault();
    });
    root.querySelector<HTMLAnchorElement>('.named a')?.click();
    expect(heard).toEqual(['click', '#creator-1']);
    expect(location.hash).toBe('');
    element.addEventListener('engagement-entry-click', (event) => event.preventDefault());
    root.querySelector<HTMLAnchorElement>('.named a')?.click();
    expect(heard).toEqual(['click', '#creator-1', 'click']);
  });
});

describe('Attributes', () => {
  test('ask for what they say, before and after the element is on the page', async () => {
    const { element, fake } = mountLeaderboard({
      limit: 5,
      period: 'week:previous',
      segment: 'user.country:DE',
      placement: 'home',
      noLive: true,
    });
    await element.updateComplete;
    expect([...fake.subscriptions].map(({ query, live }) => ({ query, live }))).toEqual([
      { query: { period: 'week:previous', segment: 'user.country:DE', placement: 'home', limit: 5 }, live: false },
    ]);
    element.setAttribute('limit', '7');
    element.removeAttribute('no-live');
    element.noLive = false;
    element.period = null;
    element.placement = null;
    await element.updateComplete;
    expect([...fake.subscriptions].map(({ query, live }) => ({ query, live }))).toEqual([
      { query: { segment: 'user.country:DE', limit: 7 }, live: true },
    ]);
  });

  test('with a value that is not allowed fall back and warn once', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const { element, fake } = mountLeaderboard();
    element.setAttribute('limit', '1000');
    await element.updateComplete;
    element.requestUpdate();
    await element.updateComplete;
    expect([...fake.subscriptions][0]?.query).toEqual({ limit: 10 });
    const complaints = () => warn.mock.calls.filter(([text]) => String(text).includes('limit="1000"'));
    await vi.waitFor(() => expect(complaints()).toHaveLength(1));
    warn.mockRestore();
  });

  test('hide avatars and changes', async () => {
    const { element, fake } = mountLeaderboard({ noAvatar: true, noChange: true });
    fake.show(boardPage());
    const root = await shadowOf(element);
    expect(root.querySelector('[part="avatar"], [part="rank-change"]')).toBeNull();
    expect(root.querySelectorAll('thead th')).toHaveLength(3);
  });

  test('layout="list" says its columns to screen readers only', async () => {
    const { element, fake } = mountLeaderboard({ layout: 'list' });
    fake.show(boardPage());
    const root = await shadowOf(element);
    expect(root.querySelector<HTMLElement>('thead')?.offsetHeight).toBe(0);
    expect(textOf(root.querySelectorAll('thead th')[2])).toBe('Creator');
  });

  test('loading="lazy" asks for nothing until the widget comes near the viewport', async () => {
    const { element, fake, place } = mountLeaderboard({ loading: 'lazy' });
    place.style.marginBlockStart = '5000px';
    await new Promise((done) => setTimeout(done, 100));
    expect(fake.subscriptions.size).toBe(0);
    element.scrollIntoView();
    await vi.waitFor(() => expect(fake.subscriptions.size).toBe(1));
  });
});

test('`data` shows a page without a client and asks for nothing', async () => {
  const { element, fake } = mountLeaderboard();
  const loads: unknown[] = [];
  element.addEventListener('engagement-load', (event) => loads.push((event as CustomEvent).detail));
  element.data = boardPage({ data: creators(2) });
  const root = await shadowOf(element);
  expect(rowsIn(root)).toHaveLength(2);
  expect(fake.subscriptions.size).toBe(0);
  expect(element.state).toBe('ready');
  expect(loads).toEqual([{ source: 'data', count: 2 }]);
});

test('A live board can be paused and goes on where it is when resumed', async () => {
  const { element, fake } = mountLeaderboard();
  wide(element);
  fake.show(boardPage({ data: creators(3) }), { live: true });
  const root = await shadowOf(element);
  const button = () => root.querySelector<HTMLButtonElement>('[part="pause-button"]');
  expect(button()?.textContent).toBe('Pause');
  button()?.click();
  await element.updateComplete;
  expect(fake.subscriptions.size).toBe(0);
  fake.show(boardPage({ data: creators(5) }), { live: true });
  await element.updateComplete;
  expect(rowsIn(root)).toHaveLength(3);
  expect(element.matches(':state(paused)')).toBe(true);
  button()?.click();
  await element.updateComplete;
  expect(rowsIn(root)).toHaveLength(5);
  expect(element.matches(':state(live)')).toBe(true);
});

test('Messages of the page take the place of ours', async () => {
  const { element, fake } = mountLeaderboard({ messages: { you: 'It’s you', emptyFact: 'A quiet week.' } });
  fake.show(boardPage({ data: [], total: 0 }));
  const root = await shadowOf(element);
  expect(textOf(root.querySelector('[part~="empty"] slot'))).toContain('A quiet week.');
});

test('Retry asks again', async () => {
  const { element, fake } = mountLeaderboard();
  fake.fail(new EngagementError('network', 'No way', { requestId: 'req_1' }));
  const root = await shadowOf(element);
  expect(textOf(root.querySelector('[part~="error"] slot'))).toBe(
    'The board did not load. The server could not be reached. Retry Request req_1',
  );
  root.querySelector<HTMLButtonElement>('[part="retry-button"]')?.click();
  await vi.waitFor(() => expect(fake.refreshed).toEqual(['weekly-downloads']));
  fake.show(boardPage());
  await element.updateComplete;
  expect(rowsIn(root)).toHaveLength(10);
});

test('The keyboard goes through names, the pause and the page’s own footer in the order they are seen', async () => {
  const { element, fake, place } = mountLeaderboard();
  place.prepend(Object.assign(document.createElement('button'), { textContent: 'Before' }));
  place.append(Object.assign(document.createElement('button'), { textContent: 'After' }));
  element.innerHTML = '<a slot="footer" href="#all">All of them</a>';
  fake.show(boardPage({ data: creators(2) }), { live: true });
  const root = await shadowOf(element);
  const focused = () => textOf(root.activeElement ?? document.activeElement);

  const walk: string[] = [];
  (place.firstElementChild as HTMLElement).focus();
  for (let step = 0; step < 5; step++) {
    await userEvent.tab();
    walk.push(focused());
  }
  expect(walk).toEqual(['Mirela Popescu', 'Studio Kōbō', 'Pause', 'All of them', 'After']);
  await userEvent.tab({ shift: true });
  await userEvent.tab({ shift: true });
  await userEvent.keyboard('{Enter}');
  await element.updateComplete;
  expect([focused(), element.matches(':state(paused)')]).toEqual(['Resume', true]);
});
