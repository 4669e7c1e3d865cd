import type { Catalogue } from '../../../../definitions/catalogue.ts';
import type { Tenant, TenantId } from '../../../../kernel/tenant.ts';
import type { RedisLink } from '../../../../platform/redis/link.ts';
import { encodeRows, type Row } from './encode.ts';
import type { Names, ProjectionView } from './names.ts';
import { expiryOf, fingerprintOf } from './projected.ts';
import { WRITE } from './scripts/write.ts';
import type { Marked, Stale } from './stale.ts';

/** Rows of one projection as of a version of the tenant. */
export interface Writing {
  readonly view: ProjectionView;
  readonly seasons: Catalogue['seasons'];
  readonly version: number;
  readonly segments: Iterable<readonly [string, readonly Row[]]>;
}

export interface WriterDeps {
  readonly link: RedisLink;
  readonly names: Names;
  readonly stale: Stale;
  /** Gets what Redis could not be told. */
  readonly onTrouble: (error: unknown) => void;
}

/** Writes to projections. What is not known to be written is marked, so that it is built again. */
export class Writer {
  readonly #deps: WriterDeps;

  constructor(deps: WriterDeps) {
    this.#deps = deps;
  }

  /** @throws when neither Redis nor Postgres could be told */
  async write(tenant: Tenant, writings: readonly Writing[]): Promise<void> {
    const results = await Promise.all(writings.map((writing) => this.#isWritten(writing)));
    const lost = writings.filter((_, index) => !results[index]);
    await this.markAll(
      tenant.id,
      lost.map(({ view }) => view),
    );
  }

  async markAll(tenantId: TenantId, views: readonly ProjectionView[]): Promise<void> {
    const marked: Marked[] = views.map(({ board, period }) => ({ board: board.key, periodId: period.id }));
    if (marked.length > 0) await this.#deps.stale.mark(tenantId, marked);
  }

  async #isWritten({ view, seasons, version, segments }: Writing): Promise<boolean> {
    const { link, names, onTrouble } = this.#deps;
    const { tenant, board, period } = view;
    if (link.run === undefined) return false;
    try {
      const args: (string | number | Buffer)[] = [
        link.run,
        fingerprintOf(view),
        version,
        board.ranks === 'dense' ? '1' : '',
        expiryOf(period, seasons),
      ];
      for (const [segment, rows] of segments) args.push(segment, encodeRows(rows, board.direction));
      return `${await link.call(WRITE, names.metaKey(tenant.id, board.key, period.id), args)}` === 'ok';
    } catch (error) {
      onTrouble(error);
      return false;
    }
  }
}
