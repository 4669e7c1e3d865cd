import { createFakeClient, type Scenario } from '@engagement/sdk/testing';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, type TemplateResult } from 'lit';
import '../../../leaderboard.ts';
import { sideBySide } from '../../../testing/story.ts';

const meta: Meta = {
  title: 'Widgets/Leaderboard/States',
  component: 'engagement-leaderboard',
  tags: ['stable', '!autodocs'],
  parameters: { controls: { disable: true }, client: { still: true } },
};
export default meta;

const inState = (scenario: Scenario): TemplateResult =>
  html`<engagement-leaderboard
    board="weekly-downloads"
    limit="5"
    heading="Most downloaded"
    show-unavailable
    pin-me
    .client=${createFakeClient({ scenario })}
  ></engagement-leaderboard>`;

const STATES: ReadonlyArray<[Scenario, string, string]> = [
  ['loading', 'Loading', 'The rows that will come, after 150 ms. Nothing moves later.'],
  ['still', 'Ready', 'Rows, when they were right, and how long the whole board is.'],
  ['refreshing', 'Refreshing', 'The rows stay while newer ones are on their way.'],
  ['empty', 'Empty', 'One sentence that invites. Give it an action in the slot “empty”.'],
  ['error', 'Error', 'What happened, a way to try again, and the number of the request.'],
  ['stale', 'Error with rows', 'The rows stay. The line below says how old they are.'],
  ['offline', 'Offline', 'The same place, calmer words and no button: it tries again by itself.'],
  ['signed-out', 'Signed out', 'A public board can be read by everybody; there is no own row.'],
  ['unavailable', 'Unavailable', 'The widget vanishes. Here it says so, with “show-unavailable”.'],
  ['setup', 'Setup', 'Only developers see it: what is missing and how to add it.'],
];

const matrix = (width?: string) =>
  sideBySide(
    STATES.map(([scenario, label, note]) => {
      const board = inState(scenario);
      return { label, note, content: width ? html`<div .style=${`inline-size:${width}`}>${board}</div>` : board };
    }),
    width,
  );

/** All states of the board, whose frame has the same height in every one. */
export const All: StoryObj = { render: () => matrix() };

export const AllInTheDark: StoryObj = { name: 'All, in the dark', globals: { scheme: 'dark' }, render: () => matrix() };

export const AllNarrow: StoryObj = { name: 'All, at 240 px', render: () => matrix('240px') };

const inSeason = (season: 'upcoming' | 'running' | 'over' | 'provisional' | 'review' | 'sealed') =>
  html`<engagement-leaderboard
    board="top-sellers"
    period="season"
    limit="5"
    pin-me
    .client=${createFakeClient({ scenario: 'still', season })}
  ></engagement-leaderboard>`;

/** A season from before its start to its winners. */
export const Seasons: StoryObj = {
  render: () =>
    sideBySide([
      { label: 'Upcoming', note: 'When it starts.', content: inSeason('upcoming') },
      { label: 'Running', note: 'How long is left, and what there is to win.', content: inSeason('running') },
      { label: 'Over', note: 'What still counts, and when the result is final.', content: inSeason('over') },
      { label: 'Provisional', note: 'Late facts may still change the order.', content: inSeason('provisional') },
      { label: 'In review', note: 'Somebody looks at it.', content: inSeason('review') },
      { label: 'Final', note: 'The winners. Nothing changes it any more.', content: inSeason('sealed') },
    ]),
};
