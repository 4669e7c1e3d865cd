import { expect, test } from 'vitest';
import { boardPage, entry } from '../../testing/people.ts';
import { rowOf } from './rows.ts';

test('Shares are drawn only where more is better and the leader leads by something', () => {
  const board = boardPage().board;
  const shares = (page: Parameters<typeof rowOf>[0]) => {
    const row = rowOf(page, { around: false });
    return page.data.map((one) => row(one).share);
  };
  expect(shares(boardPage({ board: { ...board, direction: 'ascending' } }))[0]).toBeNull();
  expect(shares(boardPage({ data: [entry({ id: 'a', score: 0 })] }))).toEqual([null]);
  expect(shares(boardPage({ data: [entry({ id: 'a', score: 10 }), entry({ id: 'b', rank: 2, score: -4 })] }))).toEqual([
    100, 0,
  ]);
});
