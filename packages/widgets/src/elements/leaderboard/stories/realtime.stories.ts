import type { FakeClient } from '@engagement/sdk/testing';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import '../../../leaderboard.ts';

const meta: Meta = {
  title: 'Widgets/Leaderboard/Realtime',
  component: 'engagement-leaderboard',
  tags: ['stable', '!autodocs'],
  parameters: { controls: { disable: true }, client: { scenario: 'live' } },
};
export default meta;

/** Ranks change every two seconds. The reader can stop that; rows slide by transform alone. */
export const ByItself: StoryObj = {
  name: 'By itself',
  render: () => html`<engagement-leaderboard board="weekly-downloads" pin-me></engagement-leaderboard>`,
};

const BOARD = 'weekly-downloads';

/** The changes that there are, one at a time. */
export const ByHand: StoryObj = {
  name: 'By hand',
  parameters: { client: { scenario: 'live', still: true } },
  render: (_, { loaded }) => {
    const { push } = loaded.client as FakeClient;
    const change = (label: string, act: () => void) => html`<button type="button" @click=${act}>${label}</button>`;
    return html`<p style="display: flex; flex-wrap: wrap; gap: 0.5rem">
        ${change('Somebody rises', () => push.rankChange({ board: BOARD }))}
        ${change('Number five leads', () => push.rankChange({ board: BOARD, id: 'creator-5', by: 4 }))}
        ${change('I rise by three', () => push.rankChange({ board: BOARD, id: 'me', by: 3 }))}
        ${change('I fall by two', () => push.rankChange({ board: BOARD, id: 'me', by: -2 }))}
        ${change('Lose the connection', () => push.connection('offline'))}
        ${change('Find it again', () => push.connection('live'))}
      </p>
      <engagement-leaderboard board=${BOARD} pin-me></engagement-leaderboard>`;
  },
};
