import type { Preview } from '@storybook/web-components-vite';

/** What the toolbar sets for every story and page. */
export interface PageSettings {
  theme: string;
  scheme: 'light' | 'dark' | 'system';
  direction: 'ltr' | 'rtl';
  locale: string;
  data: string;
  motion: 'full' | 'reduced';
  width: string;
  hostCss: 'none' | 'tailwind' | 'bootstrap' | 'hostile';
}

type Items = ReadonlyArray<{ value: string; title: string; right?: string }>;

type Toolbar = NonNullable<NonNullable<Preview['globalTypes']>[string]['toolbar']>;

const choice = (title: string, icon: NonNullable<Toolbar['icon']>, description: string, items: Items) => ({
  description,
  toolbar: { title, icon, items: [...items], dynamicTitle: true },
});

export const initialSettings: PageSettings = {
  theme: 'default',
  scheme: 'system',
  direction: 'ltr',
  locale: 'en',
  data: 'live',
  motion: 'full',
  width: 'auto',
  hostCss: 'none',
};

export const toolbar = {
  theme: choice('Theme', 'paintbrush', 'One of the themes that we ship', [
    { value: 'default', title: 'Default' },
    { value: 'minimal', title: 'Minimal' },
    { value: 'high-contrast', title: 'High contrast' },
    { value: 'brand-demo', title: 'Brand demo' },
  ]),
  scheme: choice('Scheme', 'mirror', 'The color-scheme of the page', [
    { value: 'light', title: 'Light' },
    { value: 'dark', title: 'Dark' },
    { value: 'system', title: 'System' },
  ]),
  direction: choice('Direction', 'transfer', 'The dir of the page', [
    { value: 'ltr', title: 'LTR' },
    { value: 'rtl', title: 'RTL' },
  ]),
  locale: choice('Locale', 'globe', 'The lang of the page', [
    { value: 'en', title: 'English' },
    { value: 'de', title: 'Deutsch' },
    { value: 'fr', title: 'Français' },
    { value: 'ar', title: 'العربية' },
    { value: 'ja', title: '日本語' },
    { value: 'en-XA', title: 'Pseudo-locale', right: 'long and accented' },
  ]),
  data: choice('Data', 'database', 'What the fake client answers', [
    { value: 'live', title: 'Live' },
    { value: 'slow', title: 'Slow' },
    { value: 'empty', title: 'Empty' },
    { value: 'error', title: 'Error' },
    { value: 'offline', title: 'Offline' },
    { value: 'signed-out', title: 'Signed out' },
    { value: 'unavailable', title: 'Unavailable' },
    { value: 'huge', title: 'Huge' },
  ]),
  motion: choice('Motion', 'lightning', 'What the reader asked their system for', [
    { value: 'full', title: 'Motion' },
    { value: 'reduced', title: 'Reduced' },
  ]),
  width: choice('Width', 'ruler', 'The width of the container, which can also be dragged', [
    { value: 'auto', title: 'Full' },
    ...['240', '320', '480', '768', '1280'].map((value) => ({ value, title: `${value} px` })),
  ]),
  hostCss: choice('Host CSS', 'component', 'A style sheet of the page that tries to break us', [
    { value: 'none', title: 'Plain page' },
    { value: 'tailwind', title: 'Tailwind reset' },
    { value: 'bootstrap', title: 'Bootstrap' },
    { value: 'hostile', title: 'Hostile' },
  ]),
} satisfies NonNullable<Preview['globalTypes']>;
