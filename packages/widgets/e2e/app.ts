import { init } from '@engagement/sdk';
import type { EngagementLeaderboard } from '../src/elements/leaderboard/leaderboard.ts';
import '../src/leaderboard.ts';
import '../src/locales/auto.ts';
import { amara, boardPage } from '../src/testing/people.ts';

// What a page with a build step has as its own code. Boards show given data, so that no test waits for a server.
init({ key: 'pk_test_1', realtime: 'off' });

const page = boardPage({ me: amara });

declare global {
  interface Window {
    /** Gives every board its data. */
    showBoards(): Promise<void>;
  }
}

window.showBoards = async () => {
  const boards = [...document.querySelectorAll<EngagementLeaderboard>('engagement-leaderboard')];
  for (const board of boards) {
    const data = board.around ? page.data.slice(0, 2).concat(amara) : page.data.slice(0, board.rowCount);
    board.data = { ...page, data };
  }
  await Promise.all(boards.map((board) => board.updateComplete));
};
