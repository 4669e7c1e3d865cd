// Biome checks everything; eslint adds what only its Lit plugins know about templates and custom elements.
import lit from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import wc from 'eslint-plugin-wc';
import tseslint from 'typescript-eslint';

export default [
  { ignores: ['**/dist*/**', '**/node_modules/**'] },
  {
    files: ['packages/widgets/src/**/*.ts'],
    languageOptions: { parser: tseslint.parser },
    plugins: { lit, wc, 'lit-a11y': litA11y },
    settings: { wc: { elementBaseClasses: ['LitElement', 'EngagementElement'] } },
    rules: {
      ...lit.configs['flat/recommended'].rules,
      ...wc.configs['flat/recommended'].rules,
      ...litA11y.configs.recommended.rules,
    },
  },
];
