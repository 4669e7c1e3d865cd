import type { BoardPage, EntriesResult } from '@engagement/contract';
import type { EngagementError } from '../../errors/engagement-error.ts';
import type { BoardQuery } from '../../types.ts';
import { queryKey, wireQuery } from './board-query.ts';

export interface TogetherPorts {
  /** Resolves when it is known who asks. */
  settled(): Promise<void>;
  ask(path: string, question: string): Promise<{ results: EntriesResult[] }>;
  alone(board: string, query: BoardQuery): Promise<BoardPage>;
  error(problem: Extract<EntriesResult, { problem: unknown }>['problem']): EngagementError;
}

interface Read {
  board: string;
  query: BoardQuery;
  page: Promise<BoardPage>;
  resolve(page: BoardPage | Promise<BoardPage>): void;
  reject(error: unknown): void;
}

/** Widgets of one page mount within such a moment, in milliseconds. */
const MOMENT = 5;
/** As in the contract; a test holds the two together. */
export const MAX_TOGETHER = 20;

/** Reads boards: those that are asked for in the same moment with one request, and one by itself by itself. */
export function createTogether({ settled, ask, alone, error }: TogetherPorts) {
  let waiting = new Map<string, Read>();

  function read(board: string, query: BoardQuery): Promise<BoardPage> {
    const key = queryKey(board, query);
    const present = waiting.get(key);
    if (present) return present.page;
    // Until it is known who asks, nothing can go out, and all that wait for it wait together.
    if (waiting.size === 0) void settled().then(() => setTimeout(send, MOMENT));
    const { promise: page, ...settle } = Promise.withResolvers<BoardPage>();
    waiting.set(key, { board, query, page, ...settle });
    return page;
  }

  function send(): void {
    const reads = [...waiting.values()];
    waiting = new Map();
    while (reads.length > 0) void sendSome(reads.splice(0, MAX_TOGETHER));
  }

  async function sendSome(reads: Read[]): Promise<void> {
    const [first] = reads;
    if (first && reads.length === 1) return first.resolve(alone(first.board, first.query));
    try {
      const queries = reads.map(({ board, query }) => wireQuery(board, query));
      const { results } = await ask('/v1/leaderboards/entries/batch', JSON.stringify({ queries }));
      reads.forEach((read, at) => {
        answer(read, results[at] as EntriesResult);
      });
    } catch (cause) {
      for (const { reject } of reads) reject(cause);
    }
  }

  function answer({ board, query, resolve, reject }: Read, result: EntriesResult): void {
    if ('page' in result) resolve(result.page);
    else {
      const refusal = error(result.problem);
      // A read by itself is tried again.
      if (refusal.retryable) resolve(alone(board, query));
      else reject(refusal);
    }
  }

  return read;
}
