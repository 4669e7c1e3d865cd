import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import StyleDictionary, { type TransformedToken } from 'style-dictionary';
import { fallbackSheet } from './fallback-sheet.ts';
import { figmaVariables } from './figma-variables.ts';
import { reserveSheet } from './reserve-sheet.ts';
import { themeSheet } from './theme-sheet.ts';
import { tokenList } from './token-list.ts';

const root = join(import.meta.dirname, '../..');
const widgets = 'packages/widgets';
const STANDARD = 'standard';
const THEMES = ['minimal', 'high-contrast', 'brand-demo'];

/** All files that are made of the tokens: their text by their path from the root. */
export async function tokenFiles(): Promise<Map<string, string>> {
  const standard = await tokensOf(STANDARD);
  const files = new Map([
    [`${widgets}/themes/default.css`, themeSheet('default', descriptionOf(STANDARD), standard)],
    [`${widgets}/reserve.css`, reserveSheet(standard)],
    [`${widgets}/src/styles/tokens.styles.ts`, fallbackSheet(standard, privateNamesInUse())],
    [`${widgets}/src/tokens.ts`, tokenList(standard)],
    [`${widgets}/figma/light.tokens.json`, figmaVariables(standard, 'light')],
    [`${widgets}/figma/dark.tokens.json`, figmaVariables(standard, 'dark')],
  ]);
  for (const theme of THEMES) {
    const own = (await tokensOf(theme)).filter(({ isSource }) => isSource);
    files.set(`${widgets}/themes/${theme}.css`, themeSheet(theme, descriptionOf(theme), own));
  }
  return files;
}

const fileOf = (theme: string) => join(root, widgets, `tokens/${theme}.tokens.json`);

/** The tokens as a theme leaves them; `isSource` are those that it sets itself. */
async function tokensOf(theme: string): Promise<TransformedToken[]> {
  const dictionary = new StyleDictionary({
    log: { verbosity: 'silent' },
    include: [fileOf(STANDARD)],
    source: [fileOf(theme)],
    platforms: { css: { prefix: 'engagement', transforms: ['name/kebab'] } },
  });
  return (await dictionary.getPlatformTokens('css')).allTokens;
}

function descriptionOf(theme: string): string {
  return JSON.parse(readFileSync(fileOf(theme), 'utf8')).$description;
}

/** What style sheets and drawings call the tokens: a token that none uses takes no room in what a page loads. */
function privateNamesInUse(): Set<string> {
  const sources = globSync(`${widgets}/src/**/*.ts`, { cwd: root }).filter(
    (file) => !file.endsWith('tokens.styles.ts'),
  );
  const text = sources.map((file) => readFileSync(join(root, file), 'utf8')).join('\n');
  return new Set([...text.matchAll(/--_[\w-]+/g)].map(([name]) => name));
}
