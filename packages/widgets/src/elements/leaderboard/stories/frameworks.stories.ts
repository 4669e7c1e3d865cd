import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import '../../../../../../.storybook/blocks/code-tabs.ts';
import { exampleCode } from '../../../../../../.storybook/blocks/example-code.ts';

const meta: Meta = {
  title: 'Widgets/Leaderboard/In frameworks',
  component: 'engagement-leaderboard',
  tags: ['stable', '!autodocs'],
  parameters: { controls: { disable: true } },
};
export default meta;

/** The same tag everywhere: the files of `examples/`, each of which a test runs in a browser. */
export const Code: StoryObj = { render: () => html`<docs-code-tabs .code=${exampleCode}></docs-code-tabs>` };
