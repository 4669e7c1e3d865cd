import { EngagementError } from '@engagement/sdk';
import { afterEach, expect, test, vi } from 'vitest';
import '../../leaderboard.ts';
import { clearStages, mountLeaderboard, textOf } from '../../testing/mount.ts';
import { boardPage, creators } from '../../testing/people.ts';

// What comes after the rows never arrives: the network went away between the two.
vi.mock('./after-rows.ts', () => {
  throw new Error('Failed to fetch dynamically imported module');
});

afterEach(clearStages);

test('Rows, loss of the network and errors are shown without what is loaded after the rows', async () => {
  const { element, fake } = mountLeaderboard();
  fake.show(boardPage({ data: creators(3) }));
  await element.updateComplete;
  const root = element.shadowRoot as ShadowRoot;
  const rows = () => [...root.querySelectorAll('.named')].map(textOf);
  const footer = () => textOf(root.querySelector('[part="footer"]'));
  expect(rows()).toEqual(['Mirela Popescu', 'Studio Kōbō', 'Li Na']);
  expect(root.querySelectorAll('i[part="avatar"]')).toHaveLength(3);

  fake.connect('offline');
  await element.updateComplete;
  expect([rows().length, footer()]).toEqual([3, 'Offline.']);
  fake.connect('live');
  fake.fail(new EngagementError('service-unavailable', 'Down'));
  await element.updateComplete;
  expect([rows().length, footer()]).toEqual([3, 'Couldn’t refresh.']);
});

test('An empty board says so without its drawing', async () => {
  const { element, fake } = mountLeaderboard();
  fake.show(boardPage({ data: [], total: 0 }));
  await element.updateComplete;
  expect(textOf(element.shadowRoot?.querySelector('[part="empty"]'))).toContain('Nobody is on the board yet.');
});
