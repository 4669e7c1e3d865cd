import type { Period, Season, Window } from '@engagement/contract';
import type { StoredBoard, StoredMetric } from '../../../definitions/catalogue.ts';
import { instantText, type Micros } from '../../../kernel/instant.ts';
import type { Tenant } from '../../../kernel/tenant.ts';
import { describePeriod } from '../../../metrics/describe-period.ts';
import type { StoredPeriod } from '../../../metrics/period.ts';
import type { Executor } from '../../../platform/db/database.ts';
import type { Mean } from '../mean.ts';
import type { Periods } from '../ports.ts';
import { courseOf } from './course.ts';
import { readRecord, type Sealed, type SeasonRecord } from './records.ts';

/** A board and what it counts. */
export interface Counted {
  readonly board: StoredBoard;
  readonly metric: StoredMetric;
  /** The mean that its prior drew to when it was sealed; left out, it is that of today. */
  readonly mean?: Mean | null;
}

/** A board, with those of its windows that the viewer may see, and all that its tenant defines beside it. */
export interface Found extends Counted {
  /** The windows that the viewer may not see. */
  readonly hidden: readonly Window[];
  readonly metrics: ReadonlyMap<string, StoredMetric>;
  readonly seasons: ReadonlyMap<string, Season>;
}

/** A period as a board shows it, and how it counts there: in a sealed season, as it did then. */
export interface ShownPeriod extends Counted {
  readonly period: Period;
  readonly sealed: boolean;
  /** The instants at which something of this changes by itself. */
  readonly turns: readonly Micros[];
}

/** Nothing can have been sealed that is not over. */
const NOTHING: SeasonRecord = { seenAt: null, sealedAt: null, sealed: null, season: null };

/** Tells of each period of a board where it stands and what comes next. */
export class Seasons {
  readonly #executor: Executor;
  readonly #periods: Periods;

  constructor(executor: Executor, periods: Periods) {
    this.#executor = executor;
    this.#periods = periods;
  }

  async show(tenant: Tenant, found: Found, stored: StoredPeriod, now: Micros): Promise<ShownPeriod> {
    const { board, metric, seasons } = found;
    const next = await this.#periods.nextPeriod(tenant, seasons, stored);
    const period = describePeriod(stored, seasons, now, next);
    const season = stored.window === 'season' ? seasons.get(stored.key) : undefined;
    const turns = [stored.startsAt, stored.endsAt, next?.startsAt];
    if (!season) return { period, board, metric, sealed: false, turns: instants(turns) };
    const record = await this.#record(tenant, board, stored, now);
    const { state, graceEndsAt, sealsAt } = courseOf(stored, season, record, now);
    return {
      ...(record.sealed ? asSealed(found, record.sealed) : { board, metric }),
      period: { ...period, state, sealed: state === 'sealed', sealsAt: sealsAt === null ? null : instantText(sealsAt) },
      sealed: state === 'sealed',
      turns: instants([...turns, graceEndsAt, sealsAt]),
    };
  }

  /** Whether the archive of a board answers for a period. */
  async isSealed(
    tenant: Tenant,
    board: StoredBoard,
    seasons: Found['seasons'],
    stored: StoredPeriod,
    now: Micros,
  ): Promise<boolean> {
    if (stored.window !== 'season' || !seasons.has(stored.key)) return false;
    const { sealedAt } = await this.#record(tenant, board, stored, now);
    return sealedAt !== null;
  }

  #record(tenant: Tenant, board: StoredBoard, { id, endsAt }: StoredPeriod, now: Micros): Promise<SeasonRecord> {
    if (endsAt !== null && now < endsAt) return Promise.resolve(NOTHING);
    return readRecord(this.#executor, { tenantId: tenant.id, board: board.key, periodId: id });
  }
}

/** How it counted stands; whether and where it is shown is for today. */
function asSealed({ board: today }: Found, { board, metric, mean }: Sealed): Counted {
  const { name, enabled, windows } = today;
  const { placements: _, ...sealed } = board;
  const shown = { name, enabled, windows, ...(today.placements && { placements: today.placements }) };
  return { board: { ...sealed, ...shown }, metric, mean };
}

const instants = (turns: readonly (Micros | null | undefined)[]) =>
  turns.filter((at): at is Micros => at !== null && at !== undefined);
