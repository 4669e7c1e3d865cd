import { createFakeClient } from '@engagement/sdk/testing';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, type TemplateResult } from 'lit';
import '../../../../../../.storybook/blocks/anatomy.ts';
import '../../../leaderboard.ts';

const meta: Meta = {
  title: 'Widgets/Leaderboard/Anatomy',
  component: 'engagement-leaderboard',
  tags: ['stable', '!autodocs'],
  parameters: { controls: { disable: true }, client: { still: true } },
};
export default meta;

const live = createFakeClient({ scenario: 'live' });
const still = createFakeClient({ scenario: 'still' });
const empty = createFakeClient({ scenario: 'empty' });
const error = createFakeClient({ scenario: 'error' });
const stale = createFakeClient({ scenario: 'stale' });
const loading = createFakeClient({ scenario: 'loading' });
const sealed = createFakeClient({ scenario: 'still', season: 'sealed' });

const specimen = (label: string, template: TemplateResult) => ({ label, template });

const SPECIMENS = [
  specimen(
    'Table',
    html`<engagement-leaderboard board="weekly-downloads" limit="5" pin-me periods="week month" .client=${live}></engagement-leaderboard>`,
  ),
  specimen(
    'List',
    html`<engagement-leaderboard board="rising" layout="list" limit="5" .client=${still}></engagement-leaderboard>`,
  ),
  specimen(
    'Podium',
    html`<engagement-leaderboard board="top-sellers" period="season" layout="podium" limit="6" .client=${still}></engagement-leaderboard>`,
  ),
  specimen(
    'Final season',
    html`<engagement-leaderboard board="top-sellers" period="season" limit="4" .client=${sealed}></engagement-leaderboard>`,
  ),
  specimen(
    'Loading',
    html`<engagement-leaderboard board="weekly-downloads" limit="5" .client=${loading}></engagement-leaderboard>`,
  ),
  specimen(
    'Empty',
    html`<engagement-leaderboard board="weekly-downloads" limit="5" .client=${empty}></engagement-leaderboard>`,
  ),
  specimen(
    'Error',
    html`<engagement-leaderboard board="weekly-downloads" limit="5" .client=${error}></engagement-leaderboard>`,
  ),
  specimen(
    'Error with rows',
    html`<engagement-leaderboard board="weekly-downloads" limit="5" .client=${stale}></engagement-leaderboard>`,
  ),
];

/** What \`::part()\` reaches. Choose a part to see every place of it, and to copy its rule. */
export const Parts: StoryObj = {
  render: () => html`<docs-anatomy tag="engagement-leaderboard" .specimens=${SPECIMENS}></docs-anatomy>`,
};
