import type { Plugin } from 'vite';

const CSS = /\bcss`([^`]*)`/g;

/** Takes out of `css` and `html` templates what only their authors read: comments, indents and line breaks. */
export function minifyLiterals(): Plugin {
  return {
    name: 'minify-literals',
    enforce: 'pre',
    transform(code, id) {
      if (!id.includes('/packages/widgets/src/') || !code.includes("from 'lit'")) return;
      return { code: minifyMarkup(code.replace(CSS, (_, css: string) => `css\`${minifyCss(css)}\``)), map: null };
    },
  };
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
    .replace(/(?<![\w.])0(?=\.\d)/g, '')
    .replace(/='([a-z-]+)'\]/g, '=$1]')
    .trim();
}

/** A line break and its indent beside a tag or an interpolation means nothing in our templates. */
function minifyMarkup(code: string): string {
  return code.replace(/(?<=[>}`])\n\s+(?=<|\$\{)/g, '');
}
