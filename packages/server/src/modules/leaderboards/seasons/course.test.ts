import { describe, expect, test } from 'vitest';
import { instantText, microsOf } from '../../../kernel/instant.ts';
import { courseOf } from './course.ts';

const period = {
  id: 1,
  window: 'season' as const,
  key: 'spring',
  startsAt: microsOf('2027-03-01T00:00:00Z'),
  endsAt: microsOf('2027-06-01T00:00:00Z'),
};
const course = (at: string, { grace = 24, review = 0, seen = '2027-01-01T00:00:00Z', sealed = '' } = {}) => {
  const noted = { seenAt: seen ? microsOf(seen) : null, sealedAt: sealed ? microsOf(sealed) : null };
  const { state, sealsAt } = courseOf(period, { graceHours: grace, reviewHours: review }, noted, microsOf(at));
  return `${state} ${sealsAt === null ? 'unknown' : instantText(sealsAt).replace(':00.000000Z', 'Z')}`;
};

describe('a season with a day of grace and two of review', () => {
  const rules = { review: 48 };
  test.each([
    ['2027-02-28T23:59:59.999999Z', 'upcoming'],
    ['2027-03-01T00:00:00Z', 'running'],
    ['2027-05-31T23:59:59.999999Z', 'running'],
    ['2027-06-01T00:00:00Z', 'provisional'],
    ['2027-06-01T23:59:59.999999Z', 'provisional'],
    ['2027-06-02T00:00:00Z', 'review'],
    // Until somebody seals it, also when that is late.
    ['2027-06-09T00:00:00Z', 'review'],
  ])('is at %s %s', (at, state) => {
    expect(course(at, rules)).toBe(`${state} 2027-06-04T00:00Z`);
  });
});

test('without a review it is provisional until it is sealed', () => {
  expect(course('2027-06-05T00:00:00Z')).toBe('provisional 2027-06-02T00:00Z');
});

test('one that is sealed says since when, whatever its rules would say', () => {
  expect(course('2027-06-05T00:00:00Z', { sealed: '2027-06-03T10:00:00Z' })).toBe('sealed 2027-06-03T10:00Z');
});

test('one that was over when it was first seen has its grace from then on', () => {
  const seen = '2027-08-01T12:00:00Z';
  expect(course('2027-08-01T12:00:00Z', { seen })).toBe('provisional 2027-08-02T12:00Z');
  expect(course('2027-08-02T12:00:00Z', { seen, review: 1 })).toBe('review 2027-08-02T13:00Z');
  expect(course('2027-08-01T12:00:00Z', { seen: '' })).toBe('provisional unknown');
});

test('one that has not been seen yet and is not over seals when its rules say', () => {
  expect(course('2027-04-01T00:00:00Z', { seen: '' })).toBe('running 2027-06-02T00:00Z');
});
