import { expect, test } from 'vitest';
import { broken, read, shapeOf, write } from './shape.ts';

const before = shapeOf({
  data: [
    { rank: 1, name: null },
    { rank: 2, name: 'Ada' },
  ],
  total: 2,
});
const after = (value: unknown) => broken(before, shapeOf(value));

test('What is new troubles nobody', () => {
  expect(after({ data: [{ rank: 1, name: 'Ada', image: null }], total: 2, more: {} })).toEqual([]);
});

test('What is gone, or of another type, does', () => {
  expect(after({ data: [{ rank: '1', name: null }], total: null })).toEqual([
    'data[].rank is string now, and was number',
    'total is null now, and was number',
  ]);
  expect(after({ data: [{ name: null }], total: 2 })).toEqual(['data[].rank is gone']);
});

test('It is written and read without loss', () => {
  expect(read(write(before))).toEqual(before);
});
