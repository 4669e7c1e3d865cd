import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { VERSION } from './internal/version.ts';

test('Every entry point can be imported where there is no browser', async () => {
  expect(typeof document).toBe('undefined');
  await import('./devtools.ts');
  await import('./leaderboard.ts');
  await import('./provider.ts');
  const { EngagementDevtools, EngagementLeaderboard, EngagementProvider } = await import('./index.ts');
  const versions = [EngagementDevtools, EngagementLeaderboard, EngagementProvider].map(({ version }) => version);
  expect(versions).toEqual([VERSION, VERSION, VERSION]);
});

test('The version is that of the package', async () => {
  const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
  expect(VERSION).toBe(version);
});
