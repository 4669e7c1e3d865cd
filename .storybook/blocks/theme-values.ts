import { TOKENS, type Token } from '../../packages/widgets/src/tokens.ts';
import type { Scheme } from './tokens.ts';

/** What a theme sets: a value for both schemes, or one for each. What it leaves out has its standard value. */
export type ThemeValues = Readonly<Record<string, Readonly<Record<Scheme, string>>>>;

const DECLARATION = /(--engagement-[\w-]+)\s*:\s*([^;]+);/g;

/** Reads the tokens out of a style sheet of ours. */
export function readTheme(css: string): ThemeValues {
  const values = [...css.matchAll(DECLARATION)].map(
    ([, name = '', value = '']) => [name, parted(value.trim())] as const,
  );
  return Object.fromEntries(values.filter(([name]) => TOKENS.some((token) => token.name === name)));
}

/** `light-dark(a, b)`, else the same for both. */
function parted(value: string): Record<Scheme, string> {
  const inside = /^light-dark\((.*)\)$/s.exec(value)?.[1];
  if (!inside) return { light: value, dark: value };
  let depth = 0;
  for (let at = 0; at < inside.length; at++) {
    if (inside[at] === '(') depth++;
    if (inside[at] === ')') depth--;
    if (inside[at] === ',' && depth === 0)
      return { light: inside.slice(0, at).trim(), dark: inside.slice(at + 1).trim() };
  }
  return { light: value, dark: value };
}

/** One value that is right in both schemes. */
const joined = ({ light, dark }: Record<Scheme, string>) => (light === dark ? light : `light-dark(${light}, ${dark})`);

/** The custom properties, as they are set on an element. */
export const asProperties = (values: ThemeValues): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, joined(value)]));

/** What people paste into their own style sheet. */
export function asCss(values: ThemeValues): string {
  const lines = Object.entries(asProperties(values)).map(([name, value]) => `  ${name}: ${value};`);
  if (lines.length === 0) return '/* The standard look. Nothing to paste. */';
  return [':root {', '  color-scheme: light dark; /* yours, if your page has both */', ...lines, '}'].join('\n');
}

/** Sets one value; without one the token goes back to its standard. */
export function withValue(values: ThemeValues, token: Token, schemes: readonly Scheme[], value: string): ThemeValues {
  const { [token.name]: before, ...rest } = values;
  if (value === '') return rest;
  const standard = { light: token.light, dark: token.dark };
  const set = Object.fromEntries(schemes.map((scheme) => [scheme, value]));
  return { ...rest, [token.name]: { ...(before ?? standard), ...set } };
}
