import type { FakeClient } from '@engagement/sdk/testing';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import '../../../devtools.ts';
import '../../../leaderboard.ts';

const meta: Meta = {
  title: 'Widgets/Devtools',
  component: 'engagement-devtools',
  tags: ['stable'],
};
export default meta;

/** What the client does, for whoever builds the page. Also there with \`?engagement-debug\` in the address. */
export const Default: StoryObj = { render: () => html`<engagement-devtools></engagement-devtools>` };

/** Over the page, beside the widgets that it watches. */
export const BesideWidgets: StoryObj = {
  name: 'Beside widgets',
  render: (_, { loaded }) => {
    const client = loaded.client as FakeClient;
    return html`<p style="display: flex; gap: 0.5rem">
        <button type="button" @click=${() => client.track('map.opened', { mapId: 'm-1' })}>Track an event</button>
        <button type="button" @click=${() => client.push.connection('offline')}>Lose the connection</button>
        <button type="button" @click=${() => client.push.connection('live')}>Find it again</button>
      </p>
      <engagement-leaderboard board="weekly-downloads" limit="5"></engagement-leaderboard>
      <engagement-devtools></engagement-devtools>`;
  },
};

/** Before there is a client it says how to make one. */
export const WithoutClient: StoryObj = {
  name: 'Without a client',
  render: () => html`<engagement-provider><engagement-devtools></engagement-devtools></engagement-provider>`,
};
