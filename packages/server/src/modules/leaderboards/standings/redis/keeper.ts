import { setTimeout as sleep } from 'node:timers/promises';
import type { TenantId } from '../../../../kernel/tenant.ts';
import type { Notices, Tenants } from '../../ports.ts';
import type { Builder } from './builder.ts';
import { projectedPeriods } from './projected.ts';
import { EVERY_PERIOD, type Mark } from './stale.ts';
import { absentOf, type SurveyDeps } from './survey.ts';
import type { Unshown } from './unshown.ts';

const PATROL_MS = 5000;
/** A write takes seconds at most, however busy Redis is. */
const UNSHOWN_MS = 15_000;
const SURVEY_MS = 300_000;
const AT_ONCE = 2;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5000;
const RETRY_MS = 20;

export interface KeeperDeps extends SurveyDeps {
  readonly builder: Builder;
  readonly tenants: Tenants;
  readonly notices: Notices;
  readonly unshown: Pick<Unshown, 'sweep'>;
  readonly unshownMs?: number | undefined;
  readonly onTrouble: (error: unknown) => void;
}

/** Finds projections that are missing, and builds those that are marked, until Redis shows everything again. */
export class Keeper {
  readonly #deps: KeeperDeps;
  readonly #inHand = new Set<string>();
  readonly #pauses = new Map<string, { failures: number; until: number }>();
  #timers: NodeJS.Timeout[] = [];
  #wake: NodeJS.Timeout | undefined;
  #surveying: Promise<void> | undefined;
  #sweeping: Promise<void> | undefined;
  #running = new Set<Promise<void>>();
  #isOn = false;

  constructor(deps: KeeperDeps) {
    this.#deps = deps;
  }

  start(): void {
    const { link, stale, catalogues } = this.#deps;
    this.#isOn = true;
    stale.onMark(() => this.#soon(0));
    link.onOpen(() => void this.survey());
    catalogues.onChange(() => void this.survey());
    this.#timers = [
      setInterval(() => void this.#patrol(), PATROL_MS),
      setInterval(() => this.#sweep(), PATROL_MS),
      setInterval(() => void this.survey(), SURVEY_MS),
    ];
    void this.survey();
    this.#soon(0);
  }

  async stop(): Promise<void> {
    this.#isOn = false;
    for (const timer of this.#timers) clearInterval(timer);
    clearTimeout(this.#wake);
    await Promise.all([this.#surveying, this.#sweeping]);
    await Promise.all(this.#running);
  }

  /** Resolves when nothing is missing and nothing is marked, of one tenant or any. @throws what keeps some of it from being built */
  async settle(only?: TenantId): Promise<void> {
    await this.#survey();
    const left = () => this.#deps.stale.list().filter(({ tenantId }) => only === undefined || tenantId === only);
    for (let marks = left(); marks.length > 0; marks = left()) {
      const failures: unknown[] = [];
      for (const mark of marks) await this.#mend(mark).catch((error: unknown) => failures.push(error));
      if (failures.length > 0) throw new AggregateError(failures, 'Some boards could not be built.');
      if (left().length > 0) await sleep(RETRY_MS);
    }
  }

  /** Marks what should be in Redis, and is not. */
  survey(): Promise<void> {
    this.#surveying ??= this.#survey()
      .catch(this.#deps.onTrouble)
      .finally(() => {
        this.#surveying = undefined;
      });
    return this.#surveying;
  }

  async #survey(): Promise<void> {
    const { link, names, tenants, stale } = this.#deps;
    const { run } = link;
    if (run === undefined) return;
    for (const tenant of await tenants.list()) await stale.mark(tenant.id, await absentOf(this.#deps, tenant, run));
    await link.guarded((client) => client.set(`${names.prefix}alive}`, run));
  }

  /** A key that is always there, unless everything has been lost. */
  async #patrol(): Promise<void> {
    const { link, names, onTrouble } = this.#deps;
    if (link.run === undefined) return;
    try {
      const alive = await link.guarded((client) => client.get(`${names.prefix}alive}`));
      if (alive !== link.run) await this.survey();
    } catch (error) {
      onTrouble(error);
    }
  }

  /** What a process has committed and did not live to show. */
  #sweep(): void {
    const { unshown, unshownMs = UNSHOWN_MS, catalogues, onTrouble } = this.#deps;
    this.#sweeping ??= unshown
      .sweep(catalogues, unshownMs)
      .catch(onTrouble)
      .finally(() => {
        this.#sweeping = undefined;
      });
  }

  #soon(milliseconds: number): void {
    if (!this.#isOn) return;
    clearTimeout(this.#wake);
    this.#wake = setTimeout(() => this.#take(), milliseconds);
  }

  #take(): void {
    const now = performance.now();
    const free = this.#deps.stale.list().filter((mark) => !this.#inHand.has(nameOf(mark)));
    const due = free.filter((mark) => (this.#pauses.get(nameOf(mark))?.until ?? 0) <= now);
    for (const mark of due.slice(0, AT_ONCE - this.#inHand.size)) {
      const working: Promise<void> = this.#work(mark).finally(() => {
        this.#running.delete(working);
        this.#soon(0);
      });
      this.#running.add(working);
    }
    const later = free.map((mark) => this.#pauses.get(nameOf(mark))?.until ?? 0).filter((until) => until > now);
    if (later.length > 0) this.#soon(Math.min(...later) - now);
  }

  async #work(mark: Mark): Promise<void> {
    const name = nameOf(mark);
    this.#inHand.add(name);
    try {
      if (await this.#mend(mark)) this.#pauses.delete(name);
      else this.#pause(name);
    } catch (error) {
      this.#deps.onTrouble(error);
      this.#pause(name);
    } finally {
      this.#inHand.delete(name);
    }
  }

  #pause(name: string): void {
    const failures = (this.#pauses.get(name)?.failures ?? 0) + 1;
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
    this.#pauses.set(name, { failures, until: performance.now() + pause });
  }

  /** False when it has to be tried again. */
  async #mend(mark: Mark): Promise<boolean> {
    const { stale, builder, notices } = this.#deps;
    const { tenantId, board, periodId } = mark;
    const { shown, seasons } = await this.#viewsOf(mark);
    const view = shown.find(({ period }) => period.id === periodId);
    if (periodId === EVERY_PERIOD) {
      await stale.mark(
        tenantId,
        shown.map(({ period }) => ({ board, periodId: period.id })),
      );
    } else if (view) {
      if ((await builder.build(view, seasons)) !== 'built') return false;
      notices.send(tenantId, new Set([view.metric.id]));
    } else {
      await builder.drop(tenantId, board, periodId);
    }
    await stale.settle(mark);
    return true;
  }

  /** What Redis should show of a board: nothing when it is off or gone. */
  async #viewsOf({ tenantId, board: key }: Mark) {
    const { catalogues, periods, tenants, clock } = this.#deps;
    const { boards, metrics, seasons } = await catalogues.current(tenantId);
    const tenant = (await tenants.list()).find(({ id }) => id === tenantId);
    const board = boards.get(key);
    const metric = board && metrics.get(board.metric);
    if (!tenant || !metric || !board.enabled) return { shown: [], seasons };
    const found = await projectedPeriods(periods, tenant, board, seasons, clock.now() * 1000);
    return { shown: found.map((period) => ({ tenant, board, metric, period })), seasons };
  }
}

const nameOf = ({ tenantId, board, periodId }: Mark) => `${tenantId} ${board} ${periodId}`;
