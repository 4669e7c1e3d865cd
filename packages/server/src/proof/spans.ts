import type { Window } from '@engagement/contract';
import { sql } from 'drizzle-orm';
import { instantText, type Micros, microsOf } from '../kernel/instant.ts';
import type { TenantId } from '../kernel/tenant.ts';
import { type Executor, rows } from '../platform/db/database.ts';
import type { Difference } from './difference.ts';

export interface StoredSpan {
  readonly id: number;
  readonly window: Window;
  readonly key: string;
  readonly start: Micros;
  readonly end: Micros;
}

/** The stored periods of a tenant, and the facts' places in them. */
export class Spans {
  readonly byId: ReadonlyMap<number, StoredSpan>;
  readonly differences: Difference[] = [];
  readonly #following = new Map<Window, StoredSpan[]>();
  readonly #seasons: readonly StoredSpan[];
  readonly #lost = new Set<string>();

  /** `seasons` are the keys of those that are defined. */
  constructor(spans: readonly StoredSpan[], seasons: ReadonlySet<string>) {
    this.byId = new Map(spans.map((span) => [span.id, span]));
    this.#seasons = spans.filter(({ window, key }) => window === 'season' && seasons.has(key));
    for (const window of ['day', 'week', 'month', 'all-time'] as const) {
      const own = spans.filter((span) => span.window === window).sort((a, b) => a.start - b.start);
      this.#following.set(window, own);
      for (const [index, span] of own.entries()) {
        const next = own[index + 1];
        if (span.end > span.start && (!next || next.start >= span.end)) continue;
        this.differences.push({
          kind: 'period',
          at: `${window} ${span.key}`,
          expected: 'an end after its start and before the next start',
          found: next ? `${textOf(span)}, then ${next.key} ${textOf(next)}` : textOf(span),
        });
      }
    }
    for (const key of seasons) if (!this.#seasons.some((span) => span.key === key)) this.#lost.add(key);
  }

  /** The periods of some windows that hold an instant: one of each, and any number of seasons. */
  holding(windows: readonly Window[], at: Micros, whose: string): StoredSpan[] {
    const found: StoredSpan[] = [];
    for (const window of windows) {
      if (window === 'season') {
        found.push(...this.#seasons.filter((span) => span.start <= at && at < span.end));
        this.#reportLost();
        continue;
      }
      const span = this.#following.get(window)?.findLast(({ start }) => start <= at);
      if (span && at < span.end) found.push(span);
      else this.#reportNowhere(window, at, whose);
    }
    return found;
  }

  #reportNowhere(window: Window, at: Micros, whose: string): void {
    this.differences.push({
      kind: 'period',
      at: `${window} of ${whose}`,
      expected: `a stored ${window} that holds ${instantText(at)}`,
      found: null,
    });
  }

  /** Seasons are stored before the first fact is folded into any. */
  #reportLost(): void {
    for (const key of this.#lost) {
      this.differences.push({ kind: 'period', at: `season ${key}`, expected: 'stored boundaries', found: null });
    }
    this.#lost.clear();
  }
}

const textOf = ({ start, end }: StoredSpan) =>
  [start, end].map((at) => (Number.isFinite(at) ? instantText(at) : 'ever')).join(' to ');

export async function readSpans(tx: Executor, tenantId: TenantId): Promise<StoredSpan[]> {
  const found = await rows<{
    id: number;
    window: Window;
    key: string;
    starts_at: string | null;
    ends_at: string | null;
  }>(tx, sql`select id, "window", key, starts_at, ends_at from metric_periods where tenant_id = ${tenantId}`);
  return found.map(({ id, window, key, starts_at, ends_at }) => ({
    id,
    window,
    key,
    start: starts_at === null ? Number.NEGATIVE_INFINITY : microsOf(starts_at),
    end: ends_at === null ? Number.POSITIVE_INFINITY : microsOf(ends_at),
  }));
}
