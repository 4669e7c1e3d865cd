import ColorMath from 'colorjs.io';
import type { TransformedToken } from 'style-dictionary';
import { type Color, DARK } from './css-values.ts';

const PIXELS_PER_REM = 16;

/**
 * Variables for one mode of a Figma collection, in the Design Tokens format as Figma reads it: colours in sRGB,
 * lengths in pixels. What Figma has no variable for is left out.
 */
export function figmaVariables(tokens: TransformedToken[], scheme: 'light' | 'dark'): string {
  const variables: Record<string, unknown> = {};
  for (const token of tokens) {
    const value = figmaValue(token, scheme);
    if (!value) continue;
    let group = variables;
    for (const name of token.path.slice(0, -1)) {
      group[name] ??= {};
      group = group[name] as Record<string, unknown>;
    }
    const { $type, $description } = token;
    group[token.path.at(-1) ?? ''] = { $type, ...($description && { $description }), $value: value };
  }
  return `${JSON.stringify(variables, null, 2)}\n`;
}

function figmaValue({ $type, $value, $extensions }: TransformedToken, scheme: string): unknown {
  if ($type === 'color') return srgb(scheme === 'dark' ? ($extensions?.[DARK] ?? $value) : $value);
  if ($type !== 'dimension') return null;
  const { value, unit } = $value;
  return { value: unit === 'rem' ? value * PIXELS_PER_REM : value, unit: 'px' };
}

function srgb({ components, alpha = 1 }: Color): unknown {
  const color = new ColorMath('oklch', components).to('srgb').toGamut();
  const channels = color.coords.map((channel) => Number(channel.toFixed(4)));
  return { colorSpace: 'srgb', components: channels, alpha, hex: color.toString({ format: 'hex', collapse: false }) };
}
