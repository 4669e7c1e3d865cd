import { afterEach, expect, test, vi } from 'vitest';
import '../leaderboard.ts';
import { clearStages, mountLeaderboard, shadowOf } from '../testing/mount.ts';
import { boardPage, creators } from '../testing/people.ts';

afterEach(() => {
  vi.restoreAllMocks();
  clearStages();
});

test('Where there are no custom states, rows are shown all the same', async () => {
  vi.spyOn(ElementInternals.prototype, 'states', 'get').mockReturnValue(undefined as unknown as CustomStateSet);
  const { element, fake } = mountLeaderboard();
  fake.show(boardPage({ data: creators(3) }));
  const root = await shadowOf(element);
  expect(root.querySelectorAll('.named')).toHaveLength(3);
  expect(element.matches(':state(ready)')).toBe(false);
});
