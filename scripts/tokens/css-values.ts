import type { TransformedToken } from 'style-dictionary';

/** Where the DTCG format, which knows one value per token, keeps that of the dark. */
export const DARK = 'org.engagement.dark';

export interface Color {
  colorSpace: 'oklch';
  components: [number, number, number];
  alpha?: number;
}
interface Dimension {
  value: number;
  unit: string;
}
interface Shadow {
  color: Color;
  offsetX: Dimension;
  offsetY: Dimension;
  blur: Dimension;
  spread: Dimension;
}

const color = ({ components, alpha = 1 }: Color) => `oklch(${components.join(' ')}${alpha === 1 ? '' : ` / ${alpha}`})`;
const dimension = ({ value, unit }: Dimension) => (value === 0 ? '0px' : `${value}${unit}`);
const shadow = ({ color: ink, offsetX, offsetY, blur, spread }: Shadow) =>
  `${[offsetX, offsetY, blur, spread].map(dimension).join(' ')} ${color(ink)}`;

/** How the value of each type is written in CSS. */
const WRITERS: Record<string, (value: never) => string> = {
  color,
  dimension,
  shadow,
  duration: dimension,
  cubicBezier: (points: number[]) => `cubic-bezier(${points.join(', ')})`,
};

function write(type: string | undefined, value: unknown): string {
  const writer = WRITERS[type ?? ''];
  return writer && typeof value === 'object' ? writer(value as never) : String(value);
}

/** A token's values in the light and in the dark, in CSS. */
export function schemes({ $type, $value, $extensions }: TransformedToken): { light: string; dark: string } {
  const light = write($type, $value);
  const dark = $extensions?.[DARK];
  return { light, dark: dark === undefined ? light : write($type, dark) };
}

/** A token's value in CSS that follows the colour scheme of where it is used. */
export function cssValue(token: TransformedToken): string {
  const { light, dark } = schemes(token);
  if (light === dark) return light;
  if (token.$type !== 'shadow') return `light-dark(${light}, ${dark})`;
  // `light-dark()` chooses colours, not shadows
  const inks = [token.$value, token.$extensions?.[DARK]].map((value) => color(value.color));
  return light.replace(inks[0] ?? '', `light-dark(${inks.join(', ')})`);
}

/** A value that names other tokens, in CSS; null for one that names none. `nameOf` turns a path into a property. */
export function withReferences({ original }: TransformedToken, nameOf: (path: string) => string): string | null {
  const value: unknown = original.$value;
  if (typeof value !== 'string' || !value.includes('{')) return null;
  return value.replace(/\{([^}]+)\}/g, (_, path: string) => `var(${nameOf(path.replaceAll('.', '-'))})`);
}

/** Many pages set the root to 62.5 % and sizes of their own below it: a length in rem stays what it is at 16 px. */
export function neverSmaller({ $value }: TransformedToken, css: string): string {
  return $value?.unit === 'rem' ? `max(${css}, ${$value.value * 16}px)` : css;
}
