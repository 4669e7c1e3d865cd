import type { StorybookConfig } from '@storybook/web-components-vite';
import { mergeConfig } from 'vite';
import { reloadWidgets } from './reload-widgets.ts';

const config: StorybookConfig = {
  stories: ['./docs/*.mdx', './patterns/*.stories.ts', '../packages/widgets/src/**/*.stories.ts'],
  addons: ['@storybook/addon-docs', '@storybook/addon-a11y', '@storybook/addon-vitest'],
  framework: { name: '@storybook/web-components-vite', options: {} },
  features: { sidebarOnboardingChecklist: false, menuOnboardingChecklist: false, backgrounds: false },
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  viteFinal: (vite) =>
    mergeConfig(vite, {
      plugins: [reloadWidgets()],
      resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
    }),
};

export default config;
