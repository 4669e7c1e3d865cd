import type { Filter, Metric, ProfileKind } from '@engagement/contract';
import type { Fact, StampedFact } from '../activity/fact.ts';
import { fieldReader } from '../activity/field.ts';
import type { Catalogue, StoredMetric } from '../definitions/catalogue.ts';
import { atScale } from '../kernel/rounding.ts';

/** A fact as one metric sees it. */
export interface Contribution {
  readonly metric: StoredMetric;
  readonly subjectKey: string;
  /** At the metric's scale; 1 for `count`, 0 for `unique`. */
  readonly value: bigint;
  /** What `unique` tells apart, and `max` and `min` compare. */
  readonly member: string | null;
  /** The unsegmented total first, as the empty string. */
  readonly segments: readonly string[];
}

type Read = (fact: StampedFact) => unknown;
type Rule = (fact: StampedFact) => Contribution | undefined;

/** The definitions of a tenant, made ready for folding: per type of activity, what each fact contributes. */
export interface CompiledCatalogue {
  readonly catalogue: Catalogue;
  readonly rules: ReadonlyMap<string, readonly Rule[]>;
  /** Per type, the profile fields that are stamped on its facts. */
  readonly stamps: ReadonlyMap<string, readonly StampField[]>;
}

export interface StampField {
  /** `user.country` */
  readonly field: string;
  readonly kind: ProfileKind;
  readonly attribute: string;
  /** Whose profile, or undefined when the fact names nobody of that kind. */
  readonly subject: (fact: Fact) => string | undefined;
}

const PROFILE_FIELD = /^(user|creator|asset)\.(.+)$/;

function readerOf(field: string): Read {
  return PROFILE_FIELD.test(field) ? (fact) => fact.stamps?.[field] : fieldReader(field);
}

function conditionOf(filter: Filter): (fact: StampedFact) => boolean {
  const read = readerOf(filter.field);
  if ('is' in filter) return (fact) => read(fact) === filter.is;
  if ('isNot' in filter) return (fact) => read(fact) !== filter.isNot;
  if ('in' in filter) return (fact) => filter.in.includes(read(fact) as string);
  const number: (fact: StampedFact) => number = (fact) => {
    const value = read(fact);
    return typeof value === 'number' ? value : Number.NaN;
  };
  if ('atLeast' in filter) return (fact) => number(fact) >= filter.atLeast;
  return (fact) => number(fact) <= filter.atMost;
}

function segmentsOf(metric: Metric): (fact: StampedFact) => readonly string[] {
  const whole = [''];
  const readers = metric.segments.map((field) => ({ field, read: readerOf(field) }));
  if (readers.length === 0) return () => whole;
  return (fact) => {
    const segments = [''];
    for (const { field, read } of readers) {
      const value = read(fact);
      if (value !== undefined && value !== null && typeof value !== 'object') segments.push(`${field}:${value}`);
    }
    return segments;
  };
}

/** What a fact is worth to a metric: undefined when it carries nothing that the metric can hold. */
function worthOf(
  metric: Metric,
  field: string | undefined,
): (fact: StampedFact) => { value: bigint; member: string | null } | undefined {
  const one = { value: 1n, member: null };
  if (metric.fold === 'count' || field === undefined) return () => one;
  const read = readerOf(field);
  if (metric.fold === 'unique') {
    return (fact) => {
      const value = read(fact);
      return typeof value === 'string' || typeof value === 'number' ? { value: 0n, member: `${value}` } : undefined;
    };
  }
  const compared = metric.fold === 'max' || metric.fold === 'min';
  return (fact) => {
    const value = read(fact);
    const scaled = typeof value === 'number' ? atScale(value, metric.scale) : undefined;
    return scaled === undefined ? undefined : { value: scaled, member: compared ? `${scaled}` : null };
  };
}

function ruleOf(metric: StoredMetric, source: Metric['sources'][number]): Rule {
  const conditions = source.filter.map(conditionOf);
  const currency = metric.unit?.currency;
  if (currency) conditions.push((fact) => fact.data.currency === currency);
  const subject = readerOf(source.subject);
  const worth = worthOf(metric, source.value);
  const segments = segmentsOf(metric);
  return (fact) => {
    const subjectKey = subject(fact);
    if (typeof subjectKey !== 'string' || subjectKey === '') return undefined;
    for (const holds of conditions) if (!holds(fact)) return undefined;
    const known = worth(fact);
    return known && { metric, subjectKey, ...known, segments: segments(fact) };
  };
}

const SUBJECT_OF_KIND: Record<ProfileKind, (fact: Fact) => unknown> = {
  user: fieldReader('subject'),
  creator: fieldReader('data.creatorId'),
  asset: fieldReader('data.assetId'),
};

function stampField(field: string): StampField | undefined {
  const [, kind, attribute] = PROFILE_FIELD.exec(field) ?? [];
  if (kind === undefined || attribute === undefined) return undefined;
  const read = SUBJECT_OF_KIND[kind as ProfileKind];
  return {
    field,
    kind: kind as ProfileKind,
    attribute,
    subject: (fact) => {
      const key = read(fact);
      return typeof key === 'string' ? key : undefined;
    },
  };
}

/** Made once per revision; folding then only calls closures. `only` restricts it to some metrics, for a backfill. */
export function compile(catalogue: Catalogue, only?: ReadonlySet<string>): CompiledCatalogue {
  const rules = new Map<string, Rule[]>();
  const fields = new Map<string, Set<string>>();
  for (const metric of catalogue.metrics.values()) {
    if (only && !only.has(metric.key)) continue;
    for (const source of metric.sources) {
      rules.set(source.type, [...(rules.get(source.type) ?? []), ruleOf(metric, source)]);
      const wanted = fields.get(source.type) ?? new Set();
      for (const field of [...metric.segments, ...source.filter.map(({ field }) => field)]) wanted.add(field);
      fields.set(source.type, wanted);
    }
  }
  const stamps = new Map<string, StampField[]>();
  for (const [type, wanted] of fields) {
    stamps.set(
      type,
      [...wanted].map(stampField).filter((field) => field !== undefined),
    );
  }
  return { catalogue, rules, stamps };
}

/** Counter rows that one event of each type moves: what the definitions cost. */
export function rowsPerEvent(catalogue: Catalogue): { type: string; rows: number }[] {
  const rows = new Map<string, number>();
  for (const metric of catalogue.metrics.values()) {
    const each = metric.windows.length * (1 + metric.segments.length);
    for (const { type } of metric.sources) rows.set(type, (rows.get(type) ?? 0) + each);
  }
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([type, count]) => ({ type, rows: count }));
}
