import type { DecidedRank } from '../../activity/ports.ts';
import type { Catalogue, Catalogues, StoredMetric } from '../../definitions/catalogue.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Micros } from '../../kernel/instant.ts';
import type { Tenant } from '../../kernel/tenant.ts';
import type { StoredPeriod } from '../../metrics/period.ts';
import { changedRank, hasSegment, shownWindows } from './domain.ts';
import type { GrownFrom, ScoreBasis } from './score-basis.ts';
import type { Seasons } from './seasons/seasons.ts';
import type { BoardView, Standings } from './standings/standings.ts';

/** A number of somebody, which may decide their place on boards. */
export interface RankedNumber {
  readonly metric: StoredMetric;
  readonly subject: string;
  readonly period: StoredPeriod;
  readonly segment: string;
}

export interface RanksDeps {
  readonly standings: Standings;
  readonly catalogues: Catalogues;
  readonly basis: Pick<ScoreBasis, 'grownFrom'>;
  readonly seasons: Pick<Seasons, 'isSealed'>;
  readonly clock: Clock;
}

interface Asked {
  readonly view: BoardView;
  readonly ids: Set<string>;
}

type RanksById = ReadonlyMap<string, DecidedRank>;

/** Looks at each board once, for all whose numbers it ranks. */
export function createRanks(deps: RanksDeps) {
  return async (tenant: Tenant, numbers: readonly RankedNumber[]): Promise<(readonly DecidedRank[])[]> => {
    if (numbers.length === 0) return [];
    const catalogue = await deps.catalogues.current(tenant.id);
    const at = deps.clock.now() * 1000;
    const grown = await deps.basis.grownFrom(tenant, catalogue, growthDays(catalogue, numbers), at);
    const asked = new Map<string, Asked>();
    const places = numbers.map((number) =>
      viewsOf(tenant, catalogue, grown, number).map((view) => ask(asked, view, number)),
    );
    const found = new Map<string, RanksById>();
    await Promise.all([...asked].map(async ([name, one]) => found.set(name, await read(deps, catalogue, one, at))));
    return places.map((names, index) =>
      names.flatMap((name) => found.get(name)?.get(numbers[index]?.subject ?? '') ?? []),
    );
  };
}

/** No event moves a rank in a season that is sealed. */
async function read(
  { standings, seasons }: RanksDeps,
  catalogue: Catalogue,
  { view, ids }: Asked,
  at: Micros,
): Promise<RanksById> {
  if (await seasons.isSealed(view.tenant, view.board, catalogue.seasons, view.period, at)) return new Map();
  const { total, asked } = await standings.read(view, { kind: 'top', limit: 0 }, [...ids]);
  const shown = shownWindows(view.board).includes(view.period.window);
  return new Map(asked.map((standing) => [standing.id, { rank: changedRank(view, standing, total), shown }]));
}

function ask(asked: Map<string, Asked>, view: BoardView, { subject }: RankedNumber): string {
  const name = `${view.board.key}\n${view.period.id}\n${view.segment}`;
  const known = asked.get(name);
  if (known) known.ids.add(subject);
  else asked.set(name, { view, ids: new Set([subject]) });
  return name;
}

/** The days among the periods of numbers that boards of growth rank. */
function growthDays({ boards }: Catalogue, numbers: readonly RankedNumber[]): Set<number> {
  const growing = [...boards.values()].filter(({ enabled, score }) => enabled && score === 'growth');
  const metrics = new Set(growing.map(({ metric }) => metric));
  const days = numbers.filter(({ metric, period }) => period.window === 'day' && metrics.has(metric.key));
  return new Set(days.map(({ period }) => period.id));
}

/** The boards that are on and rank a number, each over its period and segment; growth over those made of its day. */
function viewsOf(tenant: Tenant, { boards }: Catalogue, grown: GrownFrom, number: RankedNumber): BoardView[] {
  const { metric, period, segment } = number;
  const views: BoardView[] = [];
  for (const board of boards.values()) {
    if (!board.enabled || board.metric !== metric.key || !hasSegment(board, segment)) continue;
    for (const moved of board.score === 'growth' ? (grown.get(period.id) ?? []) : [period])
      if (board.windows.includes(moved.window)) views.push({ tenant, board, metric, period: moved, segment });
  }
  return views;
}
