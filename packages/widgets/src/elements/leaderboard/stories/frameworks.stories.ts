import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import '../../../../../../.storybook/blocks/code-tabs.ts';

const meta: Meta = {
  title: 'Widgets/Leaderboard/In frameworks',
  component: 'engagement-leaderboard',
  tags: ['stable', '!autodocs'],
  parameters: { controls: { disable: true } },
};
export default meta;

const CODE = {
  HTML: `<script async src="https://engage.example.com/cdn/v1/engagement.js" data-key="pk_test_…"></script>

<engagement-leaderboard board="weekly-downloads" limit="10">
  <p slot="fallback"><a href="/top">This week’s top assets</a></p>
</engagement-leaderboard>

<script>
  document.querySelector('engagement-leaderboard')
    .addEventListener('engagement-entry-click', ({ detail }) => console.log(detail.entry.id));
</script>`,
  JavaScript: `import { init } from '@engagement/sdk';
import '@engagement/widgets/leaderboard';

init({ key: 'pk_test_…', userToken: () => fetch('/api/engagement-token').then((reply) => reply.text()) });

const board = document.createElement('engagement-leaderboard');
board.board = 'weekly-downloads';
board.addEventListener('engagement-rank-change', ({ detail }) => console.log(detail.to));
document.querySelector('aside').append(board);`,
  'React 19': `import '@engagement/widgets/leaderboard';

export function TopMakers({ onOpen }) {
  return (
    <engagement-leaderboard
      board="weekly-downloads"
      limit={10}
      entryHref={(entry) => \`/makers/\${entry.id}\`}
      onengagement-navigate={(event) => {
        event.preventDefault();
        onOpen(event.detail.href);
      }}
    />
  );
}`,
  Vue: `<script setup>
import '@engagement/widgets/leaderboard';

const hrefOf = (entry) => \`/makers/\${entry.id}\`;
const open = (event) => router.push(event.detail.href);
</script>

<template>
  <engagement-leaderboard
    board="weekly-downloads"
    :limit="10"
    :entryHref.prop="hrefOf"
    @engagement-navigate.prevent="open"
  />
</template>`,
  Svelte: `<script>
  import '@engagement/widgets/leaderboard';

  const hrefOf = (entry) => \`/makers/\${entry.id}\`;
</script>

<engagement-leaderboard
  board="weekly-downloads"
  limit={10}
  entryHref={hrefOf}
  onengagement-rank-change={(event) => console.log(event.detail.to)}
></engagement-leaderboard>`,
};

/** The same tag everywhere. Each of these runs in \`examples/\`. */
export const Code: StoryObj = { render: () => html`<docs-code-tabs .code=${CODE}></docs-code-tabs>` };
