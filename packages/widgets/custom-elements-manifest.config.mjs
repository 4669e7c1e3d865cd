// What the widgets offer to pages, as data, and what editors and frameworks make of it: `npm run manifest` writes
// custom-elements.json and, into dist/, types for JSX, Vue and Svelte, and what VS Code and JetBrains read.
import { cemInheritancePlugin } from '@wc-toolkit/cem-inheritance';
import { jsxTypesPlugin } from '@wc-toolkit/jsx-types';
import { customElementJetBrainsPlugin } from 'custom-element-jet-brains-integration';
import { customElementSveltePlugin } from 'custom-element-svelte-integration';
import { customElementVsCodePlugin } from 'custom-element-vs-code-integration';
import { customElementVuejsPlugin } from 'custom-element-vuejs-integration';
import { builtModules, eventMaps, publicOnly, tagNames } from './manifest/plugins.mjs';

// the entry that has the classes, beside the generated types
const types = { outdir: 'dist', componentTypePath: () => './index.js' };

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
    jsxTypesPlugin({ ...types, fileName: 'jsx.d.ts' }),
    customElementVuejsPlugin({ ...types, fileName: 'vue.d.ts' }),
    customElementSveltePlugin({ ...types, fileName: 'svelte.d.ts' }),
    customElementVsCodePlugin({ outdir: 'dist', cssFileName: null }),
    customElementJetBrainsPlugin({ outdir: 'dist', packageJson: false }),
  ],
};
