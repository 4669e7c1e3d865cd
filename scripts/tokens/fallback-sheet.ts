import type { TransformedToken } from 'style-dictionary';
import { cssValue, neverSmaller, withReferences } from './css-values.ts';

/** Tokens that style sheets name so often that a shorter name pays. The others are called what they are. */
const SHORT: Record<string, string> = {
  'color-text-muted': 'muted',
  'color-surface-raised': 'raised',
  'row-block-size': 'row',
  'avatar-size': 'avatar',
  space: '1',
};

const privateName = (path: string) => `--_${SHORT[path] ?? path.replace(/^color-/, '')}`;

/** The tokens for the style sheets of widgets: what the page set, else the standard value. */
export function fallbackSheet(name: string, when: string, tokens: TransformedToken[], inUse: Set<string>): string {
  const named = tokens.map((token) => ({ token, name: privateName(token.path.join('-')) }));
  const lines = named
    .filter(({ name }) => inUse.has(name))
    .map(({ token, name }) => {
      const value = withReferences(token, privateName) ?? neverSmaller(token, cssValue(token));
      return `      ${name}: var(--${token.name}, ${value});`;
    });
  return `import { css } from 'lit';

// Made of tokens/standard.tokens.json by \`npm run tokens\`.

/** ${when}: what the page set, else the standard value. A name with a leading underscore is private. */
export const ${name} = css\`
  @layer engagement {
    :host {
${lines.join('\n')}
    }
  }
\`;
`;
}
