// Biome checks everything; eslint adds what only its Lit plugins know about templates and custom elements, and what the
// published packages may not use.
import lit from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import wc from 'eslint-plugin-wc';
import tseslint from 'typescript-eslint';

const younger = 'It is younger than the browsers and the Node that the published packages run in.';

export default [
  { ignores: ['**/dist*/**', '**/node_modules/**'] },
  {
    // What is younger in the language, the compiler refuses by its `lib`; the DOM has no year.
    files: ['packages/{contract,sdk,widgets}/src/**/*.ts'],
    languageOptions: { parser: tseslint.parser },
    rules: {
      'no-restricted-properties': ['error', { object: 'URL', property: 'parse', message: younger }],
      'no-restricted-globals': [
        'error',
        ...['requestIdleCallback', 'scheduler', 'CloseWatcher', 'Sanitizer'].map((name) => ({
          name,
          message: younger,
        })),
      ],
    },
  },
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
