import type { Entry } from '@engagement/sdk';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import '../../leaderboard.ts';
import { afterRows, clearStages, mountLeaderboard, shadowOf } from '../../testing/mount.ts';
import { amara, boardPage, creators } from '../../testing/people.ts';

const reduced = (matches: boolean) =>
  vi.spyOn(window, 'matchMedia').mockImplementation(() => ({ matches }) as MediaQueryList);

beforeEach(() => reduced(false));
afterEach(() => {
  clearStages();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const swapped = (): Entry[] => {
  const [first, second, ...rest] = creators();
  if (!first || !second) throw new Error('There are no people');
  return [{ ...second, rank: 1 }, { ...first, rank: 2 }, ...rest];
};

const sliding = (root: ShadowRoot) =>
  root.getAnimations().filter((one) => !(one instanceof CSSAnimation || one instanceof CSSTransition));

async function reorder(properties: Parameters<typeof mountLeaderboard>[0] = {}) {
  const { element, fake } = mountLeaderboard(properties);
  fake.show(boardPage());
  const root = await shadowOf(element);
  await afterRows();
  fake.show(boardPage({ data: swapped(), version: 2 }));
  await element.updateComplete;
  return root;
}

test('Rows that change places slide there, by transform alone, in 250 ms', async () => {
  const animations = sliding(await reorder());
  expect(animations).toHaveLength(2);
  const effect = animations[0]?.effect as KeyframeEffect;
  expect(effect.getTiming().duration).toBe(250);
  expect(effect.getKeyframes().map(({ transform }) => transform)).toEqual([
    expect.stringMatching(/^translateY\(-?44px\)$/),
    'none',
  ]);
});

test('Nothing slides for those who want less motion, nor with no-animation', async () => {
  expect(sliding(await reorder({ noAnimation: true }))).toHaveLength(0);
  reduced(true);
  expect(sliding(await reorder())).toHaveLength(0);
});

test('Nothing slides when more than fifty rows move', async () => {
  const many = Array.from({ length: 60 }, (_, at) => ({ ...amara, isMe: false, id: `e${at}`, rank: at + 1 }));
  const { element, fake } = mountLeaderboard({ limit: 60 });
  fake.show(boardPage({ data: many }));
  const root = await shadowOf(element);
  await afterRows();
  fake.show(boardPage({ data: [...many].reverse() }));
  await element.updateComplete;
  expect(sliding(root)).toHaveLength(0);
});

async function recount(properties: Parameters<typeof mountLeaderboard>[0] = {}, period = '2026-W47') {
  const { element, fake } = mountLeaderboard(properties);
  fake.show(boardPage());
  const root = await shadowOf(element);
  await afterRows();
  const data = creators().map((one, at) => (at === 1 ? { ...one, score: one.score + 1 } : one));
  fake.show(boardPage({ data, period: { ...boardPage().period, key: period }, version: 2 }));
  await element.updateComplete;
  return { element, root };
}

test('A score that changed lights up once, by opacity alone', async () => {
  const { root } = await recount();
  const animations = sliding(root);
  expect(animations).toHaveLength(1);
  const effect = animations[0]?.effect as KeyframeEffect;
  expect(effect.target?.textContent).toBe('4,656');
  expect([effect.pseudoElement, effect.getTiming().duration, effect.getTiming().iterations]).toEqual([
    '::before',
    600,
    1,
  ]);
  expect(effect.getKeyframes().map(({ opacity }) => opacity)).toEqual(['0.22', '0']);
});

test('Nothing lights up for another period, for those who want less motion, nor with no-animation', async () => {
  expect(sliding((await recount({}, '2026-W46')).root)).toHaveLength(0);
  expect(sliding((await recount({ noAnimation: true })).root)).toHaveLength(0);
  reduced(true);
  expect(sliding((await recount()).root)).toHaveLength(0);
});

test('During a pause no score changes, so none lights up', async () => {
  const { element, fake } = mountLeaderboard();
  fake.show(boardPage(), { live: true });
  const root = await shadowOf(element);
  await afterRows();
  root.querySelector<HTMLElement>('[part="pause-button"]')?.click();
  await element.updateComplete;
  const data = creators().map((one) => ({ ...one, score: one.score + 1 }));
  fake.show(boardPage({ data, version: 2 }), { live: true });
  await element.updateComplete;
  expect(root.querySelector('[part="score"]')?.textContent).toBe('4,812');
  expect(sliding(root)).toHaveLength(0);
});

const region = () => document.querySelectorAll('body > [data-engagement-announcer]');
const ranked = (rank: number) => boardPage({ me: { ...amara, rank }, version: 100 - rank });

test('Changes of the own rank alone are announced, in one region of the page, at most every ten seconds', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  await vi.advanceTimersByTimeAsync(60_000);
  const { element, fake, place } = mountLeaderboard();
  mountLeaderboard({}, place);
  const changes: unknown[] = [];
  element.addEventListener('engagement-rank-change', (event) => changes.push((event as CustomEvent).detail));
  const become = async (rank: number) => {
    fake.show(ranked(rank));
    await element.updateComplete;
  };

  await become(42);
  await afterRows();
  fake.show(boardPage({ data: swapped(), me: amara }));
  await element.updateComplete;
  expect(region()).toHaveLength(1);
  expect(region()[0]?.textContent).toBe('');

  await become(40);
  await vi.advanceTimersByTimeAsync(200);
  expect(region()[0]?.textContent).toBe('You are 40th, up 2 ranks.');
  await become(39);
  await become(41);
  await vi.advanceTimersByTimeAsync(9000);
  expect(region()[0]?.textContent).toBe('You are 40th, up 2 ranks.');
  await vi.advanceTimersByTimeAsync(1500);
  expect(region()[0]?.textContent).toBe('You are 41st, down 2 ranks.');
  expect(changes.map((change) => (change as { from: number; to: number }).to)).toEqual([40, 39, 41]);
});

test('Another week is another rank, not a change', async () => {
  const { element, fake } = mountLeaderboard();
  const changes: unknown[] = [];
  element.addEventListener('engagement-rank-change', (event) => changes.push(event));
  fake.show(ranked(42));
  await element.updateComplete;
  fake.show({ ...ranked(3), period: { ...boardPage().period, key: '2026-W48' } });
  await element.updateComplete;
  expect(changes).toEqual([]);
});
