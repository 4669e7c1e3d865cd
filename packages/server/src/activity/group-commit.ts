import { ProblemError } from '../kernel/problem-error.ts';

export interface GroupCommitLimits {
  /** The most that one write carries; an append that is larger goes alone. */
  readonly itemsPerWrite: number;
  /** What is held in memory until its write has settled. More is refused, so that a log that stalls fills no memory. */
  readonly heldItems: number;
  readonly heldBytes: number;
  /** Whoever still stands in line when a write has taken so long is sent away, and so is everyone who comes. */
  readonly lineMs: number;
  /** After this a write is given up: whoever waits is told, and the next starts. It may still succeed, unseen. */
  readonly writeMs: number;
}

export const GROUP_COMMIT_LIMITS: GroupCommitLimits = {
  itemsPerWrite: 5000,
  heldItems: 20_000,
  heldBytes: 32 * 1024 * 1024,
  lineMs: 2000,
  writeMs: 8000,
};

export interface Held {
  readonly items: number;
  readonly bytes: number;
}

export interface HeldInLine extends Held {
  /** The write in hand takes so long that nobody is let into the line. */
  readonly stalled: boolean;
}

export interface GroupCommit<T, R = void> {
  /** Settles with the write that carried the items. @throws ProblemError `service-unavailable` */
  append(items: readonly T[]): Promise<R>;
  /** What is on its way, given-up writes included until they settle. */
  held(): HeldInLine;
}

interface Waiting<T, R> extends Held {
  readonly content: readonly T[];
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

const RETRY_AFTER = { 'Retry-After': '2' };

export const logUnavailable = (detail: string, cause?: unknown): ProblemError =>
  new ProblemError('service-unavailable', detail, { headers: RETRY_AFTER, cause });

/**
 * Joins what arrives while a write is under way into the next write, so that many small writes cost one commit. Each
 * caller's promise settles with the write that carried it, and with what that came to. `sizeOf` gives the bytes of an
 * item in memory.
 */
export function groupCommit<T, R = void>(
  write: (items: T[]) => Promise<R>,
  sizeOf: (item: T) => number,
  options: Partial<GroupCommitLimits> = {},
): GroupCommit<T, R> {
  const limits = { ...GROUP_COMMIT_LIMITS, ...options };
  const line: Waiting<T, R>[] = [];
  const held = { items: 0, bytes: 0 };
  let writing = false;
  let stalled = false;

  const hold = ({ items, bytes }: Held, sign: 1 | -1) => {
    held.items += sign * items;
    held.bytes += sign * bytes;
  };
  const isFull = ({ items, bytes }: Held) =>
    held.items > 0 && (held.items + items > limits.heldItems || held.bytes + bytes > limits.heldBytes);

  /** The longest run of waiting appends that fits one write; one that is too large alone goes alone. */
  function take(): Waiting<T, R>[] {
    let size = 0;
    let count = 0;
    for (const { items } of line) {
      size += items;
      if (count > 0 && size > limits.itemsPerWrite) break;
      count += 1;
    }
    return line.splice(0, count);
  }

  function sendAway(error: unknown): void {
    for (const waiting of line.splice(0)) {
      hold(waiting, -1);
      waiting.reject(error);
    }
  }

  function stall(): void {
    stalled = true;
    sendAway(logUnavailable('The log is slow to answer.'));
  }

  async function writeGroup(group: readonly Waiting<T, R>[]): Promise<void> {
    const release = () => {
      for (const waiting of group) hold(waiting, -1);
    };
    const slow = setTimeout(stall, limits.lineMs);
    const work = write(group.flatMap(({ content }) => content));
    work.then(release, release);
    try {
      const result = await within(limits.writeMs, work);
      for (const { resolve } of group) resolve(result);
    } catch (error) {
      for (const { reject } of group) reject(error);
      // They would wait as long again, for the same answer.
      sendAway(error);
    } finally {
      clearTimeout(slow);
      stalled = false;
    }
  }

  async function drain(): Promise<void> {
    writing = true;
    while (line.length > 0) await writeGroup(take());
    writing = false;
  }

  return {
    held: () => ({ ...held, stalled }),
    append(content) {
      const size = { items: content.length, bytes: content.reduce((sum, item) => sum + sizeOf(item), 0) };
      if (stalled) return Promise.reject(logUnavailable('The log is slow to answer.'));
      if (isFull(size)) return Promise.reject(logUnavailable('Too much waits for the log already.'));
      hold(size, 1);
      return new Promise((resolve, reject) => {
        line.push({ ...size, content, resolve, reject });
        if (!writing) void drain();
      });
    },
  };
}

/** @throws ProblemError when the work takes longer */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(logUnavailable('The log did not answer in time.')), ms);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
