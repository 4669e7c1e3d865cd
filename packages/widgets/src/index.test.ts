import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { VERSION } from './internal/version.ts';

test('Every entry point can be imported where there is no browser', async () => {
  expect(typeof document).toBe('undefined');
  await import('./leaderboard.ts');
  await import('./provider.ts');
  const { EngagementLeaderboard, EngagementProvider } = await import('./index.ts');
  expect([EngagementLeaderboard.version, EngagementProvider.version]).toEqual([VERSION, VERSION]);
});

test('The version is that of the package', async () => {
  const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
  expect(VERSION).toBe(version);
});
