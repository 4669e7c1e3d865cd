import bootstrap from 'bootstrap/dist/css/bootstrap.min.css?url';
import tailwind from 'tailwindcss/preflight.css?url';
import hostile from '../../packages/widgets/e2e/hostile.css?url';
import { reduceMotion } from './reduced-motion.ts';
import { useStyleSheet } from './style-sheet.ts';
import { themeSheets } from './themes.ts';
import type { PageSettings } from './toolbar.ts';

const HOST_CSS: Record<PageSettings['hostCss'], string | undefined> = {
  none: undefined,
  tailwind,
  bootstrap,
  hostile,
};

const SCHEMES = { light: 'light', dark: 'dark', system: 'light dark' };

/** Makes the page what the toolbar says. Host CSS is for stories alone: it would break the pages that explain it. */
export async function applySettings(settings: PageSettings, inStory: boolean): Promise<void> {
  const { documentElement: root } = document;
  root.style.colorScheme = SCHEMES[settings.scheme];
  root.dataset.scheme = settings.scheme;
  root.dataset.hostCss = inStory ? settings.hostCss : 'none';
  root.dir = settings.direction;
  root.lang = settings.locale;
  reduceMotion(settings.motion === 'reduced');
  await Promise.all([
    useStyleSheet('theme', themeSheets[settings.theme]),
    useStyleSheet('host', inStory ? HOST_CSS[settings.hostCss] : undefined),
  ]);
  window.dispatchEvent(new Event('settings-applied'));
}
