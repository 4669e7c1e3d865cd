import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import '../../../leaderboard.ts';
import { sideBySide } from '../../../testing/story.ts';

const meta: Meta = {
  title: 'Widgets/Leaderboard/Languages',
  component: 'engagement-leaderboard',
  tags: ['stable', '!autodocs'],
  parameters: { controls: { disable: true }, client: { still: true, scenario: 'still' }, everyLocale: true },
};
export default meta;

const LANGUAGES: ReadonlyArray<[lang: string, name: string, dir: 'ltr' | 'rtl']> = [
  ['en', 'English', 'ltr'],
  ['de', 'Deutsch', 'ltr'],
  ['fr', 'Français', 'ltr'],
  ['ar', 'العربية', 'rtl'],
  ['ja', '日本語', 'ltr'],
  ['en-XA', 'Pseudo-locale', 'ltr'],
];

/** Words, numbers, dates and direction of each language; the names of people stay as they are. */
export const Grid: StoryObj = {
  render: () =>
    sideBySide(
      LANGUAGES.map(([lang, label, dir]) => ({
        label,
        content: html`<div lang=${lang} dir=${dir}>
          <engagement-leaderboard board="weekly-downloads" limit="5" pin-me periods="week month all-time"></engagement-leaderboard>
        </div>`,
      })),
    ),
};
