import { expect, test } from 'vitest';
import { atScale, divideHalfAway, divideHalfEven } from './rounding.ts';

test('a decimal is rounded as it is written, halves away from zero', () => {
  for (const [value, scale, expected] of [
    [1.005, 2, 101n],
    [-1.005, 2, -101n],
    [4.5, 0, 5n],
    [-4.5, 0, -5n],
    [0.1, 6, 100000n],
    [4.35, 1, 44n],
    [5e-7, 6, 1n],
    [4e-7, 6, 0n],
    [-0, 2, 0n],
    [9007199254740991, 0, 9007199254740991n],
  ] as const)
    expect([value, scale, atScale(value, scale)]).toEqual([value, scale, expected]);
});

test('what a double cannot hold exactly at the scale is nothing', () => {
  for (const [value, scale] of [
    [9007199254740991, 1],
    [1e21, 0],
    [1e308, 6],
    [Number.NaN, 0],
    [Number.POSITIVE_INFINITY, 0],
  ] as const)
    expect([value, atScale(value, scale)]).toEqual([value, undefined]);
});

test('a quotient goes to the nearest integer, halves away from zero or to even', () => {
  expect([5n, -5n, 3n, -3n, 1n, 7n].map((n) => divideHalfAway(n, 2n))).toEqual([3n, -3n, 2n, -2n, 1n, 4n]);
  expect([5n, -5n, 3n, -3n, 1n, 7n].map((n) => divideHalfEven(n, 2n))).toEqual([2n, -2n, 2n, -2n, 0n, 4n]);
  expect([1n, 2n, 4n, 5n].map((n) => divideHalfEven(n, 3n))).toEqual([0n, 1n, 1n, 2n]);
});
