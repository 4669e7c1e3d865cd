import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const sources = join(import.meta.dirname, '../../packages/widgets/src');

/** As their authors write them; short ones begin with a capital, so that they are not shortened again. */
const PRIVATE = /--_(?![A-Z])[\w-]+/g;
const CSS = /\bcss ?`([^`]*)`/g; // the compiler writes a space

/** Takes out of `css` and `html` templates what only their authors read: comments, indents, line breaks, private names. */
export function minifyLiterals(): Plugin {
  return {
    name: 'minify-literals',
    enforce: 'pre',
    transform(code, id) {
      if (id.includes('/packages/widgets/src/')) return { code: withMinifiedLiterals(code), map: null };
      return;
    },
  };
}

/** Custom properties that only our style sheets know: the same short name for each in every file and every build. */
export const shortNames = readShortNames();

function readShortNames(): Map<string, string> {
  const files = globSync('**/*.ts', { cwd: sources });
  const found = files.flatMap((file) => readFileSync(join(sources, file), 'utf8').match(PRIVATE) ?? []);
  const names = [...new Set(found)].sort();
  return new Map(names.map((name, at) => [name, `--_${inLetters(at)}`]));
}

/** A to Z, AA to ZZ. */
function inLetters(at: number): string {
  const last = String.fromCharCode(65 + (at % 26));
  return at < 26 ? last : `${inLetters(Math.floor(at / 26) - 1)}${last}`;
}

/** The code of a module of ours, with less in its templates. Done twice, it is as done once. */
export function withMinifiedLiterals(code: string): string {
  if (!code.includes("from 'lit'")) return code;
  if (code.includes('--_${')) throw new Error('A private name that is put together cannot be shortened');
  const minified = minifyMarkup(code.replace(CSS, (_, css: string) => `css\`${minifyCss(css)}\``));
  return minified.replace(PRIVATE, (name) => shortNames.get(name) ?? name);
}

/** Without interpolations, as all our style sheets are, a template is plain CSS. */
function minifyCss(css: string): string {
  if (css.includes('${')) throw new Error('A style sheet with interpolations cannot be minified');
  return css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,<>]) ?/g, '$1')
    .replace(/(?<=\() | (?=\))/g, '')
    .replace(/: /g, ':')
    .replace(/\( | (?=\))/g, (space) => space.trim())
    .replace(/;\}/g, '}')
    .replace(/(?<=[\w)%]) ([*/]) (?=[\w(-])/g, '$1')
    .replace(/='([a-z-]+)'\]/g, '=$1]')
    .replace(/(?<=[ (,:/-])0\.(?=\d)/g, '.')
    .trim();
}

/** A line break and its indent beside a tag or an interpolation means nothing in our templates, nor do quotes around a word. */
function minifyMarkup(code: string): string {
  return code.replace(/(?<=[>}`])\n\s+(?=<|\$\{)/g, '').replace(/(?<= [a-z-]+=)"([a-z-]+)"(?=[ >])/g, '$1');
}
