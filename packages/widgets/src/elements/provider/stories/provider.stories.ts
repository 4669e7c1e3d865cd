import { createFakeClient } from '@engagement/sdk/testing';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import '../../../leaderboard.ts';
import '../../../provider.ts';

const meta: Meta = {
  title: 'Widgets/Provider',
  component: 'engagement-provider',
  tags: ['stable'],
};
export default meta;

const board = html`<engagement-leaderboard board="weekly-downloads" layout="list" limit="3"></engagement-leaderboard>`;

/** Each provider has a client of its own: two projects on one page. */
export const TwoProjects: StoryObj = {
  name: 'Two projects',
  render: () =>
    html`<div style="display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)); gap: 1.5rem">
      <engagement-provider .client=${createFakeClient({ scenario: 'still', seed: 1 })}>${board}</engagement-provider>
      <engagement-provider .client=${createFakeClient({ scenario: 'empty' })}>${board}</engagement-provider>
    </div>`,
};

/** Scheme and language for all widgets inside, whatever the page has. */
export const SchemeAndLanguage: StoryObj = {
  name: 'Scheme and language',
  render: () =>
    html`<engagement-provider theme="dark" lang="de" .client=${createFakeClient({ scenario: 'still' })}>${board}</engagement-provider>`,
};

/** Your own words, in place of ours. */
export const OwnWords: StoryObj = {
  name: 'Own words',
  render: () =>
    html`<engagement-provider
      .client=${createFakeClient({ scenario: 'empty' })}
      .messages=${{ emptyFact: 'The hall of fame is empty.', emptyHint: 'Upload a map and it is yours.' }}
      >${board}</engagement-provider
    >`,
};
