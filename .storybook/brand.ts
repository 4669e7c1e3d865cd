import { create, type ThemeVars } from 'storybook/theming';

const shared = {
  brandTitle: 'Engagement widgets',
  brandTarget: '_self',
  fontBase: 'system-ui, sans-serif',
  fontCode: 'ui-monospace, monospace',
  appBorderRadius: 6,
  inputBorderRadius: 4,
} as const;

/** How Storybook itself looks: in the colours of the widgets, which are close to these. */
export function brand(scheme: 'light' | 'dark'): ThemeVars {
  return scheme === 'light'
    ? create({
        ...shared,
        base: 'light',
        colorPrimary: '#1f4fa3',
        colorSecondary: '#1f4fa3',
        appBg: '#f4f5f7',
        appBorderColor: '#dfe1e5',
        textColor: '#1b1f27',
        barTextColor: '#5a6070',
      })
    : create({
        ...shared,
        base: 'dark',
        colorPrimary: '#8ab4f0',
        colorSecondary: '#6ea2ec',
        appBg: '#15181e',
        appContentBg: '#0f1115',
        appPreviewBg: '#0b0d11',
        barBg: '#15181e',
        appBorderColor: '#2b303a',
        textColor: '#eceef1',
        barTextColor: '#a5abb8',
      });
}
