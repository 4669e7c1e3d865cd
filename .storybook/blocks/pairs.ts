import { computedColour, contrast, toRgb } from './colour.ts';
import { cssOf } from './tokens.ts';

/** Two colours that meet in a widget. */
export interface Pair {
  words: string;
  ink: string;
  ground: string;
  /** What WCAG 2.2 asks for: 4.5 for text, 3 for edges and marks that carry meaning. */
  needs: 3 | 4.5;
}

const color = (name: string) => cssOf(`color-${name}`);
const mix = (one: string, percent: number, other: string) => `color-mix(in oklab, ${one} ${percent}%, ${other})`;

const surface = color('surface');
const raised = color('surface-raised');
const text = color('text');
const muted = color('text-muted');
const accent = color('accent');
const ownRow = mix(accent, 8, surface);

const pair = (words: string, ink: string, ground: string, needs: Pair['needs'] = 4.5): Pair => ({
  words,
  ink,
  ground,
  needs,
});

export const PAIRS: readonly Pair[] = [
  pair('text on surface', text, surface),
  pair('text on raised surface', text, raised),
  pair('muted text on surface', muted, surface),
  pair('muted text on raised surface', muted, raised),
  pair('muted text on own row', muted, ownRow),
  pair('accent on surface', accent, surface),
  pair('accent text on accent', color('accent-text'), accent),
  pair('success on surface', color('success'), surface),
  pair('warning on surface', color('warning'), surface),
  pair('danger on surface', color('danger'), surface),
  ...['gold', 'silver', 'bronze'].map((metal) => pair(`figure on ${metal}`, 'oklch(0.24 0.03 60)', color(metal))),
  pair('control edge on surface', mix(muted, 76, surface), surface, 3),
  pair('focus ring on surface', color('focus'), surface, 3),
];

export interface Measured extends Pair {
  ratio: number;
  enough: boolean;
}

/** The pairs as they are inside this element, which lies on a ground of its own. */
export function measure(inside: HTMLElement): Measured[] {
  const page = getComputedStyle(inside).backgroundColor;
  return PAIRS.map((one) => {
    const ground = solid(computedColour(one.ground, inside), page);
    const ratio = contrast(solid(computedColour(one.ink, inside), ground), ground);
    return { ...one, ratio, enough: Math.round(ratio * 100) / 100 >= one.needs };
  });
}

/** A translucent colour as it looks over another one. */
function solid(colour: string, ground: string): string {
  const [red, green, blue] = toRgb(colour, ground);
  return `rgb(${red} ${green} ${blue})`;
}
