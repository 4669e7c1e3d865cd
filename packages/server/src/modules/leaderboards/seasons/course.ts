import type { Period, Season } from '@engagement/contract';
import type { Micros } from '../../../kernel/instant.ts';
import type { StoredPeriod } from '../../../metrics/period.ts';

const HOUR: Micros = 3_600_000_000;

/** What has been noted of a season of a board. */
export interface Noted {
  /** When the board was first seen to have it; null until then. */
  readonly seenAt: Micros | null;
  readonly sealedAt: Micros | null;
}

/** Where a season stands, and when it goes on. */
export interface Course {
  readonly state: Exclude<Period['state'], 'over'>;
  /** When it may be sealed; null when that is not known yet. */
  readonly graceEndsAt: Micros | null;
  /** When it is sealed by itself, or was. */
  readonly sealsAt: Micros | null;
}

/**
 * A season runs, is provisional while late facts are waited for, may be looked over, and is sealed. One that was over
 * when it was first seen has its grace from then, so that what belongs to it can be imported.
 */
export function courseOf(
  { startsAt, endsAt }: StoredPeriod,
  { graceHours, reviewHours }: Pick<Season, 'graceHours' | 'reviewHours'>,
  { seenAt, sealedAt }: Noted,
  now: Micros,
): Course {
  const [start, end] = [startsAt as Micros, endsAt as Micros];
  const graceBeginsAt = now < end ? end : seenAt && Math.max(end, seenAt);
  const graceEndsAt = graceBeginsAt && graceBeginsAt + graceHours * HOUR;
  if (sealedAt !== null) return { state: 'sealed', graceEndsAt, sealsAt: sealedAt };
  const sealsAt = graceEndsAt && graceEndsAt + reviewHours * HOUR;
  return { state: state(), graceEndsAt, sealsAt };

  function state(): Course['state'] {
    if (now < start) return 'upcoming';
    if (now < end) return 'running';
    return reviewHours > 0 && graceEndsAt !== null && now >= graceEndsAt ? 'review' : 'provisional';
  }
}
