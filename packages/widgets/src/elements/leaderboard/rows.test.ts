import { expect, test } from 'vitest';
import { amara, boardPage, creators, entry } from '../../testing/people.ts';
import { rowsOf } from './rows.ts';

const top = { pinMe: true, around: false };

test('The number between is left out where ties or dense ranks make it a guess', () => {
  const page = boardPage({ data: creators(8), me: amara });
  expect(rowsOf(page, top).between).toBe(33);
  expect(rowsOf({ ...page, me: { ...amara, tied: true } }, top).between).toBeNull();
  expect(rowsOf({ ...page, board: { ...page.board, ranks: 'dense' } }, top).between).toBeNull();
  expect(
    rowsOf({ ...page, board: { ...page.board, ranks: 'ordinal' }, me: { ...amara, tied: true } }, top).between,
  ).toBe(33);
});

test('The own row that follows directly has nothing between', () => {
  const page = boardPage({ data: creators(8), me: { ...amara, rank: 9 } });
  expect(rowsOf(page, top)).toMatchObject({ between: 0, pinned: { entry: { rank: 9 }, index: 10 } });
});

test('Shares are drawn only where more is better and the leader leads by something', () => {
  const board = boardPage().board;
  const shares = (page: Parameters<typeof rowsOf>[0]) => rowsOf(page, top).shown.map((row) => row.share);
  expect(shares(boardPage({ board: { ...board, direction: 'ascending' } }))[0]).toBeNull();
  expect(shares(boardPage({ data: [entry({ id: 'a', score: 0 })] }))).toEqual([null]);
  expect(shares(boardPage({ data: [entry({ id: 'a', score: 10 }), entry({ id: 'b', rank: 2, score: -4 })] }))).toEqual([
    100, 0,
  ]);
});
