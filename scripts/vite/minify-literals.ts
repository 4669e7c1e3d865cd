import type { Plugin } from 'vite';

const CSS = /\bcss ?`([^`]*)`/g; // the compiler writes a space

/** Takes out of `css` and `html` templates what only their authors read: comments, indents and line breaks. */
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

/** The code of a module of ours, with less in its templates. Done twice, it is as done once. */
export function withMinifiedLiterals(code: string): string {
  if (!code.includes("from 'lit'")) return code;
  return minifyMarkup(code.replace(CSS, (_, css: string) => `css\`${minifyCss(css)}\``));
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
    .replace(/='([a-z-]+)'\]/g, '=$1]')
    .trim();
}

/** A line break and its indent beside a tag or an interpolation means nothing in our templates. */
function minifyMarkup(code: string): string {
  return code.replace(/(?<=[>}`])\n\s+(?=<|\$\{)/g, '');
}
