import { ProblemError } from '../kernel/problem-error.ts';

/** After this a write is given up: whoever waits is told, and the next write starts. It may still succeed, unseen. */
const WRITE_MS = 8000;

/**
 * Joins what arrives while a write is under way into the next write, so that many small writes cost one commit.
 * Each caller's promise settles with the write that carried it, and with what that came to.
 */
export function groupCommit<T, R = void>(
  write: (items: T[]) => Promise<R>,
  maxItems: number,
  writeMs = WRITE_MS,
): (items: readonly T[]) => Promise<R> {
  interface Waiting {
    readonly items: readonly T[];
    readonly resolve: (result: R) => void;
    readonly reject: (error: unknown) => void;
  }
  const waiting: Waiting[] = [];
  let writing = false;

  /** The longest run of waiting appends that fits one write; one that is too large alone goes alone. */
  function take(): Waiting[] {
    let size = 0;
    let count = 0;
    for (const { items } of waiting) {
      size += items.length;
      if (count > 0 && size > maxItems) break;
      count += 1;
    }
    return waiting.splice(0, count);
  }

  async function drain(): Promise<void> {
    writing = true;
    while (waiting.length > 0) {
      const group = take();
      try {
        const result = await within(writeMs, write(group.flatMap(({ items }) => items)));
        for (const { resolve } of group) resolve(result);
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    writing = false;
  }

  return (items) =>
    new Promise((resolve, reject) => {
      waiting.push({ items, resolve, reject });
      if (!writing) void drain();
    });
}

/** @throws ProblemError when the work takes longer */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const headers = { 'Retry-After': '2' };
  const timer = setTimeout(
    () => reject(new ProblemError('service-unavailable', 'The log did not answer in time.', { headers })),
    ms,
  );
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
