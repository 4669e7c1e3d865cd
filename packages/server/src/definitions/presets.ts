import { Board, Metric, type Preset, type Window } from '@engagement/contract';
import type { z } from 'zod';

type Subject = Preset['subject'];
type Measure = 'downloads' | 'sales' | 'revenue' | 'rating';

/** A definition that a preset stands for, and the place of that preset. */
interface Expanded<T> {
  readonly key: string;
  readonly document: T;
  readonly pointer: string;
}

/** What a preset makes: the one metric that it needs, in these windows, and a board on it. */
interface Made {
  readonly measure: Measure;
  readonly windows: readonly Window[];
  readonly board: Omit<z.input<typeof Board>, 'metric'>;
}

const SUBJECT_FIELD = { asset: 'data.assetId', creator: 'data.creatorId' } as const;

const MEASURES = {
  downloads: { type: 'asset.downloaded', fold: 'count', unit: { label: 'downloads' } },
  sales: { type: 'purchase.completed', fold: 'count', unit: { label: 'sales' } },
  revenue: { type: 'purchase.completed', value: 'data.amount', fold: 'sum', unit: { label: 'sales' } },
  rating: { type: 'review.submitted', value: 'data.rating', fold: 'average', scale: 2, unit: { label: 'stars' } },
} as const;

/** The metrics and boards that presets stand for. Presets that need the same metric share it, with all its windows. */
export function expandPresets(presets: readonly Preset[]): { metrics: Expanded<Metric>[]; boards: Expanded<Board>[] } {
  const metrics = new Map<string, Expanded<Metric>>();
  const boards: Expanded<Board>[] = [];
  for (const [index, preset] of presets.entries()) {
    const pointer = `/presets/${index}`;
    const { measure, windows, board } = madeBy(preset);
    const metric = metricOf(preset, measure, windows);
    const { key } = metric;
    const known = metrics.get(key);
    metrics.set(key, known ? { ...known, document: both(known.document, metric) } : { key, document: metric, pointer });
    const document = Board.parse({ ...board, metric: key });
    boards.push({ key: document.key, document, pointer });
  }
  return { metrics: [...metrics.values()], boards };
}

function madeBy(preset: Preset): Made {
  const { subject, segments, placements, following } = preset;
  const titles = TITLES[subject];
  const base = {
    key: preset.key ?? `${preset.preset}-${subject}s`,
    name: preset.name ?? titles[preset.preset],
    segments,
    ...(placements && { placements }),
    ...(following !== undefined && { following }),
  };
  switch (preset.preset) {
    case 'most-downloaded':
      return { measure: 'downloads', windows: preset.windows, board: { ...base, windows: preset.windows } };
    case 'top-rated': {
      const { weight, minimumCount, windows } = preset;
      const rules = { score: 'average' as const, prior: { weight }, ...(minimumCount && { minimumCount }) };
      // The mean that small samples are drawn towards is that of all time.
      return { measure: 'rating', windows: [...windows, 'all-time'], board: { ...base, ...rules, windows } };
    }
    case 'fastest-growing': {
      const { of, windows, damping, minimumBase } = preset;
      const rules = { score: 'growth' as const, growth: { damping, minimumBase } };
      return { measure: of, windows: ['day'], board: { ...base, ...rules, windows } };
    }
    case 'seasonal-winners': {
      const { of, prizes } = preset;
      return { measure: of, windows: ['season'], board: { ...base, windows: ['season'], prizes } };
    }
  }
}

const TITLES: Record<Subject, Record<Preset['preset'], string>> = {
  asset: {
    'most-downloaded': 'Most downloaded',
    'top-rated': 'Top rated',
    'fastest-growing': 'Fastest growing',
    'seasonal-winners': 'Winners of the season',
  },
  creator: {
    'most-downloaded': 'Most downloaded creators',
    'top-rated': 'Top rated creators',
    'fastest-growing': 'Fastest growing creators',
    'seasonal-winners': 'Creators of the season',
  },
};

function metricOf(preset: Preset, measure: Measure, windows: readonly Window[]): Metric {
  const { type, unit, fold, ...rest } = { value: undefined, scale: 0, ...MEASURES[measure] };
  const currency = 'currency' in preset ? preset.currency : undefined;
  return Metric.parse({
    key: [preset.subject, measure, currency?.toLowerCase()].filter((word) => word !== undefined).join('-'),
    subject: preset.subject,
    sources: [{ type, subject: SUBJECT_FIELD[preset.subject], ...(rest.value && { value: rest.value }) }],
    fold,
    windows: [...new Set(windows)],
    segments: [...new Set(preset.segments)],
    scale: rest.scale,
    unit: { ...unit, ...(currency && { currency }) },
  });
}

const both = (one: Metric, other: Metric): Metric => ({
  ...one,
  windows: [...new Set([...one.windows, ...other.windows])],
  segments: [...new Set([...one.segments, ...other.segments])],
});
