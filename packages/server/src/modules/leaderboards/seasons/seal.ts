import type { Catalogues } from '../../../definitions/catalogue.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { instantText, type Micros } from '../../../kernel/instant.ts';
import { ProblemError } from '../../../kernel/problem-error.ts';
import type { Tenant } from '../../../kernel/tenant.ts';
import type { Database, Executor } from '../../../platform/db/database.ts';
import { lockTenant } from '../../../platform/db/tenant-lock.ts';
import type { Announce, Periods, Profiles, RecordAudit, WakeScheduler } from '../ports.ts';
import { holdPrior } from '../repository.ts';
import { archiveBoard } from './archive.ts';
import { type Course, courseOf } from './course.ts';
import { noteDue } from './prizes-due.ts';
import { readRecord, type SeasonRecord, writeSeal } from './records.ts';

export interface SealDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly catalogues: Catalogues;
  readonly periods: Periods;
  readonly profiles: Profiles;
  readonly recordAudit: RecordAudit;
  readonly announce: Announce;
  readonly wakeScheduler: WakeScheduler;
}

/** Which season is sealed, for whom, and who says so. */
export interface SealRequest {
  readonly tenant: Tenant;
  readonly board: string;
  readonly season: string;
  readonly actor: string;
  /** @throws when it is too early */
  readonly check: (course: Course) => void;
}

/**
 * Seals a season of a board, once: archive, hash, prizes to hand out and the audit line stand or fall together. The
 * tenant's lock is held alone, so facts recorded before it count and none after. False when it was sealed before.
 */
export function sealSeason(deps: SealDeps, request: SealRequest): Promise<boolean> {
  const { tenant, board: boardKey, season: seasonKey, actor, check } = request;
  return deps.database.transaction(async (tx) => {
    await lockTenant(tx, tenant.id, 'exclusive');
    const now = deps.clock.now() * 1000;
    const { view, season, record } = await open(deps, tx, request, now);
    if (record.sealedAt !== null) return false;
    check(courseOf(view.period, season, { ...record, seenAt: record.seenAt ?? now }, now));
    const { board, metric, period } = view;
    const mean = board.prior ? await holdPrior(tx, tenant.id, metric) : null;
    await archiveBoard(tx, view, deps.profiles);
    const of = { tenantId: tenant.id, board: boardKey, periodId: period.id };
    await writeSeal(tx, of, { season: seasonKey, sealedAt: now, definition: { board, metric, mean } });
    if (board.prizes.length > 0) await noteDue(tx, of);
    await deps.wakeScheduler(tx);
    const detail = { sealedAt: instantText(now) };
    await deps.recordAudit(tx, tenant.id, {
      actor,
      action: 'season.sealed',
      object: `${boardKey}/${seasonKey}`,
      detail,
    });
    await deps.announce(tx, tenant.id);
    return true;
  });
}

/** What is sealed, as it is defined at the cut. */
async function open(deps: SealDeps, tx: Executor, request: SealRequest, now: Micros) {
  const { tenant, board: boardKey, season: seasonKey } = request;
  const { boards, metrics, seasons } = await deps.catalogues.within(tx, tenant.id);
  const board = boards.get(boardKey);
  const metric = board && metrics.get(board.metric);
  const season = seasons.get(seasonKey);
  const query = { tenant, seasons, windows: board?.windows ?? [], spec: seasonKey, at: now };
  const period = season && (await deps.periods.findPeriod(query));
  if (!board || !metric || !period) throw noSuchSeason(seasonKey);
  const record: SeasonRecord = await readRecord(tx, { tenantId: tenant.id, board: boardKey, periodId: period.id });
  return { view: { tenant, board, metric, period, segment: '' }, season, record };
}

export function noSuchSeason(season: string): ProblemError {
  return new ProblemError('not-found', `This board has no season ${season}.`);
}
