import type { Catalogues } from '../../../../definitions/catalogue.ts';
import type { Clock } from '../../../../kernel/clock.ts';
import type { BoardView, Reading, Standings, Stretch } from '../standings.ts';
import { Fallback } from './fallback.ts';
import { readUntil } from './projected.ts';
import { type ReaderDeps, readProjection } from './read.ts';
import type { Stale } from './stale.ts';
import type { Writer } from './writer.ts';

const PATIENCE_MS = 250;
const MAX_SEEN = 10_000;
/** Each is looked up by itself; of more, one pass over the board is quicker. */
const MAX_LISTED = 1000;

export interface RedisStandingsDeps extends ReaderDeps {
  readonly sql: Standings;
  readonly clock: Clock;
  readonly catalogues: Catalogues;
  readonly stale: Stale;
  readonly writer: Writer;
  readonly onTrouble: (error: unknown) => void;
  /** How long a read may take in all when Redis should have answered it. */
  readonly patienceMs?: number;
}

/** Boards from Redis, and from Postgres whatever Redis does not hold or cannot be trusted with. */
export class RedisStandings implements Standings {
  /** How many reads were answered by Redis, how many had to go to Postgres instead, and how many belong there. */
  readonly counts = { redis: 0, fallback: 0, sql: 0 };
  readonly #deps: RedisStandingsDeps;
  readonly #fallback: Fallback;
  readonly #seen = new Map<string, number>();

  constructor(deps: RedisStandingsDeps) {
    this.#deps = deps;
    this.#fallback = new Fallback(deps.sql);
  }

  async read(view: BoardView, stretch: Stretch, ids: readonly string[]): Promise<Reading> {
    const deadline = performance.now() + (this.#deps.patienceMs ?? PATIENCE_MS);
    if (!(await this.#isHeld(view, stretch))) {
      this.counts.sql += 1;
      return this.#deps.sql.read(view, stretch, ids);
    }
    const reading = await this.#fromRedis(view, stretch, ids);
    if (reading) {
      this.counts.redis += 1;
      return this.#noteSeen(view, reading);
    }
    this.counts.fallback += 1;
    return this.#noteSeen(view, await this.#fallback.read(deadline, view, stretch, ids));
  }

  async #isHeld({ tenant, board, period }: BoardView, stretch: Stretch): Promise<boolean> {
    if (!board.enabled || (stretch.kind === 'listed' && stretch.ids.length > MAX_LISTED)) return false;
    const { seasons } = await this.#deps.catalogues.current(tenant.id);
    return this.#deps.clock.now() * 1000 < readUntil(period, seasons);
  }

  async #fromRedis(view: BoardView, stretch: Stretch, ids: readonly string[]): Promise<Reading | undefined> {
    const { stale, writer, onTrouble } = this.#deps;
    const { tenant, board, period } = view;
    if (stale.has(tenant.id, board.key, period.id)) return undefined;
    try {
      const isConnected = this.#deps.link.run !== undefined;
      const reading = await readProjection(this.#deps, view, stretch, ids);
      if (!reading && isConnected) void writer.markAll(tenant.id, [view]).catch(onTrouble);
      return reading;
    } catch (error) {
      onTrouble(error);
      return undefined;
    }
  }

  /** Pages are told apart by their versions, so these never fall when another engine answers. */
  #noteSeen({ tenant, board, period, segment }: BoardView, reading: Reading): Reading {
    const name = JSON.stringify([tenant.id, board.key, period.id, segment]);
    const version = Math.max(reading.version, this.#seen.get(name) ?? 0);
    this.#seen.delete(name);
    this.#seen.set(name, version);
    if (this.#seen.size > MAX_SEEN) this.#seen.delete(this.#seen.keys().next().value as string);
    return { ...reading, version };
  }
}
