import type { ArchivePage, BoardSeason, LateReport, Period } from '@engagement/contract';
import { actorOf, type KnownCaller } from '../../../kernel/caller.ts';
import { instantText, type Micros } from '../../../kernel/instant.ts';
import { ProblemError } from '../../../kernel/problem-error.ts';
import type { StoredPeriod } from '../../../metrics/period.ts';
import type { Cursors } from '../../../platform/http/cursors.ts';
import { scaleOf } from '../domain.ts';
import type { Mean } from '../mean.ts';
import { type BoardService, missing, segmentOf } from '../service.ts';
import type { BoardView } from '../standings/standings.ts';
import { listArchived, readArchived } from './archive.ts';
import type { Course } from './course.ts';
import { lateReport } from './late.ts';
import { noSuchSeason, type SealDeps, sealSeason } from './seal.ts';
import type { Found, Seasons, ShownPeriod } from './seasons.ts';

export interface SeasonServiceDeps extends SealDeps {
  readonly boards: Pick<BoardService, 'find' | 'summary'>;
  readonly seasons: Seasons;
  readonly cursors: Cursors;
}

/** A season of a board, as a caller names it. */
export interface SeasonRequest {
  readonly board: string;
  readonly season: string;
  readonly segment?: string | undefined;
}

interface OpenedSeason {
  readonly shown: ShownPeriod;
  readonly view: BoardView;
}

/** Shows and seals the seasons of boards. */
export class SeasonService {
  readonly #deps: SeasonServiceDeps;

  constructor(deps: SeasonServiceDeps) {
    this.#deps = deps;
  }

  /** All of them, by their start. */
  async list(caller: KnownCaller, board: string): Promise<Period[]> {
    const found = await this.#deps.boards.find(caller, { board });
    if (!found.board.windows.includes('season')) return [];
    const shown = await Promise.all(
      [...found.seasons.keys()].map(async (key) => {
        const stored = await this.#period(caller, found, key);
        return { startsAt: stored.startsAt ?? 0, ...(await this.#show(caller, found, stored)) };
      }),
    );
    const byStart = shown.toSorted((a, b) => a.startsAt - b.startsAt || (a.period.key < b.period.key ? -1 : 1));
    return byStart.map(({ period }) => period);
  }

  async get(caller: KnownCaller, request: SeasonRequest): Promise<BoardSeason> {
    const { shown, view } = await this.#open(caller, request);
    const archived = view.sealed ? await readArchived(this.#deps.database.orm, view) : null;
    return {
      board: await this.#deps.boards.summary(caller.tenant, shown),
      period: shown.period,
      segment: view.segment || null,
      total: archived?.total ?? null,
      hash: archived?.hash ?? null,
      prizes: view.board.prizes,
      late: view.sealed && caller.kind === 'secret' ? await this.#late(caller, view, shown.mean ?? null) : null,
    };
  }

  /** Seals a season whose grace is over. The second time it changes nothing. */
  async seal(caller: KnownCaller, request: SeasonRequest): Promise<BoardSeason> {
    const { tenant } = caller;
    await this.#open(caller, request);
    const check = (course: Course) => this.#refuseEarly(request.season, course);
    await sealSeason(this.#deps, { tenant, ...request, actor: actorOf(caller), check });
    return this.get(caller, request);
  }

  /** The rows that the hash covers, from the top or after the page that gave the cursor. */
  async archive(caller: KnownCaller, request: SeasonRequest, limit: number, cursor?: string): Promise<ArchivePage> {
    const { shown, view } = await this.#open(caller, request);
    if (!view.sealed) {
      throw new ProblemError(
        'not-found',
        `The season ${request.season} is not sealed yet: it is ${shown.period.state}.`,
      );
    }
    const { board, season, segment = null } = request;
    const scope = ['archives', caller.tenant.id, board, season, segment];
    const after = cursor === undefined ? 0 : (this.#deps.cursors.open(cursor, scope) as number);
    const { orm } = this.#deps.database;
    const [archived, data] = await Promise.all([readArchived(orm, view), listArchived(orm, view, after, limit)]);
    const last = data.at(-1)?.place ?? archived.total;
    const nextCursor = last < archived.total ? this.#deps.cursors.seal(last, scope) : null;
    return { ...archived, scale: scaleOf(view.board, view.metric), data, nextCursor };
  }

  async #open(caller: KnownCaller, { board, season, segment }: SeasonRequest): Promise<OpenedSeason> {
    const found = await this.#deps.boards.find(caller, { board });
    const period = await this.#period(caller, found, season);
    const shown = await this.#show(caller, found, period);
    const part = { segment: segmentOf(shown.board, segment), sealed: shown.sealed };
    return { shown, view: { tenant: caller.tenant, board: shown.board, metric: shown.metric, period, ...part } };
  }

  /** @throws ProblemError as for any period of a window that is not shown, or that there is no such season */
  async #period(caller: KnownCaller, { board, hidden, seasons }: Found, season: string): Promise<StoredPeriod> {
    const { tenant } = caller;
    if (seasons.has(season) && hidden.includes('season')) throw missing(caller, board.key);
    const query = { tenant, seasons, windows: board.windows, spec: season, at: this.#now() };
    const period = seasons.has(season) ? await this.#deps.periods.findPeriod(query) : null;
    if (!period) throw noSuchSeason(season);
    return period;
  }

  #show({ tenant }: KnownCaller, found: Found, period: StoredPeriod): Promise<ShownPeriod> {
    return this.#deps.seasons.show(tenant, found, period, this.#now());
  }

  /** By the numbers of the metric that was sealed, as it counts now; there is nothing to say when that is gone. */
  async #late({ tenant }: KnownCaller, view: BoardView, mean: Mean | null): Promise<LateReport | null> {
    const metric = (await this.#deps.catalogues.current(tenant.id)).metrics.get(view.metric.key);
    if (!metric) return null;
    return lateReport(this.#deps.database.orm, { ...view, metric: { ...view.metric, id: metric.id } }, mean);
  }

  #refuseEarly(season: string, { graceEndsAt }: Course): void {
    if (graceEndsAt !== null && graceEndsAt <= this.#now()) return;
    const from = graceEndsAt === null ? 'once its grace is over' : `from ${instantText(graceEndsAt)} on`;
    throw new ProblemError('conflict', `Late facts still count for the season ${season}: it can be sealed ${from}.`);
  }

  #now(): Micros {
    return this.#deps.clock.now() * 1000;
  }
}
