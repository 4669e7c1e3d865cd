import { TOKENS, type Token } from '../../packages/widgets/src/tokens.ts';

export type Scheme = 'light' | 'dark';
export const SCHEMES: readonly Scheme[] = ['light', 'dark'];

/** What the page says of a token, else its standard value: CSS for any place, whatever its scheme. */
export function cssOf(name: string): string {
  const token = TOKENS.find((one) => one.name === `--engagement-${name}`);
  if (!token) throw new Error(`There is no token ${name}`);
  return `var(${token.name}, ${standardOf(token)})`;
}

/** The standard value, for both schemes at once. */
export function standardOf({ light, dark }: Token): string {
  const alias = /^var\(--engagement-([\w-]+)\)$/.exec(light)?.[1];
  if (alias) return cssOf(alias);
  return light === dark ? light : `light-dark(${light}, ${dark})`;
}

export const shortName = ({ name }: Token): string => name.replace(/^--engagement-/, '');
