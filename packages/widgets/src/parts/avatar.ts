import { html, nothing, svg, type TemplateResult } from 'lit';
import { hash } from './hash.ts';

const HUES = [255, 145, 330, 200, 75, 25] as const;

export interface AvatarOptions {
  id: string;
  name: string;
  image: string | null;
  /** People are round, things are square. */
  shape: 'round' | 'square';
}

/** A picture, over initials (people) or quarter discs (things) that show until it has loaded, and when it cannot. */
export function avatar({ id, name, image, shape }: AvatarOptions): TemplateResult {
  const hue = HUES[hash(id) % HUES.length];
  return html`<span part="avatar" class=${shape} aria-hidden="true" .style=${`--hue:${hue}`}>
    ${shape === 'round' ? initials(name) : quarterDiscs(id)}
    ${image ? html`<img src=${image} alt="" loading="lazy" decoding="async" referrerpolicy="no-referrer" @error=${show} @load=${show} />` : nothing}
  </span>`;
}

/** A row is given another person's picture in the same element, so one that failed must be able to come back. */
function show({ type, target }: Event): void {
  if (target instanceof HTMLElement) target.hidden = type === 'error';
}

const JOINED = /^[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}]/u;

/** The first letters of the first and the last word; of a short single word, all of it; one where letters join. */
export function initials(name: string): string {
  const [first = '', ...rest] = name
    .normalize()
    .split(/[\s·]+/u)
    .filter((word) => /^[\p{L}\p{N}]/u.test(word))
    .map((word) => [...word]);
  const [letter = ''] = first;
  if (JOINED.test(letter)) return letter;
  if (!rest.length && first.length < 3) return [...first].join('');
  return (letter + (rest.at(-1)?.[0] ?? '')).toLocaleUpperCase();
}

/** The four ways to lay a quarter disc in a square of 16. */
const QUARTERS = [
  'M0 0h16a16 16 0 0 1-16 16z',
  'M16 0v16a16 16 0 0 1-16-16z',
  'M16 16h-16a16 16 0 0 1 16-16z',
  'M0 16v-16a16 16 0 0 1 16 16z',
];

function quarterDiscs(id: string): TemplateResult {
  const turn = (cell: number) => hash(`${id}${cell}`) % 4;
  return html`<svg viewBox="0 0 32 32">${[0, 1, 2, 3].map(
    (cell) =>
      svg`<path fill="currentColor" transform="translate(${(cell % 2) * 16} ${cell < 2 ? 0 : 16})" d=${QUARTERS[turn(cell)]}/>`,
  )}</svg>`;
}
