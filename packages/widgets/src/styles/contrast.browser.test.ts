/// <reference types="vite/client" />
import { EngagementError } from '@engagement/sdk';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import brandDemo from '../../themes/brand-demo.css?raw';
import standard from '../../themes/default.css?raw';
import highContrast from '../../themes/high-contrast.css?raw';
import minimal from '../../themes/minimal.css?raw';
import '../leaderboard.ts';
import { clearStages, mountLeaderboard, shadowOf, stage } from '../testing/mount.ts';
import { amara, boardPage } from '../testing/people.ts';
import { TOKENS } from '../tokens.ts';

type Scheme = 'light' | 'dark';
type Ratios = Record<string, number>;

const THEMES: Record<string, string> = {
  'no theme': '',
  default: standard,
  minimal,
  'high-contrast': highContrast,
  'brand-demo': brandDemo,
};

/** What WCAG 2.2 wants: 4.5 of words, 3 of edges and marks that carry meaning. */
const NEEDS: Ratios = {
  'text on surface': 4.5,
  'text on raised': 4.5,
  'muted on surface': 4.5,
  'muted on raised': 4.5,
  'muted on own row': 4.5,
  'accent on surface': 4.5,
  'accent on raised': 4.5,
  'accent on own row': 4.5,
  'accent-text on accent': 4.5,
  'success on surface': 4.5,
  'success on own row': 4.5,
  'warning on surface': 4.5,
  'danger on surface': 4.5,
  'ink on gold': 4.5,
  'ink on silver': 4.5,
  'ink on bronze': 4.5,
  'letters on avatar, worst hue': 4.5,
  'control edge on surface': 3,
  'focus on surface': 3,
  'share rule on hairline': 3,
  'gold edge on surface': 3,
  'silver edge on surface': 3,
  'bronze edge on surface': 3,
};

/** The figures that the visual language promises, light and dark. */
const PROMISED: Record<string, Record<string, [light: number, dark: number]>> = {
  default: {
    'text on surface': [17.1, 15.6],
    'text on raised': [15.8, 14.2],
    'muted on surface': [6.6, 7.8],
    'muted on raised': [6.1, 7.1],
    'muted on own row': [5.9, 7.0],
    'accent on surface': [7.4, 8.7],
    'accent on raised': [6.9, 8.0],
    'accent on own row': [6.5, 7.8],
    'accent-text on accent': [7.4, 9.0],
    'success on surface': [6.4, 9.9],
    'success on own row': [5.7, 8.9],
    'warning on surface': [6.0, 10.5],
    'danger on surface': [6.7, 7.9],
    'ink on gold': [9.2, 9.4],
    'ink on silver': [9.8, 8.8],
    'ink on bronze': [6.5, 6.3],
    'letters on avatar, worst hue': [7.3, 8.3],
    'control edge on surface': [3.9, 4.7],
    'focus on surface': [7.4, 8.7],
    'share rule on hairline': [4.9, 5.3],
    'gold edge on surface': [4.0, 5.8],
    'silver edge on surface': [3.8, 5.5],
    'bronze edge on surface': [5.1, 4.1],
  },
  'brand-demo': {
    'text on surface': [17.1, 15.8],
    'muted on own row': [5.9, 7.1],
    'accent on surface': [7.4, 10.5],
    'accent on raised': [6.8, 9.6],
    'accent on own row': [6.5, 9.4],
    'accent-text on accent': [7.4, 10.6],
    'control edge on surface': [3.9, 4.8],
    'focus on surface': [7.4, 10.5],
  },
};
PROMISED['no theme'] = PROMISED.default ?? {};

const sheet = new CSSStyleSheet();
beforeAll(() => void document.adoptedStyleSheets.push(sheet));
afterEach(() => {
  clearStages();
  sheet.replaceSync('');
  vi.restoreAllMocks();
});

const canvas = new OffscreenCanvas(1, 1).getContext('2d', {
  willReadFrequently: true,
}) as OffscreenCanvasRenderingContext2D;

/** The relative luminance of what is seen when these colours are laid on one another, the first lowest. */
function luminance(layers: string[]): number {
  for (const layer of layers) {
    canvas.fillStyle = layer;
    canvas.fillRect(0, 0, 1, 1);
  }
  const linear = [...canvas.getImageData(0, 0, 1, 1).data].map((channel) => {
    const value = channel / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  const [red = 0, green = 0, blue = 0] = linear;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG's ratio of an ink to the grounds that it lies on. */
function contrast(ink: string, ...grounds: string[]): number {
  const [one, other] = [luminance([...grounds, ink]), luminance(grounds)];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

const styleOf = (root: ShadowRoot, selector: string, pseudo?: string): CSSStyleDeclaration => {
  const element = root.querySelector(selector);
  if (!element) throw new Error(`Nothing is drawn as ${selector}`);
  return getComputedStyle(element, pseudo);
};

/** The colours of tokens that no widget shows by itself yet. */
function tokenColor(place: HTMLElement, name: string): string {
  const token = TOKENS.find((one) => one.name === `--engagement-color-${name}`);
  const probe = place.appendChild(document.createElement('i'));
  probe.style.color = `var(${token?.name}, light-dark(${token?.light}, ${token?.dark}))`;
  return getComputedStyle(probe).color;
}

async function boardIn(place: HTMLElement, trouble?: 'stale' | 'failed') {
  const { element, fake } = mountLeaderboard({ pinMe: true, heading: 'Most downloaded' }, place);
  if (trouble !== 'failed') fake.show(boardPage({ me: amara }));
  if (trouble) fake.fail(new EngagementError('service-unavailable', 'Down'));
  const root = await shadowOf(element);
  await vi.waitFor(() => expect(root.adoptedStyleSheets.length).toBeGreaterThan(5));
  return root;
}

/** Ratios of what is on screen. */
async function measure(theme: string, scheme: Scheme): Promise<Ratios> {
  sheet.replaceSync(theme);
  const place = stage();
  place.style.cssText = `color-scheme: ${scheme}; background: light-dark(#fff, #111); inline-size: 48rem`;
  const [ready, stale, failed] = await Promise.all([boardIn(place), boardIn(place, 'stale'), boardIn(place, 'failed')]);
  await vi.waitFor(() => styleOf(failed, '[part=retry-button]'));
  await vi.waitFor(() => styleOf(stale, '[part=status] svg'));
  const page = getComputedStyle(place).backgroundColor;
  const surface = [page, styleOf(ready, '[part=base]').backgroundColor];
  const raised = [page, tokenColor(place, 'surface-raised')];
  const ownRow = [...surface, styleOf(ready, '[part~=row-current] > :first-child', '::before').backgroundColor];
  const text = styleOf(ready, '.named').color;
  const muted = styleOf(ready, '[part=rank-change-down]').color;
  const accent = styleOf(ready, '.you').color;
  const success = styleOf(ready, '[part=rank-change-up]').color;
  const rule = styleOf(ready, '[part~=row] > :first-child', '::after');
  ready.querySelector<HTMLElement>('.named a')?.focus({ focusVisible: true } as FocusOptions);
  const avatars = [...ready.querySelectorAll('[part=avatar]')].map((one) => getComputedStyle(one));
  const metals = ['gold', 'silver', 'bronze'].flatMap((metal, at) => {
    const medal = `tbody tr:nth-child(${at + 1}) .medal`;
    const face = styleOf(ready, `${medal} .face`);
    return [
      [`ink on ${metal}`, contrast(styleOf(ready, `${medal} text`).fill, face.fill)],
      [`${metal} edge on surface`, contrast(face.stroke, ...surface)],
    ];
  });
  return {
    'text on surface': contrast(text, ...surface),
    'text on raised': contrast(text, ...raised),
    'muted on surface': contrast(muted, ...surface),
    'muted on raised': contrast(muted, ...raised),
    'muted on own row': contrast(muted, ...ownRow),
    'accent on surface': contrast(accent, ...surface),
    'accent on raised': contrast(accent, ...raised),
    'accent on own row': contrast(accent, ...ownRow),
    'accent-text on accent': contrast(tokenColor(place, 'accent-text'), accent),
    'success on surface': contrast(success, ...surface),
    'success on own row': contrast(success, ...ownRow),
    'warning on surface': contrast(styleOf(stale, '[part=status] svg').color, ...surface),
    'danger on surface': contrast(tokenColor(place, 'danger'), ...surface),
    'letters on avatar, worst hue': Math.min(...avatars.map((one) => contrast(one.color, one.backgroundColor))),
    'control edge on surface': contrast(styleOf(failed, '[part=retry-button]').borderTopColor, ...surface),
    'focus on surface': contrast(styleOf(ready, '.named a').outlineColor, ...surface),
    'share rule on hairline': contrast(
      /linear-gradient\((.*?\))/.exec(rule.backgroundImage)?.[1] ?? '',
      ...surface,
      rule.backgroundColor,
    ),
    ...Object.fromEntries(metals),
  };
}

describe.each(Object.keys(THEMES))('With %s', (theme) => {
  test.each(['light', 'dark'] as const)('what is drawn can be told apart in the %s', async (scheme) => {
    const ratios = await measure(THEMES[theme] ?? '', scheme);
    const rows = Object.entries(NEEDS).map(([name, need]) => ({ name, need, ratio: ratios[name] ?? 0 }));
    expect(rows.filter(({ need, ratio }) => ratio < need)).toEqual([]);
    for (const [name, promised] of Object.entries(PROMISED[theme] ?? {})) {
      const figure = promised[scheme === 'light' ? 0 : 1];
      expect(Math.abs((ratios[name] ?? 0) - figure), `${name}: ${ratios[name]} and not ${figure}`).toBeLessThan(0.15);
    }
    if (theme !== 'high-contrast') return;
    // AAA: 7 of words
    expect(rows.filter(({ need, ratio }) => need === 4.5 && ratio < 7)).toEqual([]);
  });
});
