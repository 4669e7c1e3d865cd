import { createHash } from 'node:crypto';
import type { Season } from '@engagement/contract';
import type { Catalogue, StoredBoard, StoredMetric } from '../../../../definitions/catalogue.ts';
import type { Micros } from '../../../../kernel/instant.ts';
import type { Tenant } from '../../../../kernel/tenant.ts';
import type { StoredPeriod } from '../../../../metrics/period.ts';
import { hasSegment } from '../../domain.ts';
import type { Periods } from '../../ports.ts';
import type { ProjectionView } from './names.ts';

const HOUR = 3_600_000_000;
/** Clocks differ: what is no longer read is written a little longer. */
const SLACK = 60_000_000;

type Seasons = ReadonlyMap<string, Pick<Season, 'graceHours' | 'reviewHours'>>;

/** A board as far as it decides what its projection holds. */
export interface ProjectedBoard {
  readonly board: StoredBoard;
  readonly metric: StoredMetric;
  /** Its entries are the metric's own rows: the numbers of a change say all. */
  readonly isDirect: boolean;
  /** Whether it has the segment. */
  shows(segment: string): boolean;
}

/** The boards of a tenant by the metric that they rank. */
export type Plan = ReadonlyMap<number, readonly ProjectedBoard[]>;

const plans = new WeakMap<Catalogue, Plan>();

export function planOf(catalogue: Catalogue): Plan {
  const known = plans.get(catalogue);
  if (known) return known;
  const plan = new Map<number, ProjectedBoard[]>();
  for (const board of catalogue.boards.values()) {
    const metric = catalogue.metrics.get(board.metric);
    if (!metric || !board.enabled) continue;
    plan.set(metric.id, [...(plan.get(metric.id) ?? []), projected(board, metric)]);
  }
  plans.set(catalogue, plan);
  return plan;
}

function projected(board: StoredBoard, metric: StoredMetric): ProjectedBoard {
  const isDirect = board.score === 'total' && board.minimum === undefined && board.minimumCount === undefined;
  return {
    board,
    metric,
    isDirect,
    shows: (segment) => hasSegment(board, segment),
  };
}

const fingerprints = new WeakMap<StoredBoard, { readonly metric: StoredMetric; readonly text: string }>();

/** A digest of everything that decides what a projection holds: a projection that was built for another is no use. */
export function fingerprintOf({ board, metric }: Pick<ProjectionView, 'board' | 'metric'>): string {
  const known = fingerprints.get(board);
  if (known?.metric === metric) return known.text;
  const text = digestOf(board, metric);
  fingerprints.set(board, { metric, text });
  return text;
}

function digestOf(board: StoredBoard, metric: StoredMetric): string {
  const { score, direction, prior, growth, scale, minimum, minimumCount, segments, exclude } = board;
  const of = [metric.id, metric.fold, metric.scale, score, direction, board.ranks === 'dense', prior, growth, scale];
  const digest = createHash('sha256').update(JSON.stringify([...of, minimum, minimumCount, segments, exclude]));
  return digest.digest('base64url').slice(0, 12);
}

/** Until when Redis answers for a period: the present one, the one before it, and seasons until they are sealed. */
export function readUntil(period: StoredPeriod, seasons: Seasons): Micros {
  const { endsAt, startsAt } = period;
  if (endsAt === null) return Number.POSITIVE_INFINITY;
  if (period.window !== 'season') return endsAt + (endsAt - (startsAt ?? endsAt));
  const { graceHours = 0, reviewHours = 0 } = seasons.get(period.key) ?? {};
  return endsAt + (graceHours + reviewHours + 24) * HOUR;
}

export const writtenUntil = (period: StoredPeriod, seasons: Seasons): Micros => readUntil(period, seasons) + SLACK;

/** When its keys go by themselves, in milliseconds; empty for never. */
export function expiryOf(period: StoredPeriod, seasons: Seasons): string {
  const until = writtenUntil(period, seasons);
  return until === Number.POSITIVE_INFINITY ? '' : `${Math.ceil(until / 1000)}`;
}

/** The periods of a board that Redis answers for. */
export async function projectedPeriods(
  periods: Periods,
  tenant: Tenant,
  board: StoredBoard,
  seasons: Catalogue['seasons'],
  at: Micros,
): Promise<StoredPeriod[]> {
  const specs = board.windows.flatMap((window) => {
    if (window === 'season') return [...seasons.keys()];
    return window === 'all-time' ? [window] : [window, `${window}:previous`];
  });
  const found: StoredPeriod[] = [];
  for (const spec of specs) {
    const period = await periods.findPeriod({ tenant, seasons, windows: board.windows, spec, at });
    if (period && at < readUntil(period, seasons)) found.push(period);
  }
  return found;
}
