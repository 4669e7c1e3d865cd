import type { Leaderboards, Visibility } from '../types.ts';
import type { Answers } from './answers.ts';
import type { FakeBoards } from './boards.ts';
import { refused, type World } from './world.ts';

/** The verbs of a fake client, answered out of its world. */
export function createResources(answers: Answers, world: World, boards: FakeBoards) {
  const asked = answers.method.bind(answers) as Answers['method'];
  const signedIn = () => {
    if (world.me === null) throw refused('not-identified');
  };

  const leaderboards: Leaderboards = {
    list: asked('leaderboards.list', () => world.list()),
    get: asked('leaderboards.get', (board, query) => world.page(board, query)),
    around: asked('leaderboards.around', (board, query) => world.around(board, query)),
    explain: asked('leaderboards.explain', (board, query) => world.explain(board, query)),
    seasons: asked('leaderboards.seasons', () => world.seasons()),
    season: asked('leaderboards.season', (board, season, query) => world.season(board, season, query)),
    archive: asked('leaderboards.archive', (board, season, query) => world.archive(board, season, query)),
    subscribe(board, query, callback, options) {
      answers.note('leaderboards.subscribe', board, query, options);
      return boards.subscribe(board, query, callback, options);
    },
    refresh(board, query) {
      answers.note('leaderboards.refresh', board, query);
      return boards.refresh(board, query);
    },
  };

  const visibility: Visibility = {
    get: asked('visibility.get', () => {
      signedIn();
      return { listed: world.listed };
    }),
    set: asked('visibility.set', (choice) => {
      signedIn();
      world.listed = choice.listed;
      boards.publish(null);
      return choice;
    }),
  };

  return { leaderboards, visibility };
}
