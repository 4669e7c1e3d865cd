import { expect, test } from 'vitest';
import { safeHref } from './safe-href.ts';

test.each(['https://shop.example/a', 'http://shop.example'])('%s leads to a page', (href) => {
  expect(safeHref(href)).toBe(href);
});

test.each([
  'javascript:alert(1)',
  ' javascript:alert(1)',
  'data:text/html,x',
  'mailto:a@b.example',
  '/a',
  'http://',
  '',
  null,
  undefined,
])('without a page, %s leads nowhere', (href) => {
  expect(safeHref(href)).toBeNull();
});
