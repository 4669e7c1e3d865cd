import { randomBytes } from 'node:crypto';
import type { Catalogue } from '../../../../definitions/catalogue.ts';
import type { Database, Executor } from '../../../../platform/db/database.ts';
import type { RedisLink } from '../../../../platform/redis/link.ts';
import { encodeRows } from './encode.ts';
import type { Names, ProjectionView } from './names.ts';
import { expiryOf, fingerprintOf } from './projected.ts';
import { copyRanks } from './ranks.ts';
import { ABANDON, BASE, BEGIN, DROP, LOAD, SWAP } from './scripts/build.ts';
import { readSnapshot } from './snapshot.ts';

export interface BuilderDeps {
  readonly database: Database;
  readonly link: RedisLink;
  readonly names: Names;
}

interface Building {
  readonly view: ProjectionView;
  readonly key: string;
  readonly token: string;
  readonly expiry: string;
}

/** What became of a build: `busy` when another process is at it, `lost` when it was taken over. */
export type Built = 'built' | 'busy' | 'lost';

/** Puts a projection together from Postgres, beside the one that is shown, and shows it at one instant. */
export class Builder {
  readonly #deps: BuilderDeps;

  constructor(deps: BuilderDeps) {
    this.#deps = deps;
  }

  /** @throws when Redis or Postgres is away, or a score cannot be kept in Redis */
  async build(view: ProjectionView, seasons: Catalogue['seasons']): Promise<Built> {
    const { database, link, names } = this.#deps;
    const { tenant, board, period } = view;
    if (link.run === undefined) return 'lost';
    const key = names.metaKey(tenant.id, board.key, period.id);
    const token = randomBytes(6).toString('base64url');
    const begun = await link.call(BEGIN, key, [link.run, fingerprintOf(view), token]);
    if (`${begun}` !== 'ok') return 'busy';
    const building = { view, key, token, expiry: expiryOf(period, seasons) };
    let built: Built = 'lost';
    try {
      // From here on writers keep the new generation up to date, so a snapshot that begins now misses nothing.
      built = await database.snapshot((tx) => this.#load(tx, building));
      return built;
    } finally {
      if (built === 'lost') await link.call(ABANDON, key, [token]).catch(() => {});
    }
  }

  async #load(tx: Executor, { view, key, token, expiry }: Building): Promise<Built> {
    const { link } = this.#deps;
    const { board } = view;
    const dense = board.ranks === 'dense' ? '1' : '';
    const { version, pages } = await readSnapshot(tx, view);
    let loading = ahead(link.call(BASE, key, [token, version, dense]));
    for await (const { segment, rows } of pages) {
      const packed = encodeRows(rows, board.direction);
      // The next page is read while this one is written.
      if (`${await loading}` !== 'ok') return 'lost';
      loading = ahead(link.call(LOAD, key, [token, version, dense, expiry, segment, packed]));
    }
    if (`${await loading}` !== 'ok') return 'lost';
    await copyRanks(tx, link, key, view, expiry);
    return `${await link.call(SWAP, key, [token, version, expiry])}` === 'ok' ? 'built' : 'lost';
  }

  async drop(tenantId: ProjectionView['tenant']['id'], board: string, periodId: number): Promise<void> {
    const { link, names } = this.#deps;
    await link.call(DROP, names.metaKey(tenantId, board, periodId), []);
  }
}

/** Awaited later: a failure that comes before that must not end the process as one that nobody handles. */
function ahead<T>(work: Promise<T>): Promise<T> {
  work.catch(() => {});
  return work;
}
