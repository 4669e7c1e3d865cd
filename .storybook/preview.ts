import './page/reduced-motion.ts';
import './page/page.css';
import '../packages/widgets/src/locales/auto.ts';
import { DocsContainer, type DocsContainerProps } from '@storybook/addon-docs/blocks';
import { type Preview, setCustomElementsManifest } from '@storybook/web-components-vite';
import { setStorybookHelpersConfig } from '@wc-toolkit/storybook-helpers';
import { configure } from 'storybook/test';
import { settled } from '../packages/widgets/src/testing/settled.ts';
import { brand } from './brand.ts';
import { manifest } from './manifest.ts';
import { applySettings } from './page/apply-settings.ts';
import { inProvider, whileShown, withFakeClient } from './page/fake-client.ts';
import { currentSettings, followToolbar } from './page/follow-toolbar.ts';
import { initialSettings, type PageSettings, toolbar } from './page/toolbar.ts';
import { inContainer } from './page/width.ts';

setCustomElementsManifest(manifest);
setStorybookHelpersConfig({ hideArgRef: true });
// What stories wait for may first have to be loaded, by a machine that others keep busy.
configure({ asyncUtilTimeout: 10_000 });
followToolbar().catch(console.error);

const preview: Preview = {
  tags: ['autodocs'],
  globalTypes: toolbar,
  initialGlobals: { ...initialSettings },
  loaders: [
    async ({ globals, viewMode }) => {
      await applySettings(globals as PageSettings, viewMode === 'story');
    },
    withFakeClient,
  ],
  beforeEach: whileShown,
  // axe comes next, and has to see all there is
  afterEach: ({ canvasElement }) => settled(canvasElement),
  decorators: [inProvider, inContainer],
  parameters: {
    layout: 'padded',
    backgrounds: { disable: true },
    controls: { expanded: true },
    a11y: {
      test: 'error',
      options: {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
        // Pseudo-elements of the widgets are hairlines and bars, which hide no words. Dots are judged too.
        checks: { 'color-contrast': { options: { ignorePseudo: true, ignoreUnicode: false } } },
      },
      // Letters under a picture and figures on a drawing cannot be judged from outside: the tests of the widgets compute them.
      config: { rules: [{ id: 'color-contrast', selector: ':not([part~="avatar"], text)' }] },
    },
    docs: { container: SchemedDocs, codePanel: true },
    options: {
      storySort: {
        order: [
          'Start here',
          'Foundations',
          ['Tokens', 'Theme builder', 'Motion', 'Icons', 'States and words', 'Do and don’t'],
          'Widgets',
          [
            'Leaderboard',
            [
              'Overview',
              'Anatomy',
              'States',
              'Responsive',
              'Content',
              'Realtime',
              'Languages',
              'In frameworks',
              'Before the code',
            ],
          ],
          'Patterns',
          'Test lab',
        ],
      },
    },
  },
};

/** Storybook's own pages take the scheme of the toolbar. */
function SchemedDocs(props: DocsContainerProps) {
  const { scheme } = currentSettings();
  const dark = scheme === 'dark' || (scheme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  return DocsContainer({ ...props, theme: brand(dark ? 'dark' : 'light') });
}

export default preview;
