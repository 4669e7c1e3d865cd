import { GLOBALS_UPDATED, SET_GLOBALS } from 'storybook/internal/core-events';
import { addons } from 'storybook/preview-api';
import { applySettings } from './apply-settings.ts';
import { initialSettings, type PageSettings } from './toolbar.ts';

let settings = initialSettings;

/** What the toolbar says now. */
export const currentSettings = (): PageSettings => settings;

/** Stories are told what the toolbar says; pages of words, which are no stories, ask here. */
export async function followToolbar(): Promise<void> {
  const channel = await addons.ready();
  const follow = ({ globals }: { globals: Partial<PageSettings> }) => {
    settings = { ...initialSettings, ...globals };
    const inDocs = new URLSearchParams(window.location.search).get('viewMode') === 'docs';
    if (inDocs) applySettings(settings, false).catch(console.error);
  };
  channel.on(SET_GLOBALS, follow);
  channel.on(GLOBALS_UPDATED, follow);
}
