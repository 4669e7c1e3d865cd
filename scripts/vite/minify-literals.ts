import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const sources = join(import.meta.dirname, '../../packages/widgets/src');

const PRIVATE = /--_[\w-]+/g;
const CSS = /\bcss`([^`]*)`/g;

/** Takes out of `css` and `html` templates what only their authors read: comments, indents, line breaks, private names. */
export function minifyLiterals(): Plugin {
  const names = shortNames();
  return {
    name: 'minify-literals',
    enforce: 'pre',
    transform(code, id) {
      if (!id.includes('/packages/widgets/src/') || !code.includes("from 'lit'")) return;
      const minified = minifyMarkup(code.replace(CSS, (_, css: string) => `css\`${minifyCss(css)}\``));
      return { code: minified.replace(PRIVATE, (name) => names.get(name) ?? name), map: null };
    },
  };
}

/** Custom properties that only our style sheets know: the same short name for each in every file and every build. */
function shortNames(): Map<string, string> {
  const files = globSync('**/*.ts', { cwd: sources });
  const found = files.flatMap((file) => readFileSync(join(sources, file), 'utf8').match(PRIVATE) ?? []);
  const names = [...new Set(found)].sort();
  return new Map(names.map((name, at) => [name, `--_${at.toString(36)}`]));
}

/** Without interpolations, as all our style sheets are, a template is plain CSS. */
function minifyCss(css: string): string {
  if (css.includes('${')) throw new Error('A style sheet with interpolations cannot be minified');
  return css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,>]) ?/g, '$1')
    .replace(/: /g, ':')
    .replace(/;\}/g, '}')
    .replace(/(?<=[\w)%]) ([*/]) (?=[\w(])/g, '$1')
    .replace(/='([a-z-]+)'\]/g, '=$1]')
    .replace(/(?<=[ (,:-])0\.(?=\d)/g, '.')
    .trim();
}

/** A line break and its indent beside a tag or an interpolation means nothing in our templates, nor do quotes around a word. */
function minifyMarkup(code: string): string {
  return code.replace(/(?<=[>}`])\n\s+(?=<|\$\{)/g, '').replace(/(?<= [a-z-]+=)"([a-z-]+)"(?=[ >])/g, '$1');
}
