// What the widgets offer to pages, as data, and what editors and frameworks make of it: `npm run build` writes
// custom-elements.json and, into dist/types/, what JSX, Vue, Svelte, VS Code and JetBrains read.
import { cemInheritancePlugin } from '@wc-toolkit/cem-inheritance';
import { customElementJetBrainsPlugin } from 'custom-element-jet-brains-integration';
import { customElementVsCodePlugin } from 'custom-element-vs-code-integration';
import { frameworkTypes } from './manifest/framework-types.mjs';
import { builtModules, eventMaps, publicOnly, tagNames } from './manifest/plugins.mjs';

export default {
  globs: ['src/elements/**/*.ts', 'src/internal/engagement-element.ts'],
  exclude: ['src/**/*.{test,stories}.ts'],
  outdir: '.',
  litelement: true,
  packagejson: false,
  plugins: [
    tagNames(),
    eventMaps(),
    cemInheritancePlugin(),
    publicOnly(),
    builtModules(),
    frameworkTypes({ outdir: 'dist/types' }),
    customElementVsCodePlugin({ outdir: 'dist/types', cssFileName: null }),
    customElementJetBrainsPlugin({ outdir: 'dist/types', packageJson: false }),
  ],
};
