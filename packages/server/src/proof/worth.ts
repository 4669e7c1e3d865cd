import type { Filter, Metric } from '@engagement/contract';
import type { PlainFact } from './facts.ts';

type Source = Metric['sources'][number];

/** What a fact is worth to one source of a metric, before anything is taken back. */
export interface Worth {
  readonly subject: string;
  readonly segments: readonly string[];
  /** At the metric's scale. */
  readonly value: bigint;
  /** What `max`, `min` and `unique` look at. */
  readonly member: string | null;
}

export function worthTo(metric: Metric, source: Source, fact: PlainFact): Worth | null {
  const subject = fieldOf(fact, source.subject);
  if (typeof subject !== 'string' || subject.length === 0) return null;
  if (metric.unit?.currency !== undefined && fact.data.currency !== metric.unit.currency) return null;
  if (!source.filter.every((filter) => passes(filter, fieldOf(fact, filter.field)))) return null;
  const segments = [''];
  for (const field of metric.segments) {
    const value = fieldOf(fact, field);
    if (['string', 'number', 'boolean'].includes(typeof value)) segments.push(`${field}:${String(value)}`);
  }
  const measured = measure(metric, source.value === undefined ? undefined : fieldOf(fact, source.value));
  return measured && { subject, segments, ...measured };
}

function measure(metric: Metric, value: unknown): Pick<Worth, 'value' | 'member'> | null {
  if (metric.fold === 'count') return { value: 1n, member: null };
  if (metric.fold === 'unique') {
    return typeof value === 'string' || typeof value === 'number' ? { value: 0n, member: String(value) } : null;
  }
  const whole = typeof value === 'number' ? scaled(value, metric.scale) : null;
  if (whole === null) return null;
  return { value: whole, member: metric.fold === 'max' || metric.fold === 'min' ? whole.toString() : null };
}

/** A path such as `subject`, `data.amount`, `data.properties.region` or `user.country`, followed step by step. */
function fieldOf(fact: PlainFact, path: string): unknown {
  if (path === 'subject') return fact.subject;
  const [head, ...steps] = path.split('.');
  if (head !== 'data') return Object.getOwnPropertyDescriptor(fact.stamps, path)?.value;
  let here: unknown = fact.data;
  for (const step of steps) {
    if (here === null || typeof here !== 'object') return undefined;
    here = Object.getOwnPropertyDescriptor(here, step)?.value;
  }
  return here;
}

function passes(filter: Filter, value: unknown): boolean {
  if ('is' in filter) return value === filter.is;
  if ('isNot' in filter) return value !== filter.isNot;
  if ('in' in filter) return filter.in.some((allowed) => allowed === value);
  if (typeof value !== 'number') return false;
  return 'atLeast' in filter ? value >= filter.atLeast : value <= filter.atMost;
}

/** The decimal digits of a number as an integer at a scale, halves away from zero; null beyond 2^53. */
export function scaled(value: number, scale: number): bigint | null {
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value));
  if (!parts) return null;
  const [, minus, whole = '', fraction = '', exponent = '0'] = parts;
  const shift = scale + Number(exponent) - fraction.length;
  const digits = BigInt(whole + fraction);
  const size = shift >= 0 ? digits * 10n ** BigInt(shift) : nearest(digits, 10n ** BigInt(-shift));
  if (size > BigInt(Number.MAX_SAFE_INTEGER)) return null;
  return minus ? -size : size;
}

/** `numerator / denominator` of two numbers that are not negative, halves upwards. */
export function nearest(numerator: bigint, denominator: bigint): bigint {
  const whole = numerator / denominator;
  return (numerator - whole * denominator) * 2n >= denominator ? whole + 1n : whole;
}
