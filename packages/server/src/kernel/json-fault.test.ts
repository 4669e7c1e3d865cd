import { expect, test } from 'vitest';
import { jsonFault, MAX_JSON_DEPTH, pointerStep } from './json-fault.ts';

function nested(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = [value];
  return value;
}

test('sound JSON has no fault', () => {
  for (const value of [null, true, 0, 'Zoë 🎉', [], {}, { a: [{ b: ['c'] }] }, nested(MAX_JSON_DEPTH)]) {
    expect(jsonFault(value)).toBeUndefined();
  }
});

test.each([
  ['half a character', { a: ['b', '\ud800'] }, '/a/1'],
  ['U+0000', 'a\u0000', ''],
  ['U+0000 in a name', { 'a\u0000': 1 }, '/a\u0000'],
  ['a reserved name', JSON.parse('{"a":[{"__proto__":1}]}'), '/a/0/__proto__'],
  ['a constructor', { constructor: 1 }, '/constructor'],
  ['names with slash and tilde on the way', { 'a/b': { 'c~d': '\udc00' } }, '/a~1b/c~0d'],
  ['a level too many', nested(MAX_JSON_DEPTH + 1), '/0'.repeat(MAX_JSON_DEPTH)],
  ['many levels too many', nested(5000), '/0'.repeat(MAX_JSON_DEPTH)],
])('%s is found where it is', (_name, value, pointer) => {
  expect(jsonFault(value)?.pointer).toBe(pointer);
});

test('a step of a pointer is cut, and always well formed', () => {
  expect(pointerStep('a'.repeat(500))).toHaveLength(129);
  expect(pointerStep(`${'a'.repeat(127)}🎉`).isWellFormed()).toBe(true);
});
