import type { Catalogue, StoredMetric } from '../definitions/catalogue.ts';
import { type Micros, microsOf } from '../kernel/instant.ts';
import type { PlainFact } from './facts.ts';
import type { Spans } from './spans.ts';
import type { Weight } from './stands.ts';
import { type MemberRow, rowName, type ValueRow } from './stored-rows.ts';
import { nearest, worthTo } from './worth.ts';

/** What a row of the numbers must hold. */
export interface ExpectedRow {
  readonly metric: StoredMetric;
  readonly period: number;
  readonly segment: string;
  readonly subject: string;
  sum: bigint;
  count: bigint;
  reached: Micros;
  /** Members of standing facts, and how many of these hold each. */
  readonly members: Map<string, bigint>;
}

/** The numbers as they follow from the facts, added up one fact at a time. */
export class Expectation {
  readonly rows = new Map<string, ExpectedRow>();
  readonly #spans: Spans;
  readonly #metrics: readonly StoredMetric[];

  constructor(catalogue: Catalogue, spans: Spans) {
    this.#spans = spans;
    this.#metrics = [...catalogue.metrics.values()];
  }

  /** Begins a row with what dropped facts left in it; false when there is no such metric. */
  begin({ metric_id, period_id, segment, subject, subject_ref, ...left }: ValueRow): boolean {
    const metric = this.#metrics.find(({ id }) => id === metric_id);
    if (!metric) return false;
    const row = this.#row(metric, period_id, segment, subject ?? `subject ${subject_ref}`, microsOf(left.reached_at));
    row.sum = BigInt(left.value);
    row.count = BigInt(left.count);
    return true;
  }

  /** The same for a member of a row that has begun. */
  beginMember({ metric_id, period_id, segment, subject, subject_ref, ...left }: MemberRow): boolean {
    const row = this.rows.get(rowName(metric_id, period_id, segment, subject ?? `subject ${subject_ref}`));
    row?.members.set(left.member, BigInt(left.count));
    return row !== undefined;
  }

  add(fact: PlainFact, { amount, takenBack }: Weight): void {
    const standing = takenBack < amount;
    for (const metric of this.#metrics) {
      for (const source of metric.sources) {
        if (source.type !== fact.type) continue;
        const worth = worthTo(metric, source, fact);
        if (!worth) continue;
        const part = metric.fold === 'sum' ? remainder(worth.value, takenBack, amount) : standing ? worth.value : 0n;
        for (const { id } of this.#spans.holding(metric.windows, fact.time, `fact ${fact.key}`)) {
          for (const segment of worth.segments) {
            const row = this.#row(metric, id, segment, worth.subject, fact.time);
            row.sum += part;
            if (fact.time > row.reached) row.reached = fact.time;
            if (!standing) continue;
            row.count += 1n;
            if (worth.member !== null) row.members.set(worth.member, (row.members.get(worth.member) ?? 0n) + 1n);
          }
        }
      }
    }
  }

  #row(metric: StoredMetric, period: number, segment: string, subject: string, reached: Micros): ExpectedRow {
    const name = rowName(metric.id, period, segment, subject);
    const known = this.rows.get(name);
    if (known) return known;
    const made = { metric, period, segment, subject, sum: 0n, count: 0n, reached, members: new Map<string, bigint>() };
    this.rows.set(name, made);
    return made;
  }
}

/** `v − round(v·taken/A)`, halves away from zero. */
function remainder(value: bigint, takenBack: bigint, amount: bigint): bigint {
  const taken = nearest((value < 0n ? -value : value) * takenBack, amount);
  return value < 0n ? value + taken : value - taken;
}

/** The number that the row's fold makes of it. */
export function foldedValue({ metric, sum, members }: ExpectedRow): bigint {
  if (metric.fold === 'unique') return BigInt(members.size);
  if (metric.fold !== 'max' && metric.fold !== 'min') return sum;
  let best: bigint | null = null;
  for (const member of members.keys()) {
    const value = BigInt(member);
    if (best === null || (metric.fold === 'max' ? value > best : value < best)) best = value;
  }
  return best ?? 0n;
}
