import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, type TemplateResult } from 'lit';
import '../../../leaderboard.ts';

const meta: Meta = {
  title: 'Widgets/Leaderboard/Responsive',
  component: 'engagement-leaderboard',
  tags: ['stable', '!autodocs'],
  parameters: { controls: { disable: true }, client: { still: true, scenario: 'still' } },
};
export default meta;

const WIDTHS = [240, 320, 480, 768, 1280];

const atWidths = (widget: TemplateResult) =>
  html`<div style="display: grid; gap: 2rem; justify-items: start; overflow-x: auto">
    ${WIDTHS.map(
      (width) => html`<section style="inline-size: ${width}px">
        <p style="margin: 0 0 0.5rem; font-size: 0.8125rem">${width} px</p>
        ${widget}
      </section>`,
    )}
  </div>`;

/** The width of its place decides, not that of the screen. */
export const Table: StoryObj = {
  render: () =>
    atWidths(html`<engagement-leaderboard
      board="weekly-downloads"
      limit="5"
      pin-me
      periods="week month all-time"
    ></engagement-leaderboard>`),
};

export const List: StoryObj = {
  render: () =>
    atWidths(html`<engagement-leaderboard board="rising" layout="list" limit="5"></engagement-leaderboard>`),
};

export const Podium: StoryObj = {
  render: () =>
    atWidths(
      html`<engagement-leaderboard board="top-sellers" period="season" layout="podium" limit="5"></engagement-leaderboard>`,
    ),
};
