/**
 * Joins what arrives while a write is under way into the next write, so that many small appends cost one commit.
 * Each caller's promise settles with the write that carried it.
 */
export function groupCommit<T>(
  write: (items: T[]) => Promise<void>,
  maxItems: number,
): (items: readonly T[]) => Promise<void> {
  interface Waiting {
    readonly items: readonly T[];
    readonly resolve: () => void;
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
        await write(group.flatMap(({ items }) => items));
        for (const { resolve } of group) resolve();
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
