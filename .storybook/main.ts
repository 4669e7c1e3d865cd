import { fileURLToPath } from 'node:url';
import type { StorybookConfig } from '@storybook/web-components-vite';
import { mergeConfig } from 'vite';
import { manifestOfWidgets } from './manifest-of-widgets.ts';
import { reloadWidgets } from './reload-widgets.ts';

const config: StorybookConfig = {
  stories: ['./docs/*.mdx', './patterns/*.stories.ts', '../packages/widgets/src/**/*.stories.ts'],
  addons: ['@storybook/addon-docs', '@storybook/addon-a11y', '@storybook/addon-vitest'],
  framework: { name: '@storybook/web-components-vite', options: {} },
  features: { sidebarOnboardingChecklist: false, menuOnboardingChecklist: false, backgrounds: false },
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  viteFinal: (vite) =>
    mergeConfig(vite, {
      plugins: [manifestOfWidgets(), reloadWidgets()],
      // the policy of the static files allows no style sheet that is written into an address
      // and light-dark() has to stay what it is
      build: {
        assetsInlineLimit: 0,
        chunkSizeWarningLimit: 2000,
        cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
      },
      resolve: {
        conditions: ['source', 'module', 'browser', 'development|production'],
        // the helpers import Node's `path` for a part of theirs that never runs in a page
        alias: { path: fileURLToPath(new URL('nothing.ts', import.meta.url)) },
      },
    }),
};

export default config;
