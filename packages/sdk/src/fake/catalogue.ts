import type { BoardSeason, BoardSummary, Entry } from '@engagement/contract';

/** A board of a fake client. What is left out is as on the board of that key, or else as on `weekly-downloads`. */
export interface FakeBoard extends Partial<Omit<BoardSummary, 'key'>> {
  /** These entries and no others, in their order. */
  entries?: readonly Entry[];
  /** How many entries are made up. */
  total?: number;
  /** The best score that is made up. */
  best?: number;
  prizes?: BoardSeason['prizes'];
}

export type Definition = Required<Omit<FakeBoard, 'entries'>> & Pick<FakeBoard, 'entries'> & { key: string };

const COMMON: Omit<Definition, 'key'> = {
  name: 'Most downloaded',
  subject: 'creator',
  score: 'total',
  prior: null,
  minimum: null,
  minimumCount: null,
  direction: 'descending',
  ranks: 'competition',
  windows: ['week', 'month', 'all-time'],
  segments: ['asset.category'],
  unit: { label: 'downloads', currency: null },
  scale: 0,
  follows: true,
  placements: null,
  total: 1289,
  best: 4812,
  prizes: [],
};

const KNOWN: Record<string, FakeBoard> = {
  'weekly-downloads': {},
  'top-sellers': {
    name: 'Top sellers',
    windows: ['season', 'month', 'all-time'],
    unit: { label: 'revenue', currency: 'EUR' },
    best: 2_214_350,
    total: 312,
    prizes: [
      { key: 'front-page', name: 'A week on the front page', ranks: { from: 1, to: 1 } },
      { key: 'no-fees', name: 'A month without fees', ranks: { from: 2, to: 3 } },
      { key: 'badge', name: 'The season’s badge', topPercent: 10 },
    ],
  },
  rising: {
    name: 'Rising',
    score: 'growth',
    windows: ['week'],
    scale: 3,
    best: 1.845,
    total: 164,
    unit: { label: 'downloads', currency: null },
  },
  'best-rated': {
    name: 'Best rated',
    subject: 'asset',
    score: 'average',
    prior: { weight: 10, mean: 4.1 },
    minimumCount: 5,
    windows: ['all-time', 'month'],
    follows: false,
    scale: 2,
    best: 4.93,
    total: 540,
    unit: { label: 'rating', currency: null },
  },
  reviewers: {
    name: 'Most helpful reviewers',
    subject: 'user',
    unit: { label: 'points', currency: null },
    best: 930,
    total: 87,
  },
};

/** The boards by their keys, those given over those that are always there. */
export function catalogue(given: Record<string, FakeBoard>): (key: string) => Definition {
  return (key) => ({ ...COMMON, ...KNOWN[key], ...given[key], key });
}

export const knownKeys = (given: Record<string, FakeBoard>): string[] => [
  ...new Set([...Object.keys(KNOWN), ...Object.keys(given)]),
];

/** What a page says of its board. */
export function summaryOf({ entries: _, total: __, best: ___, prizes: ____, ...summary }: Definition): BoardSummary {
  return summary;
}
