import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import '../../../leaderboard.ts';

const meta: Meta = {
  title: 'Widgets/Leaderboard/Before the code',
  component: 'engagement-leaderboard',
  tags: ['stable', '!autodocs'],
  parameters: { controls: { disable: true }, client: { still: true, scenario: 'still' } },
};
export default meta;
