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
    ...fallbackSheets(standard),
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

/** What is there before the first rows are: its tokens come with the widget, those of all else come later. */
const FIRST = [
  'styles/host.styles.ts',
  'styles/frame.styles.ts',
  'elements/leaderboard/leaderboard.styles.ts',
  'parts/medal.ts',
];

/** A token that nothing uses takes no room in what a page loads. */
function fallbackSheets(tokens: TransformedToken[]): Array<[string, string]> {
  const folder = `${widgets}/src`;
  const all = globSync('**/*.ts', { cwd: join(root, folder) }).filter((file) => !file.endsWith('tokens.styles.ts'));
  const first = privateNamesIn(FIRST.map((file) => join(folder, file)));
  const later = new Set([...privateNamesIn(all.map((file) => join(folder, file)))].filter((name) => !first.has(name)));
  return [
    [`${folder}/styles/tokens.styles.ts`, fallbackSheet('tokenStyles', 'Tokens', tokens, first)],
    [
      `${folder}/styles/later-tokens.styles.ts`,
      fallbackSheet('laterTokenStyles', 'Tokens of what comes after the first rows', tokens, later),
    ],
  ];
}

function privateNamesIn(files: string[]): Set<string> {
  const text = files.map((file) => readFileSync(join(root, file), 'utf8')).join('\n');
  return new Set([...text.matchAll(/--_[\w-]+/g)].map(([name]) => name));
}
