import type { Catalogue } from '../../../definitions/catalogue.ts';
import type { Micros } from '../../../kernel/instant.ts';
import { ProblemError } from '../../../kernel/problem-error.ts';
import type { Tenant } from '../../../kernel/tenant.ts';
import type { StoredPeriod } from '../../../metrics/period.ts';
import type { Executor } from '../../../platform/db/database.ts';
import type { Facts, Tenants } from '../ports.ts';
import { courseOf, type Noted } from './course.ts';
import { settleDue, takeDue } from './prizes-due.ts';
import { noteKey, noteSeen, readNotes, readRecord } from './records.ts';
import { type SealDeps, sealSeason } from './seal.ts';
import { placedEvents } from './winners.ts';

/** Who seals what is due. */
const SCHEDULE = 'server:schedule';

export interface SeasonJobsDeps extends SealDeps {
  readonly tenants: Tenants;
  readonly facts: Facts;
}

/** Seals the seasons that are due and hands out prizes. Safe to run at any time, anywhere, and to die in. */
export async function runSeasons(deps: SeasonJobsDeps): Promise<void> {
  const failures: unknown[] = [];
  for (const tenant of await deps.tenants.list()) {
    for (const step of [sealDue, handOutPrizes]) {
      await step(deps, tenant).catch((error: unknown) => failures.push(error));
    }
  }
  if (failures.length > 0)
    throw new AggregateError(failures, 'Seasons of some tenants could not be sealed or honoured.');
}

async function sealDue(deps: SeasonJobsDeps, tenant: Tenant): Promise<void> {
  const catalogue = await deps.catalogues.current(tenant.id);
  const boards = [...catalogue.boards.values()].filter(({ windows }) => windows.includes('season'));
  if (boards.length === 0 || catalogue.seasons.size === 0) return;
  const at = deps.clock.now() * 1000;
  const notes = await readNotes(deps.database.orm, tenant.id);
  for (const season of catalogue.seasons.values()) {
    const period = await periodOf(deps, tenant, catalogue, season.key, at);
    for (const { key: board } of boards) {
      const noted = notes.get(noteKey(board, period.id)) ?? (await see(deps, tenant, board, period, at));
      const { sealsAt, state } = courseOf(period, season, noted, at);
      if (state === 'sealed' || sealsAt === null || sealsAt > at) continue;
      await sealWhenDue(deps, tenant, board, season.key);
    }
  }
}

async function periodOf(deps: SeasonJobsDeps, tenant: Tenant, { seasons }: Catalogue, spec: string, at: Micros) {
  const period = await deps.periods.findPeriod({ tenant, seasons, windows: ['season'], spec, at });
  if (!period) throw new Error(`The season ${spec} is no period`);
  return period;
}

async function see(
  deps: SeasonJobsDeps,
  tenant: Tenant,
  board: string,
  period: StoredPeriod,
  at: Micros,
): Promise<Noted> {
  await noteSeen(deps.database.orm, { tenantId: tenant.id, board, periodId: period.id }, at);
  return { seenAt: at, sealedAt: null };
}

/** Definitions may have changed until the lock was had: then it is due another time, or is no more. */
async function sealWhenDue(deps: SeasonJobsDeps, tenant: Tenant, board: string, season: string): Promise<void> {
  const notYet = new Error('not due');
  const check = ({ sealsAt }: { sealsAt: Micros | null }) => {
    if (sealsAt === null || sealsAt > deps.clock.now() * 1000) throw notYet;
  };
  await sealSeason(deps, { tenant, board, season, actor: SCHEDULE, check }).catch((error: unknown) => {
    if (error !== notYet && !(error instanceof ProblemError)) throw error;
  });
}

/**
 * The log takes the events first, then the season is off the list. Whatever happens in between, they are given again,
 * each under the id that it had, and count once.
 */
async function handOutPrizes(deps: SeasonJobsDeps, tenant: Tenant): Promise<void> {
  while (await deps.database.transaction((tx) => handOutNext(tx, deps, tenant)));
}

async function handOutNext(tx: Executor, { database, facts }: SeasonJobsDeps, tenant: Tenant): Promise<boolean> {
  const of = await takeDue(tx, tenant.id);
  if (!of) return false;
  const { sealedAt, sealed, season } = await readRecord(tx, of);
  if (sealedAt === null || !sealed || season === null) throw new Error(`${of.board} has prizes due without a seal`);
  for (const prize of sealed.board.prizes) {
    for await (const events of placedEvents(database.orm, { of, season, sealedAt, sealed }, prize)) {
      await facts.give(tenant, events);
    }
  }
  await settleDue(tx, of);
  return true;
}
