import { expect, test } from 'vitest';
import { instantOf, localTime, penceOf } from './mapping.ts';
import { OpenPurchases } from './open-purchases.ts';

test.each([
  ['40', '3.91', 15_640],
  ['15', '4.775', 7_163],
  ['1', '0.005', 1],
  ['1', '0.0049', 0],
  ['3', '0.115', 35],
  ['-3', '0.115', 35],
  ['9007199', '10.0001', 9_007_289_072],
])('%s × %s is %i pence, rounded half up without an error of binary fractions', (quantity, price, pence) => {
  expect(penceOf(quantity, price)).toBe(pence);
});

test.each([
  ['12/1/2010 8:26', '2010-12-01T08:26:00Z'],
  ['3/27/2011 0:59', '2011-03-27T00:59:00Z'],
  ['3/27/2011 1:30', '2011-03-27T01:30:00Z'],
  ['3/27/2011 2:00', '2011-03-27T01:00:00Z'],
  ['5/31/2011 15:53', '2011-05-31T14:53:00Z'],
  ['10/30/2011 1:30', '2011-10-30T00:30:00Z'],
  ['10/30/2011 2:00', '2011-10-30T02:00:00Z'],
])('%s on the clock in London is %s', (text, instant) => {
  expect(instantOf(localTime(text))).toBe(instant);
});

test('a cancellation takes from the newest earlier purchases first, each up to what it still holds', () => {
  const open = new OpenPurchases();
  open.add('c', { id: 'a', time: '1', remaining: 100 });
  open.add('c', { id: 'b', time: '2', remaining: 50 });
  open.add('c', { id: 'late', time: '5', remaining: 900 });
  open.add('other', { id: 'x', time: '1', remaining: 900 });
  expect(open.take('c', '3', 20)).toEqual([{ purchase: 'b', amount: 20 }]);
  expect(open.take('c', '3', 70)).toEqual([
    { purchase: 'b', amount: 30 },
    { purchase: 'a', amount: 40 },
  ]);
  expect(open.take('c', '3', 70)).toEqual([{ purchase: 'a', amount: 60 }]);
  expect(open.take('c', '5', 10)).toEqual([]);
  expect(open.take('c', '6', 10)).toEqual([{ purchase: 'late', amount: 10 }]);
});

test('of two purchases in one minute, the one that stands later in the file is taken first', () => {
  const open = new OpenPurchases();
  open.add('c', { id: 'first', time: '1', remaining: 10 });
  open.add('c', { id: 'second', time: '1', remaining: 10 });
  expect(open.take('c', '2', 15)).toEqual([
    { purchase: 'second', amount: 10 },
    { purchase: 'first', amount: 5 },
  ]);
});
