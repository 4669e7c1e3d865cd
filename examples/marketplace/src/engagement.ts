import { setTimeout as pause } from 'node:timers/promises';
import type { ActivityEventInput, BatchReply, BoardPage, BoardSummary, Entry, Problem } from '@engagement/contract';

const BATCH = 500;
const PATIENCE = 10_000;
const MAX_TRIES = 6;

/** The engagement server refused, or did not answer. `status` is 0 when there was no answer. */
export class EngagementFailure extends Error {
  override readonly name = 'EngagementFailure';
  readonly status: number;
  readonly retryAfter: number;

  constructor(status: number, message: string, retryAfter = 1) {
    super(message);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

export type Engagement = ReturnType<typeof createEngagement>;

export interface ProfileInBatch {
  readonly id: string;
  readonly name: string;
  readonly image?: string;
}

/** What Tessera's own server asks of the engagement server: plain HTTP with the secret key. */
export function createEngagement(url: string, secretKey: string) {
  async function request<T>(method: string, path: string, body?: unknown, patience = PATIENCE): Promise<T> {
    const response = await fetch(new URL(path, url), {
      method,
      headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(patience),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch((cause: unknown) => {
      throw new EngagementFailure(0, `The engagement server does not answer: ${String(cause)}`);
    });
    if (response.ok) return (await response.json()) as T;
    const problem = (await response.json().catch(() => null)) as Partial<Problem> | null;
    const detail = problem?.detail ?? response.statusText;
    throw new EngagementFailure(
      response.status,
      `${method} ${path}: ${response.status} ${detail}`,
      Number(response.headers.get('retry-after')) || 1,
    );
  }

  /** Sends a batch, and again when the server asks for patience. */
  async function sendBatch(path: string, body: unknown): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const { rejected, results } = await request<BatchReply>('POST', path, body);
        const first = results.find(({ status }) => status === 'rejected');
        if (first) throw new Error(`${path}: ${rejected} rejected, the first ${first.id}: ${first.error?.detail}`);
        return;
      } catch (error) {
        const busy = error instanceof EngagementFailure && (error.status === 429 || error.status === 503);
        if (!busy || attempt === MAX_TRIES) throw error;
        await pause(error.retryAfter * 1000);
      }
    }
  }

  async function inBatches<T>(items: readonly T[], send: (part: T[]) => Promise<void>): Promise<void> {
    for (let at = 0; at < items.length; at += BATCH) await send(items.slice(at, at + BATCH));
  }

  const entries = (board: string, query: string, patience?: number) =>
    request<BoardPage>('GET', `/v1/leaderboards/${board}/entries${query}`, undefined, patience);

  return {
    putDefinitions: (definitions: unknown) => request<unknown>('PUT', '/v1/definitions', definitions),
    putProfile: (kind: 'users' | 'creators' | 'assets', { id, ...profile }: ProfileInBatch) =>
      request<unknown>('PUT', `/v1/${kind}/${encodeURIComponent(id)}`, profile),
    sendProfiles: (kind: 'users' | 'creators' | 'assets', items: readonly ProfileInBatch[]) =>
      inBatches(items, (part) => sendBatch(`/v1/${kind}/batch`, { items: part })),
    /** In order, 500 at a time. Events that were sent before change nothing. */
    sendEvents: (events: readonly ActivityEventInput[]) =>
      inBatches(events, (part) => sendBatch('/v1/events/batch', { events: part })),
    /** The board's first hundred, none of a board that is not there yet; `patience` in milliseconds. */
    top: (board: string, patience?: number): Promise<Entry[]> =>
      entries(board, '?limit=100', patience).then((page) => page.data, absent([])),
    /** What a board is, or null when it is not there yet; `patience` in milliseconds. */
    board: (board: string, patience?: number): Promise<BoardSummary | null> =>
      request<BoardSummary>('GET', `/v1/leaderboards/${board}`, undefined, patience).catch(absent(null)),
    /** How many entries a period has; 0 for a board that is not there yet. */
    total: (board: string, period: string) =>
      entries(board, `?period=${encodeURIComponent(period)}&limit=1`).then((page) => page.total, absent(0)),
    /** One entry, or null when it is not on the board. */
    entry: (board: string, id: string, period?: string) =>
      entries(board, `/around/${encodeURIComponent(id)}?span=1${period ? `&period=${period}` : ''}`).then(
        (page) => page.data.find((entry) => entry.id === id) ?? null,
        absent(null),
      ),
  };
}

function absent<T>(value: T) {
  return (error: unknown): T => {
    if (error instanceof EngagementFailure && error.status === 404) return value;
    throw error;
  };
}
