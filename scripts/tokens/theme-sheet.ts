import type { TransformedToken } from 'style-dictionary';
import { cssValue, neverSmaller, withReferences } from './css-values.ts';

/** A theme: a style sheet that only sets tokens, for the whole page, or for what is inside an element with its class. */
export function themeSheet(theme: string, description: string, tokens: TransformedToken[]): string {
  const lines = tokens.map((token) => {
    const value = withReferences(token, (path) => `--engagement-${path}`) ?? neverSmaller(token, cssValue(token));
    // `inherit` would take the theme around it, where the page's own font is meant
    return `  --${token.name}: ${value === 'inherit' ? 'initial' : value};`;
  });
  return `/* ${description}
   Made of tokens/*.tokens.json: change those, and run \`npm run tokens\`. */
:root,
.engagement-theme-${theme} {
${lines.join('\n')}
}
`;
}
