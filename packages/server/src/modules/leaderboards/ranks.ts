import type { ChangedRank } from '@engagement/contract';
import type { Catalogue, Catalogues, StoredBoard, StoredMetric } from '../../definitions/catalogue.ts';
import type { Tenant } from '../../kernel/tenant.ts';
import type { StoredPeriod } from '../../metrics/period.ts';
import { changedRank } from './domain.ts';
import type { BoardView, OwnStanding, Standings } from './standings/standings.ts';

/** A number of somebody, which may decide their place on boards. */
export interface RankedNumber {
  readonly metric: StoredMetric;
  readonly subject: string;
  readonly period: StoredPeriod;
  readonly segment: string;
}

interface Asked {
  readonly view: BoardView;
  readonly ids: Set<string>;
}

/** Looks at each board once, for all whose numbers it ranks. */
export function createRanks(standings: Standings, catalogues: Catalogues) {
  return async (tenant: Tenant, numbers: readonly RankedNumber[]): Promise<(readonly ChangedRank[])[]> => {
    if (numbers.length === 0) return [];
    const catalogue = await catalogues.current(tenant.id);
    const asked = new Map<string, Asked>();
    const places = numbers.map((number) => viewsOf(tenant, catalogue, number).map((view) => ask(asked, view, number)));
    const found = new Map<string, { total: number; standings: ReadonlyMap<string, OwnStanding> }>();
    const read = async ([name, { view, ids }]: readonly [string, Asked]) => {
      const reading = await standings.read(view, { kind: 'top', limit: 0 }, [...ids]);
      const { total, asked } = reading;
      found.set(name, { total, standings: new Map(asked.map((standing) => [standing.id, standing])) });
    };
    await Promise.all([...asked].map(read));
    return places.map((names, at) =>
      names.flatMap((name) => {
        const { total = 0, standings } = found.get(name) ?? {};
        const standing = standings?.get(numbers[at]?.subject ?? '');
        const view = asked.get(name)?.view;
        return standing && view ? [changedRank(view, standing, total)] : [];
      }),
    );
  };
}

function ask(asked: Map<string, Asked>, view: BoardView, { subject }: RankedNumber): string {
  const name = `${view.board.key}\n${view.period.id}\n${view.segment}`;
  const known = asked.get(name);
  if (known) known.ids.add(subject);
  else asked.set(name, { view, ids: new Set([subject]) });
  return name;
}

/** The boards that are on and rank a number, each over its period and segment. */
function viewsOf(tenant: Tenant, { boards }: Catalogue, { metric, period, segment }: RankedNumber): BoardView[] {
  const views: BoardView[] = [];
  for (const board of boards.values()) {
    if (board.enabled && board.metric === metric.key && isShown(board, period, segment))
      views.push({ tenant, board, metric, period, segment });
  }
  return views;
}

function isShown(board: StoredBoard, { window }: StoredPeriod, segment: string): boolean {
  const field = segment.slice(0, segment.indexOf(':'));
  return board.windows.includes(window) && (segment === '' || board.segments.includes(field));
}
