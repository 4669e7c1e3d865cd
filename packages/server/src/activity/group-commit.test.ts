import { expect, test, vi } from 'vitest';
import { type GroupCommitLimits, groupCommit } from './group-commit.ts';

/** An engine that answers when it is told to. */
function stalling(limits: Partial<GroupCommitLimits>) {
  const answers: (() => void)[] = [];
  const written: string[][] = [];
  const line = groupCommit<string>(
    (items) => {
      written.push(items);
      return new Promise((resolve) => answers.push(resolve));
    },
    ({ length }) => length,
    limits,
  );
  /** False when nothing waits for an answer. */
  function answer(): boolean {
    const [next] = answers.splice(0, 1);
    next?.();
    return next !== undefined;
  }
  return { line, written, answer };
}

const refused = { code: 'service-unavailable', headers: { 'Retry-After': expect.any(String) } };

test('holds no more than so many items, and no more than so many bytes, until what was given up has settled', async () => {
  for (const limits of [{ heldItems: 10 }, { heldBytes: 30 }]) {
    const { line, answer } = stalling({ ...limits, lineMs: 10_000, writeMs: 20 });
    const outcomes = Array.from({ length: 50 }, () =>
      line.append(['abc']).then(
        () => 'taken',
        (error) => error.code,
      ),
    );
    expect(line.held().items).toBe(10);
    expect(await Promise.all(outcomes)).toEqual(Array(50).fill('service-unavailable'));
    // Told, but still on the way.
    expect(line.held().items).toBeGreaterThan(0);
    await vi.waitFor(() => {
      answer();
      expect(line.held()).toMatchObject({ items: 0, bytes: 0 });
    });
    const last = line.append(['abc']);
    await vi.waitFor(() => expect(answer()).toBe(true));
    await last;
  }
});

test('an append that is larger than all that may be held goes alone', async () => {
  const { line, answer } = stalling({ heldBytes: 5 });
  const large = line.append(['a'.repeat(100)]);
  await expect(line.append(['b'])).rejects.toMatchObject(refused);
  answer();
  await large;
});

test('while a write takes too long nobody is kept in line, and nobody let in; afterwards everyone is', async () => {
  const { line, written, answer } = stalling({ lineMs: 30, writeMs: 10_000 });
  const first = line.append(['first']);
  await expect(line.append(['second'])).rejects.toMatchObject(refused);
  expect(line.held()).toMatchObject({ items: 1, stalled: true });
  await expect(line.append(['third'])).rejects.toMatchObject(refused);
  answer();
  await first;
  const fourth = line.append(['fourth']);
  await vi.waitFor(() => expect(written).toHaveLength(2));
  answer();
  await fourth;
  expect(written).toEqual([['first'], ['fourth']]);
  expect(line.held()).toEqual({ items: 0, bytes: 0, stalled: false });
});

test('whoever stands behind a write that failed is told the same, and the next one is tried', async () => {
  const outcomes: (() => Promise<void>)[] = [() => Promise.reject(new Error('away')), () => Promise.resolve()];
  const line = groupCommit<string, void>(
    async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      await outcomes.shift()?.();
    },
    ({ length }) => length,
  );
  const [first, second] = [line.append(['first']), line.append(['second'])];
  await expect(first).rejects.toThrow('away');
  await expect(second).rejects.toThrow('away');
  await line.append(['third']);
  expect(line.held().items).toBe(0);
});
