import { expect, test } from 'vitest';
import { BriefCache } from './brief-cache.ts';

let now = 0;
const clock = { now: () => now };

test('asks once for all who ask at the same time, and again when the answer is old', async () => {
  const asked: string[] = [];
  const cache = new BriefCache(clock, 1000, async (key: string) => `${key}${asked.push(key)}`);
  expect(await Promise.all([cache.get('a'), cache.get('a'), cache.get('b')])).toEqual(['a1', 'a1', 'b2']);
  now += 999;
  expect(await cache.get('a')).toBe('a1');
  now += 1;
  expect(await cache.get('a')).toBe('a3');
});

test('does not remember a failure', async () => {
  let fails = true;
  const cache = new BriefCache(clock, 1000, async () => {
    if (fails) throw new Error('away');
    return 'here';
  });
  await expect(cache.get('a')).rejects.toThrow('away');
  fails = false;
  expect(await cache.get('a')).toBe('here');
});

test('a late failure of an old answer does not drop the new one', async () => {
  const rejections: (() => void)[] = [];
  let asked = 0;
  const cache = new BriefCache(clock, 1000, () => {
    if (++asked > 1) return Promise.resolve('new');
    return new Promise<string>((_, reject) => rejections.push(() => reject(new Error('late'))));
  });
  const old = cache.get('a');
  now += 1000;
  expect(await cache.get('a')).toBe('new');
  for (const reject of rejections) reject();
  await expect(old).rejects.toThrow('late');
  expect(await cache.get('a')).toBe('new');
  expect(asked).toBe(2);
});

test('forgets the oldest when it holds 10 000', async () => {
  let asked = 0;
  const cache = new BriefCache(clock, 1000, async (key: number) => key + 0 * ++asked);
  for (let key = 0; key <= 10_000; key++) await cache.get(key);
  asked = 0;
  await cache.get(10_000);
  expect(asked).toBe(0);
  await cache.get(0);
  expect(asked).toBe(1);
});
