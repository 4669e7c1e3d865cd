import { afterEach, expect, test, vi } from 'vitest';
import { define } from './define.ts';
import { VERSION } from './version.ts';

afterEach(() => vi.restoreAllMocks());

const elementOf = (version: string) =>
  class extends HTMLElement {
    static readonly version = version;
  };

test('A tag that this version registered already is left alone in silence', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const first = elementOf(VERSION);
  define('engagement-test-same', first);
  define('engagement-test-same', elementOf(VERSION));
  expect(customElements.get('engagement-test-same')).toBe(first);
  expect(warn).not.toHaveBeenCalled();
});

test('A tag of another version gives one warning with both versions, and no error', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  customElements.define('engagement-test-other', elementOf('9.9.9'));
  define('engagement-test-other', elementOf(VERSION));
  define('engagement-test-other', elementOf(VERSION));
  await vi.waitFor(() => expect(warn).toHaveBeenCalled());
  expect(warn).toHaveBeenCalledTimes(1);
  expect(warn.mock.calls[0]?.[0]).toMatch(new RegExp(`9\\.9\\.9.*${VERSION}`));
});
