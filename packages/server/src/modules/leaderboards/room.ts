import { type BoardPage, WATCHED_ROWS } from '@engagement/contract';
import type { Clock } from '../../kernel/clock.ts';
import type { ProblemError } from '../../kernel/problem-error.ts';
import type { Tenant } from '../../kernel/tenant.ts';
import { toProblem } from '../../platform/http/errors.ts';
import type { Rooms, Watcher } from '../../platform/realtime/watchable.ts';
import { difference, laterThan, matters } from './domain.ts';
import type { BoardService, ViewRequest, WatchedBoard } from './service.ts';

/** How often a room may be read, and how long it stays when nobody watches. */
export interface Tempo {
  readonly intervalMs: number;
  /** Names, previous ranks and the start of a season change unheard, so a room is read this often in any case. */
  readonly refreshMs: number;
  readonly slowestRetryMs: number;
  readonly graceMs: number;
}

export interface RoomDeps {
  readonly boards: Pick<BoardService, 'watched'>;
  readonly rooms: Rooms;
  readonly clock: Clock;
  readonly tempo: Tempo;
  readonly report: (error: unknown) => void;
  /** Nobody has watched for a while, or the board has gone. */
  readonly onEnd: (room: BoardRoom) => void;
}

interface Joiner {
  readonly watcher: Watcher;
  readonly admit: (page: BoardPage) => void;
  readonly refuse: (error: unknown) => void;
}

/**
 * Those who watch one board in one period and segment. The board is read for all of them at once, at most once per
 * interval; who was there before gets the difference first, then newcomers get the whole page, so that everybody in
 * the room is at the same version.
 */
export class BoardRoom {
  readonly name: string;
  readonly #request: ViewRequest;
  readonly #deps: RoomDeps;
  readonly #watchers = new Set<Watcher>();
  readonly #joiners = new Set<Joiner>();
  #tenant: Tenant;
  /** What everybody in the room has. */
  #page: BoardPage | undefined;
  #metricId: number | undefined;
  #stale = false;
  #reading = false;
  #failures = 0;
  #notBefore = 0;
  #nextRead: NodeJS.Timeout | undefined;
  #refresh: NodeJS.Timeout | undefined;
  #grace: NodeJS.Timeout | undefined;

  constructor(name: string, tenant: Tenant, request: ViewRequest, deps: RoomDeps) {
    this.name = name;
    this.#tenant = tenant;
    this.#request = request;
    this.#deps = deps;
  }

  /** Resolves with the page that later messages build on. */
  join(watcher: Watcher): Promise<BoardPage> {
    this.#tenant = watcher.caller.tenant;
    clearTimeout(this.#grace);
    return new Promise((admit, refuse) => {
      this.#joiners.add({ watcher, admit, refuse });
      this.#plan();
    });
  }

  leave(watcher: Watcher): void {
    const joining = [...this.#joiners].filter((joiner) => joiner.watcher === watcher);
    for (const joiner of joining) this.#joiners.delete(joiner);
    const left = this.#watchers.delete(watcher) || joining.length > 0;
    if (!left || this.#watchers.size + this.#joiners.size > 0) return;
    clearTimeout(this.#refresh);
    clearTimeout(this.#grace);
    this.#grace = setTimeout(() => this.#deps.onEnd(this), this.#deps.tempo.graceMs);
  }

  /** The tenant's numbers have changed: those of some metrics, or any. */
  touch(metricIds?: ReadonlySet<number>): void {
    if (metricIds && this.#metricId !== undefined && !metricIds.has(this.#metricId)) return;
    this.#stale = true;
    this.#plan();
  }

  close(): void {
    for (const timer of [this.#nextRead, this.#refresh, this.#grace]) clearTimeout(timer);
    this.#watchers.clear();
    this.#joiners.clear();
  }

  #plan(): void {
    const wanted = this.#joiners.size > 0 || (this.#stale && this.#watchers.size > 0);
    if (!wanted || this.#reading || this.#nextRead) return;
    const wait = Math.max(0, this.#notBefore - performance.now());
    this.#nextRead = setTimeout(() => void this.#read(), wait);
  }

  async #read(): Promise<void> {
    this.#nextRead = undefined;
    this.#reading = true;
    this.#stale = false;
    this.#notBefore = performance.now() + this.#deps.tempo.intervalMs;
    const joiners = [...this.#joiners];
    const users = joiners.flatMap(({ watcher: { caller } }) => (caller.kind === 'user' ? [caller.user] : []));
    try {
      const seen = await this.#deps.boards.watched(this.#tenant, this.#request, WATCHED_ROWS, users);
      this.#failures = 0;
      this.#metricId = seen.metricId;
      const page = laterThan(this.#page, seen.page);
      this.#tell(page, joiners.length > 0);
      for (const joiner of joiners) this.#admit(joiner, { ...seen, page });
      this.#awaitRefresh(seen.turnsAt);
    } catch (error) {
      this.#fail(error, joiners);
    } finally {
      this.#reading = false;
      this.#plan();
    }
  }

  /** Newcomers start at the new version, so with them everybody has to hear of it. */
  #tell(page: BoardPage, newcomers: boolean): void {
    const before = this.#page;
    if (before && this.#watchers.size > 0) {
      const change = difference(before, page);
      if (!matters(before, change) && !(newcomers && page.version !== before.version)) return;
      const about = { kind: 'leaderboard' as const, key: page.board.key, room: this.name };
      this.#deps.rooms.send(this.name, 'changed', { ...about, ...change });
    }
    this.#page = page;
  }

  #admit(joiner: Joiner, { page, own }: WatchedBoard): void {
    if (!this.#joiners.delete(joiner)) return;
    const { watcher } = joiner;
    const me = watcher.caller.kind === 'user' ? own.get(watcher.caller.user) : undefined;
    watcher.join(this.name);
    this.#watchers.add(watcher);
    if (!me) {
      joiner.admit(page);
      return;
    }
    const data = page.data.map((entry) => (entry.id === me.id ? { ...entry, isMe: true } : entry));
    joiner.admit({ ...page, data, me: { ...me, isMe: true } });
  }

  #fail(error: unknown, joiners: readonly Joiner[]): void {
    const refusal = toProblem(error);
    for (const joiner of joiners) if (this.#joiners.delete(joiner)) joiner.refuse(refusal);
    if (refusal.status < 500) this.#end(refusal);
    else this.#retry(error);
  }

  /** The board, or what was asked of it, is no more. */
  #end(refusal: ProblemError): void {
    const message = { kind: 'leaderboard' as const, key: this.#request.board, room: this.name };
    this.#deps.rooms.send(this.name, 'unavailable', message);
    this.#deps.rooms.close(this.name);
    for (const { refuse } of this.#joiners) refuse(refusal);
    this.#deps.onEnd(this);
  }

  #retry(error: unknown): void {
    const { tempo, report } = this.#deps;
    report(error);
    this.#stale = true;
    this.#failures++;
    const backoff = Math.min(tempo.intervalMs * 2 ** this.#failures, tempo.slowestRetryMs);
    this.#notBefore = performance.now() + backoff * (0.5 + Math.random() / 2);
  }

  /** `week` means another week when this one is over. */
  #awaitRefresh(turnsAt: number | null): void {
    clearTimeout(this.#refresh);
    if (this.#watchers.size === 0) return;
    const { clock, tempo } = this.#deps;
    const turnsIn = turnsAt === null ? tempo.refreshMs : Math.max(0, turnsAt - clock.now());
    this.#refresh = setTimeout(() => this.touch(), Math.min(turnsIn, tempo.refreshMs));
  }
}
