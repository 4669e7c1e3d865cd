import { expect, test } from 'vitest';
import { initials } from './avatar.ts';

test.each([
  ['Mirela Popescu', 'MP'],
  ['Ólafur Jónsson Brandt', 'ÓB'],
  ['O\u0301lafur', 'Ó'],
  ['Bo', 'Bo'],
  ['studio', 'S'],
  ['田中', '田中'],
  ['ليلى المنصوري', 'ل'],
  ['🦊 Fox (official)', 'F'],
  ['   ', ''],
  ['<img src=x>', 'S'],
])('The initials of %j are %j', (name, letters) => {
  expect(initials(name)).toBe(letters);
});
