import type { TransformedToken } from 'style-dictionary';
import { schemes, withReferences } from './css-values.ts';

/** The list of tokens for docs and theme builders. */
export function tokenList(tokens: TransformedToken[]): string {
  const lines = tokens.map((token) => {
    const reference = withReferences(token, (path) => `--engagement-${path}`);
    const values = reference ? { light: reference, dark: reference } : schemes(token);
    const { name, $type: type = 'keyword', $description: description } = token;
    const parts = Object.entries({ name: `--${name}`, type, description, ...values });
    return `  {\n${parts.map(([key, value]) => `    ${key}: ${quote(String(value))},`).join('\n')}\n  },`;
  });
  return `// Made of tokens/standard.tokens.json by \`npm run tokens\`.

/** A custom property that a page may set on any element around a widget, or on the widget. */
export interface Token {
  name: \`--engagement-\${string}\`;
  /** As in the Design Tokens format; \`keyword\` for those that take a word of CSS. */
  type: 'color' | 'dimension' | 'duration' | 'cubicBezier' | 'fontFamily' | 'shadow' | 'keyword';
  description: string;
  /** Standard value in a light page, in CSS. */
  light: string;
  /** Standard value in a dark page, in CSS. */
  dark: string;
}

export const TOKENS: readonly Token[] = [
${lines.join('\n')}
];
`;
}

const quote = (text: string) => (text.includes("'") ? JSON.stringify(text) : `'${text}'`);
