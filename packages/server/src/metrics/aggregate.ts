import type { Fold } from '@engagement/contract';
import type { Movement } from '../activity/fact.ts';
import type { Contribution } from './compile.ts';
import { type CounterDelta, isDerived, type MemberDelta, type RowKey } from './counters.ts';
import { deltaOf } from './delta.ts';
import type { StoredPeriod } from './period.ts';

/** A movement, what it means to one metric, and the periods that it falls into. */
export interface Placed {
  readonly movement: Movement;
  readonly contribution: Contribution;
  readonly periods: readonly StoredPeriod[];
}

type FoldedDelta = CounterDelta & { readonly fold: Fold };

export interface Deltas {
  readonly counters: readonly FoldedDelta[];
  readonly members: readonly MemberDelta[];
}

/** Adds up what concerns the same row, so that each row is written once. `refs` has the surrogates, by kind and key. */
export function aggregate(placed: readonly Placed[], refs: ReadonlyMap<string, ReadonlyMap<string, number>>): Deltas {
  const counters = new Map<string, FoldedDelta>();
  const members = new Map<string, MemberDelta>();
  for (const { movement, contribution, periods } of placed) {
    const { metric, subjectKey, segments } = contribution;
    const ref = refs.get(metric.subject)?.get(subjectKey);
    if (ref === undefined) throw new Error(`no surrogate for ${metric.subject} ${subjectKey}`);
    const { value, count } = deltaOf(contribution, movement);
    const delta = { value: isDerived(metric.fold) ? 0n : value, count, reached: movement.fact.time, fold: metric.fold };
    for (const period of periods) {
      for (const segment of segments) {
        const row = { metricId: metric.id, periodId: period.id, segment, ref };
        const key = `${metric.id} ${period.id} ${ref} ${segment}`;
        addCounter(counters, key, row, delta);
        addMember(members, key, row, contribution.member, count);
      }
    }
  }
  return { counters: [...counters.values()].sort(byRow), members: [...members.values()].sort(byRow) };
}

function addCounter(
  counters: Map<string, FoldedDelta>,
  key: string,
  row: RowKey,
  delta: Omit<FoldedDelta, keyof RowKey>,
): void {
  const known = counters.get(key);
  if (!known) {
    counters.set(key, { ...row, ...delta });
    return;
  }
  known.value += delta.value;
  known.count += delta.count;
  if (delta.reached > known.reached) known.reached = delta.reached;
}

function addMember(
  members: Map<string, MemberDelta>,
  key: string,
  row: RowKey,
  member: string | null,
  count: bigint,
): void {
  if (member === null || count === 0n) return;
  const memberKey = `${key}\n${member}`;
  const known = members.get(memberKey);
  if (known) known.count += count;
  else members.set(memberKey, { ...row, member, count });
}

/** Rows are locked in one order everywhere, so that two batches never wait for each other in a ring. */
function byRow(a: RowKey & { member?: string }, b: RowKey & { member?: string }): number {
  return (
    a.metricId - b.metricId ||
    a.periodId - b.periodId ||
    a.ref - b.ref ||
    compare(a.segment, b.segment) ||
    compare(a.member, b.member)
  );
}

function compare(a = '', b = ''): number {
  return a < b ? -1 : Number(a > b);
}
