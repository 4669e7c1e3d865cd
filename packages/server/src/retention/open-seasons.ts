import type { Season } from '@engagement/contract';
import type { Catalogue } from '../definitions/catalogue.ts';
import type { Micros } from '../kernel/instant.ts';
import type { Tenant, TenantId } from '../kernel/tenant.ts';
import type { Span } from '../metrics/calendar.ts';
import type { Executor } from '../platform/db/database.ts';

export interface OpenSeasonsDeps {
  readonly metrics: {
    /** When seasons begin and end, by their keys; boundaries that are stored stand. */
    seasonSpans(executor: Executor, tenant: Tenant, seasons: Iterable<Season>): Promise<ReadonlyMap<string, Span>>;
  };
  /** The seasons that are sealed, by their keys, each with the boards that have sealed it. */
  readonly sealedSeasons: (executor: Executor, tenantId: TenantId) => Promise<ReadonlyMap<string, ReadonlySet<string>>>;
}

const HOUR: Micros = 3_600_000_000;

/**
 * The starts of the seasons whose facts still explain ranks: until every board that ranks by season has sealed them,
 * however long that takes. Where no board does, until their grace and their review would be over.
 */
export async function startsOfOpenSeasons(
  { metrics, sealedSeasons }: OpenSeasonsDeps,
  executor: Executor,
  { tenant, catalogue, now }: { readonly tenant: Tenant; readonly catalogue: Catalogue; readonly now: Micros },
): Promise<Micros[]> {
  const seasons = [...catalogue.seasons.values()];
  const boards = [...catalogue.boards.values()].filter(({ windows }) => windows.includes('season'));
  const spans = await metrics.seasonSpans(executor, tenant, seasons);
  const sealed = await sealedSeasons(executor, tenant.id);
  const isOpen = ({ key, graceHours, reviewHours }: Season) =>
    boards.length > 0
      ? boards.some((board) => !sealed.get(key)?.has(board.key))
      : now < (spans.get(key)?.endsAt ?? 0) + (graceHours + reviewHours) * HOUR;
  return seasons.filter(isOpen).map(({ key }) => spans.get(key)?.startsAt ?? now);
}
