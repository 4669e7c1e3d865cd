import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import '../../leaderboard.ts';
import { boardPage } from '../../testing/people.ts';

const meta: Meta = { title: 'Widgets/Leaderboard', component: 'engagement-leaderboard' };
export default meta;

export const Default: StoryObj = { render: () => html`<engagement-leaderboard .data=${boardPage()}></engagement-leaderboard>` };
