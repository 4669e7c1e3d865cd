import react from '../../examples/react/src/top.tsx?raw';
import html from '../../examples/script-tag/index.html?raw';
import svelte from '../../examples/svelte/src/Top.svelte?raw';
import typeScript from '../../examples/vite-vanilla/main.ts?raw';
import vue from '../../examples/vue/src/Top.vue?raw';

/** The files of `examples/` themselves, which tests run in a browser. */
export const exampleCode: Record<string, string> = {
  HTML: html,
  TypeScript: typeScript,
  'React 19': react,
  Vue: vue,
  Svelte: svelte,
};
