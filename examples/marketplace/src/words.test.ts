import { expect, test } from 'vitest';
import { movement, price } from './words.ts';

test.each([
  [{ rank: 7, score: 31 }, { rank: 6, score: 32 }, 'Weft rose from 7 to 6, with 32 downloads.'],
  [{ rank: 6, score: 32 }, { rank: 7, score: 31 }, 'Weft fell from 6 to 7, with 31 downloads.'],
  [{ rank: 6, score: 32 }, { rank: 6, score: 33 }, 'Weft stayed at 6, now with 33 downloads.'],
  [null, { rank: 12, score: 1 }, 'Weft came in at 12, with 1 download.'],
  [{ rank: 12, score: 1 }, null, 'Weft left the board.'],
])('what a board said before %o and after %o is told in words', (before, after, words) => {
  expect(movement('weekly-downloads', 'Weft', before, after)).toBe(`Most downloaded this week: ${words}`);
});

test('a board that has not moved yet is not said to have moved', () => {
  const place = { rank: 6, score: 32 };
  expect(movement('top-creators', 'you', place, place)).toBe('Top creators has not counted it yet.');
});

test('prices are told in euros', () => {
  expect([price(0), price(1800), price(1850)]).toEqual(['Free', '€18', '€18.50']);
});
