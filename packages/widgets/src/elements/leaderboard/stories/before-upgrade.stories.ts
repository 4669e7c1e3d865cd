import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, type TemplateResult } from 'lit';
import reserve from '../../../../reserve.css?raw';
import '../../../leaderboard.ts';
import { sideBySide } from '../../../testing/story.ts';

const meta: Meta = {
  title: 'Widgets/Leaderboard/Before the code',
  component: 'engagement-leaderboard',
  tags: ['stable', '!autodocs'],
  parameters: { controls: { disable: true }, client: { still: true, scenario: 'still' } },
};
export default meta;

const FALLBACK = `<p slot="fallback"><a href="https://shop.example/top">This week’s top assets</a></p>`;
const TAG = `<engagement-leaderboard board="weekly-downloads" limit="5">${FALLBACK}</engagement-leaderboard>`;

/** A page of its own, where no code comes. The dashed line shows the room that is kept. */
const page = (styles: string): TemplateResult =>
  html`<iframe
    title="A page without the code of the widgets"
    style="inline-size: 100%; block-size: 30rem; border: 0"
    srcdoc=${`<!doctype html><html lang="en"><style>
      :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
      body { margin: 0; }
      engagement-leaderboard { outline: 1px dashed; outline-offset: -1px; }
      ${styles}</style>${TAG}<p>What comes below.</p></html>`}
  ></iframe>`;

/** With \`reserve.css\` the page keeps the room, so that nothing moves when the code comes; without scripts the fallback stays. */
export const Reserved: StoryObj = {
  render: () =>
    sideBySide([
      { label: 'Without reserve.css', note: 'The fallback, and no room.', content: page('') },
      { label: 'With reserve.css', note: 'The fallback, in the room of the rows.', content: page(reserve) },
      {
        label: 'With the code',
        note: 'The rows, in the same room.',
        content: html`<engagement-leaderboard board="weekly-downloads" limit="5"></engagement-leaderboard>
          <p>What comes below.</p>`,
      },
    ]),
};
