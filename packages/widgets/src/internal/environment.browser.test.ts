import { expect, test } from 'vitest';
import { isDevelopment } from './environment.ts';

function pageWith(markup: string): DocumentFragment {
  return document.createRange().createContextualFragment(markup);
}

test.each(['localhost', '127.0.0.1', '127.1.2.3', '[::1]', 'shop.localhost'])('A developer looks at %s', (hostname) => {
  expect(isDevelopment(undefined, hostname, pageWith(''))).toBe(true);
});

test.each(['shop.example', 'localhost.example', 'notlocalhost', '128.0.0.1', '127.0.0.1.example'])(
  'A visitor looks at %s',
  (hostname) => {
    expect(isDevelopment(undefined, hostname, pageWith(''))).toBe(false);
  },
);

test('A test key makes a page a developer’s wherever it is, a live key never', () => {
  const script = (key: string) => pageWith(`<script type="text/plain" data-key="${key}"></script>`);
  const provider = (key: string) => pageWith(`<div publishable-key="${key}"></div>`);
  expect(
    [script('pk_test_1'), provider('pk_test_1')].map((page) => isDevelopment(undefined, 'shop.example', page)),
  ).toEqual([true, true]);
  expect(
    [script('pk_live_1'), provider('pk_live_1')].map((page) => isDevelopment(undefined, 'shop.example', page)),
  ).toEqual([false, false]);
});

test('Where there is a client, its key alone decides', () => {
  expect(isDevelopment('test', 'shop.example', pageWith(''))).toBe(true);
  expect(isDevelopment('live', 'localhost', pageWith('<div publishable-key="pk_test_1"></div>'))).toBe(false);
});
