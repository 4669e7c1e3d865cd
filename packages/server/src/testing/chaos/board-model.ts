import type { ModelRow } from './model.ts';

/** An entry as a board must show it. */
export interface ModelEntry {
  readonly id: string;
  /** An integer at the metric's scale. */
  readonly score: bigint;
  readonly reached: number;
  readonly rank: number;
}

export interface ModelBoard {
  readonly key: string;
  readonly metric: string;
  readonly windows: readonly string[];
  readonly direction: 1 | -1;
  readonly ranks: 'ordinal' | 'competition' | 'dense';
  /** Decimal places of a score. */
  readonly scale: number;
  readonly average?: true;
}

/** The boards of `chaosDefinitions`. */
export const MODEL_BOARDS: readonly ModelBoard[] = [
  {
    key: 'top-sellers',
    metric: 'revenue',
    windows: ['all-time', 'week', 'day', 'season'],
    direction: -1,
    ranks: 'competition',
    scale: 0,
  },
  {
    key: 'top-rated',
    metric: 'rating',
    windows: ['all-time', 'day'],
    direction: -1,
    ranks: 'dense',
    scale: 1,
    average: true,
  },
  {
    key: 'most-downloaded',
    metric: 'downloads',
    windows: ['all-time', 'day'],
    direction: -1,
    ranks: 'ordinal',
    scale: 0,
  },
  {
    key: 'least-downloaded',
    metric: 'downloads',
    windows: ['all-time', 'day'],
    direction: 1,
    ranks: 'competition',
    scale: 0,
  },
];

/** A period of a board, as a whole or in one segment. */
export interface BoardPlace {
  readonly period: string;
  /** Empty for the whole. */
  readonly segment: string;
}

/** The whole, and one of its segments where it has any. */
export const segmentsOf = ({ metric }: ModelBoard): readonly string[] =>
  metric === 'revenue' ? ['', 'data.properties.region:eu'] : [''];

export const archiveName = (tenant: string, { key }: ModelBoard, { period, segment }: BoardPlace): string =>
  `${key} ${period} ${segment} of ${tenant}`;

/** As HTTP shows it. */
export const lineOf = ({ scale }: ModelBoard, { rank, id, score }: Pick<ModelEntry, 'rank' | 'id' | 'score'>) =>
  `${rank} ${id} ${Number(score) / 10 ** scale}`;

/** The entries of a board in one period and segment, in order. */
export function entriesOf(
  { metric, direction, ranks, average }: ModelBoard,
  rows: Iterable<ModelRow>,
  place: BoardPlace,
): ModelEntry[] {
  const entries: Omit<ModelEntry, 'rank'>[] = [];
  for (const row of rows) {
    if (row.metric !== metric || row.period !== place.period || row.segment !== place.segment || row.count === 0n)
      continue;
    const score = average ? mean(row.value, row.count) : row.value;
    entries.push({ id: row.subject, score, reached: row.reached });
  }
  entries.sort((a, b) => sign(a.score, b.score) * direction || a.reached - b.reached || bytewise(a.id, b.id));
  let [better, scores] = [0, 0];
  return entries.map((entry, index) => {
    if (index === 0 || entries[index - 1]?.score !== entry.score) [better, scores] = [index, scores + 1];
    return { ...entry, rank: { ordinal: index + 1, competition: better + 1, dense: scores }[ranks] };
  });
}

const sign = (a: bigint, b: bigint) => (a < b ? -1 : Number(a > b));
const bytewise = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** Half to even. All sums here are positive. */
function mean(sum: bigint, count: bigint): bigint {
  const [whole, rest] = [sum / count, sum % count];
  const up = 2n * rest > count || (2n * rest === count && whole % 2n === 1n);
  return up ? whole + 1n : whole;
}
