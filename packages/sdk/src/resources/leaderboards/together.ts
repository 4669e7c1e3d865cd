import type { BoardPage, EntriesResult } from '@engagement/contract';
import type { Identity } from '../../identity/identity.ts';
import { problemError } from '../../transport/failure.ts';
import type { Http } from '../../transport/http.ts';
import type { BoardQuery } from '../../types.ts';

/** A query with its board, as the server takes it. What is undefined goes when it is written. */
export interface WireQuery extends Omit<BoardQuery, 'following' | 'span'> {
  board: string;
  following?: string | undefined;
  span?: number | undefined;
  ids?: readonly string[];
  cursor?: string;
}

export interface TogetherPorts {
  http: Pick<Http, 'ask'>;
  identity: Pick<Identity, 'settled'>;
  alone(query: WireQuery): Promise<BoardPage>;
}

interface Read {
  query: WireQuery;
  promise(): Promise<BoardPage>;
  resolve(page: BoardPage | PromiseLike<BoardPage>): void;
  reject(cause: unknown): void;
}

/** Widgets of one page mount within such a moment, in milliseconds. */
const MOMENT = 5;
/** As in the contract; a test holds the two together. */
export const MAX_TOGETHER = 20;

/** Reads boards: those that are asked for in the same moment with one request, and one by itself by itself. */
export function createTogether({ http, identity, alone }: TogetherPorts) {
  /** By the queries in JSON. */
  let waiting = new Map<string, Read>();

  function send(): void {
    const reads = [...waiting];
    waiting = new Map();
    while (reads.length > 0) void sendSome(reads.splice(0, MAX_TOGETHER));
  }

  async function sendSome(some: [string, Read][]): Promise<void> {
    try {
      const results = some.length > 1 ? await ask(some.map(([query]) => query)) : [];
      some.forEach(([, read], at) => {
        answer(read, results[at]);
      });
    } catch (cause) {
      for (const [, { reject }] of some) reject(cause);
    }
  }

  async function ask(queries: string[]): Promise<EntriesResult[]> {
    const question = `{"queries":[${queries}]}`;
    return (await http.ask<{ results: EntriesResult[] }>('/v1/leaderboards/entries/batch', question)).results;
  }

  /** What was not asked for together, or may go better the next time, is asked for alone, with patience. */
  function answer({ query, resolve, reject }: Read, result: EntriesResult | undefined): void {
    const refusal = result && 'problem' in result && problemError(result.problem);
    if (result && 'page' in result) resolve(result.page);
    else if (refusal && !refusal.retryable) reject(refusal);
    else resolve(alone(query));
  }

  return (query: WireQuery): Promise<BoardPage> => {
    const key = JSON.stringify(query);
    const present = waiting.get(key);
    if (present) return present.promise();
    // Until it is known who asks, nothing can go out, and all that wait for it wait together.
    if (waiting.size === 0) void identity.settled().then(() => setTimeout(send, MOMENT));
    // Promise.withResolvers is younger than the browsers and the Node that this has to run in.
    const promise = new Promise<BoardPage>((resolve, reject) => {
      // Runs at once, so the next caller finds it.
      waiting.set(key, { query, resolve, reject, promise: () => promise });
    });
    return promise;
  };
}
