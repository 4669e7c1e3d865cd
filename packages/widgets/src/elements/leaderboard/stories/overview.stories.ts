import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { getStorybookHelpers } from '@wc-toolkit/storybook-helpers';
import '../../../leaderboard.ts';
import { pasted } from '../../../testing/story.ts';

const { args, argTypes, template } = getStorybookHelpers('engagement-leaderboard', {
  excludeCategories: ['methods', 'cssStates'],
});

const meta: Meta = {
  title: 'Widgets/Leaderboard/Overview',
  component: 'engagement-leaderboard',
  tags: ['stable'],
  args,
  argTypes,
};
export default meta;

/** Every attribute, property, slot, part and token that the widget has. */
export const Playground: StoryObj = {
  args: { board: 'weekly-downloads', limit: 10, 'pin-me': true, periods: 'week month all-time' },
  render: (args) => template(args),
};

/** A board needs its key, and nothing else. */
export const Default: StoryObj = pasted(`
<engagement-leaderboard board="weekly-downloads"></engagement-leaderboard>
`);

/** Rows of 36 px in place of 44. */
export const Compact: StoryObj = pasted(`
<engagement-leaderboard board="weekly-downloads" density="compact"></engagement-leaderboard>
`);

/** The reader's own row is added below, when it is further down than the rows. */
export const WithOwnRow: StoryObj = {
  name: 'With own row',
  ...pasted(`
<engagement-leaderboard board="weekly-downloads" limit="5" pin-me></engagement-leaderboard>
`),
};

/** The stretch around the reader, for a profile or a dashboard. */
export const AroundTheReader: StoryObj = {
  name: 'Around the reader',
  ...pasted(`
<engagement-leaderboard board="weekly-downloads" around limit="5" heading="Your neighbours"></engagement-leaderboard>
`),
};

/** No column heads to see: for a side column. */
export const List: StoryObj = {
  ...pasted(`
<engagement-leaderboard board="rising" layout="list" limit="5"></engagement-leaderboard>
`),
  globals: { width: '320' },
};

/** The first three on plinths as tall as their scores. */
export const Podium: StoryObj = pasted(`
<engagement-leaderboard board="top-sellers" period="season" layout="podium" limit="8"></engagement-leaderboard>
`);

/** Readers choose the period and the part of the board. */
export const WithSwitches: StoryObj = {
  name: 'With switches',
  ...pasted(`
<engagement-leaderboard board="weekly-downloads" periods="week month all-time" limit="5"></engagement-leaderboard>
`),
};

/** A season says how long it runs, and what there is to win. */
export const Season: StoryObj = pasted(`
<engagement-leaderboard board="top-sellers" period="season" limit="5" pin-me></engagement-leaderboard>
`);

/** Your own heading, line below and words for an empty board. */
export const WithSlots: StoryObj = {
  name: 'With slots',
  ...pasted(`
<engagement-leaderboard board="weekly-downloads" limit="5">
  <h2 slot="heading" style="margin: 0; font-size: 1.5rem">Makers of the week</h2>
  <p slot="empty">Be the first: <a href="/publish">publish an asset</a>.</p>
  <a slot="footer" href="/top">The whole board</a>
</engagement-leaderboard>
`),
};

/** A handful of tokens make it yours. Set them on \`:root\`, on a wrapper or on one widget. */
export const ThemedByTokens: StoryObj = {
  name: 'Themed by tokens',
  ...pasted(`
<style>
  .newspaper {
    --engagement-color-surface: light-dark(#fbf6ee, #1c1814);
    --engagement-color-text: light-dark(#241c14, #f1e9dd);
    --engagement-color-text-muted: light-dark(#6a5a48, #b8a993);
    --engagement-color-border: light-dark(#d9ccb8, #43392d);
    --engagement-color-accent: light-dark(#9c2a1c, #f0948a);
    --engagement-font-family: Georgia, "Times New Roman", serif;
    --engagement-radius: 0;
  }
</style>
<engagement-leaderboard class="newspaper" board="weekly-downloads" limit="5" pin-me></engagement-leaderboard>
`),
};

/** What tokens do not reach, parts do. */
export const ThemedByParts: StoryObj = {
  name: 'Themed by parts',
  ...pasted(`
<style>
  .striped::part(base) { border-width: 2px; }
  .striped::part(heading) { font-size: 1.5em; letter-spacing: -0.02em; }
  .striped::part(row-top) { background: light-dark(#f6f2e4, #24211a); }
  .striped::part(row-current) { font-style: italic; }
  .striped::part(avatar) { border-radius: 4px; }
</style>
<engagement-leaderboard class="striped" board="weekly-downloads" limit="5" pin-me></engagement-leaderboard>
`),
};
