import type { Catalogues } from '../../../../definitions/catalogue.ts';
import type { Clock } from '../../../../kernel/clock.ts';
import type { Tenant } from '../../../../kernel/tenant.ts';
import type { RedisLink } from '../../../../platform/redis/link.ts';
import type { Periods } from '../../ports.ts';
import type { Names } from './names.ts';
import { fingerprintOf, planOf, projectedPeriods } from './projected.ts';
import { CHECK } from './scripts/check.ts';
import type { Marked, Stale } from './stale.ts';

export interface SurveyDeps {
  readonly link: RedisLink;
  readonly names: Names;
  readonly stale: Stale;
  readonly catalogues: Catalogues;
  readonly periods: Periods;
  readonly clock: Clock;
}

/** The projections of a tenant that should be in Redis, are not, and are not marked yet. @throws RedisAway */
export async function absentOf(
  { link, names, stale, catalogues, periods, clock }: SurveyDeps,
  tenant: Tenant,
  run: string,
): Promise<Marked[]> {
  const catalogue = await catalogues.current(tenant.id);
  const at = clock.now() * 1000;
  const absent: Marked[] = [];
  for (const { board, metric } of [...planOf(catalogue).values()].flat()) {
    for (const period of await projectedPeriods(periods, tenant, board, catalogue.seasons, at)) {
      if (stale.has(tenant.id, board.key, period.id)) continue;
      const fingerprint = fingerprintOf({ board, metric });
      const reply = await link.call(CHECK, names.metaKey(tenant.id, board.key, period.id), [run, fingerprint]);
      if (`${reply}` !== 'ok') absent.push({ board: board.key, periodId: period.id });
    }
  }
  return absent;
}
