import { html, nothing, type TemplateResult } from 'lit';
import { hash } from './hash.ts';

const HUES = [255, 145, 330, 200, 75, 25] as const;

export interface AvatarOptions {
  id: string;
  name: string;
  image: string | null;
  /** Things are square, people are round. */
  square: boolean;
}

/** A picture, over initials (people) or quarter discs (things) that show until it has loaded, and when it cannot. */
export function avatar({ id, name, image, square }: AvatarOptions): TemplateResult {
  const hue = HUES[hash(id) % HUES.length];
  return html`<span part="avatar" class=${square ? 'square' : nothing} aria-hidden="true" .style=${`--hue:${hue}`}>
    ${square ? quarterDiscs(id) : initials(name)}
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

/** The four ways to lay a quarter disc in a square of 16, from the square's corner. */
const QUARTERS = [
  'h16a16 16 0 0 1-16 16z',
  'm16 0v16a16 16 0 0 1-16-16z',
  'm16 16h-16a16 16 0 0 1 16-16z',
  'm0 16v-16a16 16 0 0 1 16 16z',
];
const CORNERS = ['M0 0', 'M16 0', 'M0 16', 'M16 16'];

function quarterDiscs(id: string): TemplateResult {
  const discs = CORNERS.map((corner, cell) => corner + QUARTERS[hash(`${id}${cell}`) % 4]);
  return html`<svg viewBox="0 0 32 32"><path fill="currentColor" d=${discs.join('')} /></svg>`;
}
