import type { EngagementClient } from '@engagement/sdk';

const LOCAL = /^(localhost|127(\.\d+){3}|\[::1\]|.+\.localhost)$/;

type Mode = EngagementClient['mode'];

/**
 * True where a developer looks: with the client of a test key, or where no client tells, on this machine or with a test
 * key on the page. Set-up help shows only there, so never with a live key.
 */
export function isDevelopment(mode?: Mode, hostname = location.hostname, page: ParentNode = document): boolean {
  if (mode) return mode === 'test';
  return LOCAL.test(hostname) || page.querySelector('[data-key^="pk_test_"], [publishable-key^="pk_test_"]') !== null;
}
