import { LocalCalendar } from './local-calendar.ts';
import type { ShopEvent } from './story.ts';

/** A number that has to be stored: what it is of, and what it is. */
export interface ModelRow {
  readonly metric: string;
  readonly window: string;
  readonly period: string;
  readonly segment: string;
  readonly subject: string;
  value: bigint;
  count: bigint;
  /** In milliseconds: the latest original that contributed. */
  reached: number;
}

export interface ModelSeason {
  readonly key: string;
  readonly from: number;
  readonly until: number;
}

interface Rule {
  readonly metric: string;
  readonly type: string;
  readonly subject: (event: ShopEvent) => string;
  readonly fold: 'sum' | 'count' | 'unique' | 'max';
  readonly value?: (event: ShopEvent) => bigint;
  readonly member?: (event: ShopEvent) => string;
  readonly windows: readonly ('all-time' | 'day' | 'week' | 'season')[];
  readonly byRegion?: true;
}

const text = (event: ShopEvent, field: string) => `${event.data[field]}`;
const amountOf = (event: ShopEvent) => BigInt(event.data.amount as number);
const sold = { type: 'purchase.completed', subject: (event: ShopEvent) => text(event, 'creatorId') };
const onAsset = (event: ShopEvent) => text(event, 'assetId');

/** What the definitions mean, in other words than the server's. An average is its sum and its count. */
const RULES: readonly Rule[] = [
  {
    ...sold,
    metric: 'revenue',
    fold: 'sum',
    value: amountOf,
    windows: ['all-time', 'day', 'week', 'season'],
    byRegion: true,
  },
  { ...sold, metric: 'sales', fold: 'count', windows: ['all-time'] },
  { ...sold, metric: 'buyers', fold: 'unique', member: ({ subject = '' }) => subject, windows: ['all-time'] },
  { ...sold, metric: 'dearest', fold: 'max', value: amountOf, windows: ['all-time'] },
  {
    metric: 'rating',
    type: 'review.submitted',
    subject: onAsset,
    fold: 'count',
    value: (event) => BigInt(Math.round((event.data.rating as number) * 10)),
    windows: ['all-time', 'day'],
  },
  { metric: 'downloads', type: 'asset.downloaded', subject: onAsset, fold: 'count', windows: ['all-time', 'day'] },
];

/** The numbers that follow from a set of events, added up the plain way. */
export function numbersOf(events: Iterable<ShopEvent>, zone: string, seasons: readonly ModelSeason[]) {
  const byId = new Map([...events].map((event) => [event.id, event]));
  const standing = new Standing(byId);
  const calendar = new LocalCalendar(zone);
  const rows = new Map<string, ModelRow>();
  const members = new Map<string, Map<string, bigint>>();
  for (const event of byId.values()) {
    for (const rule of RULES) {
      if (rule.type !== event.type) continue;
      const { amount, back } = standing.of(event);
      for (const [window, period] of periodsOf(rule, event, calendar, seasons)) {
        for (const segment of rule.byRegion ? ['', `data.properties.region:${regionOf(event)}`] : ['']) {
          const row = rowAt(rows, { metric: rule.metric, window, period, segment, subject: rule.subject(event) });
          row.reached = Math.max(row.reached, Date.parse(event.time));
          row.value += worthOf(rule, event, amount, back);
          if (back >= amount) continue;
          row.count += 1n;
          const member = rule.fold === 'max' ? `${rule.value?.(event)}` : rule.member?.(event);
          if (member !== undefined) count(members, keyOf(row), member);
        }
      }
    }
  }
  for (const row of rows.values()) derive(row, members.get(keyOf(row)));
  return rows;
}

export const keyOf = ({ metric, window, period, segment, subject }: Omit<ModelRow, 'value' | 'count' | 'reached'>) =>
  [metric, window, period, segment, subject].join('\n');

const regionOf = ({ data }: ShopEvent) => (data.properties as { region: string }).region;

function rowAt(rows: Map<string, ModelRow>, place: Omit<ModelRow, 'value' | 'count' | 'reached'>): ModelRow {
  const key = keyOf(place);
  const row = rows.get(key) ?? { ...place, value: 0n, count: 0n, reached: 0 };
  rows.set(key, row);
  return row;
}

/** What an event adds at once; folds over members are derived at the end. */
function worthOf({ fold, value, metric }: Rule, event: ShopEvent, amount: bigint, back: bigint): bigint {
  if (fold === 'unique' || fold === 'max') return 0n;
  const stands = back < amount;
  if (metric === 'revenue' && value) return value(event) - half(value(event) * back, amount);
  if (!stands) return 0n;
  return value?.(event) ?? 1n;
}

/** To the nearest, halves up. */
const half = (numerator: bigint, denominator: bigint) => (2n * numerator + denominator) / (2n * denominator);

function count(members: Map<string, Map<string, bigint>>, key: string, member: string): void {
  const of = members.get(key) ?? new Map<string, bigint>();
  members.set(key, of.set(member, (of.get(member) ?? 0n) + 1n));
}

function derive(row: ModelRow, held: ReadonlyMap<string, bigint> = new Map()): void {
  if (row.metric === 'buyers') row.value = BigInt(held.size);
  if (row.metric !== 'dearest') return;
  for (const member of held.keys()) if (BigInt(member) > row.value) row.value = BigInt(member);
}

function periodsOf(rule: Rule, event: ShopEvent, calendar: LocalCalendar, seasons: readonly ModelSeason[]) {
  const at = Date.parse(event.time);
  return rule.windows.flatMap((window): [string, string][] => {
    if (window === 'all-time') return [[window, window]];
    if (window === 'day') return [[window, calendar.day(at)]];
    if (window === 'week') return [[window, calendar.week(at)]];
    return seasons.filter(({ from, until }) => from <= at && at < until).map(({ key }) => ['season', key]);
  });
}

/** What stands of each event: its amount, less what stands of those that take it back. */
class Standing {
  readonly #byId: ReadonlyMap<string, ShopEvent>;
  readonly #against = new Map<string, ShopEvent[]>();

  constructor(byId: ReadonlyMap<string, ShopEvent>) {
    this.#byId = byId;
    for (const event of byId.values()) {
      if (event.reverses === undefined || !byId.has(event.reverses)) continue;
      this.#against.set(event.reverses, [...(this.#against.get(event.reverses) ?? []), event]);
    }
  }

  of(event: ShopEvent): { readonly amount: bigint; readonly back: bigint } {
    const amount = this.#amount(event);
    let back = 0n;
    for (const reversal of this.#against.get(event.id) ?? []) {
      const own = this.of(reversal);
      back += own.amount - own.back;
    }
    return { amount, back: back > amount ? amount : back };
  }

  /** Its own when it says one above 0; a reversal that says none takes back all of its original. */
  #amount({ data, reverses }: ShopEvent): bigint {
    if (typeof data.amount === 'number' && data.amount > 0) return BigInt(data.amount);
    const original = reverses === undefined ? undefined : this.#byId.get(reverses);
    return original ? this.#amount(original) : 1n;
  }
}
