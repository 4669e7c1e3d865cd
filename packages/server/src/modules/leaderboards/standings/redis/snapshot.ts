import { sql } from 'drizzle-orm';
import { microsOf } from '../../../../kernel/instant.ts';
import { type Executor, rows } from '../../../../platform/db/database.ts';
import { entriesOf } from '../sql/order.ts';
import type { Row } from './encode.ts';
import type { ProjectionView } from './names.ts';
import { segmentsOf, versionOf } from './read-back.ts';

const PAGE = 5000;

interface EntryRow extends Record<string, unknown> {
  key: string;
  score: string;
  reached_at: string;
}

/** All entries of a board's period as one moment has them; `tx` is a snapshot. */
export async function readSnapshot(tx: Executor, view: ProjectionView) {
  const [row] = await rows<{ version: string }>(tx, sql`select ${versionOf(view)} as version`);
  return { version: Number(row?.version), pages: pagesOf(tx, view) };
}

async function* pagesOf(tx: Executor, view: ProjectionView): AsyncGenerator<{ segment: string; rows: Row[] }> {
  // A board without entries is whole, too: its unsegmented part says so.
  const segments = new Set(['', ...(await segmentsOf(tx, view))]);
  for (const segment of segments) {
    const entries = sql`select s.key, e.score::text as score, e.reached_at::text as reached_at
      from (${entriesOf({ ...view, segment })}) e join metric_subjects s on s.tenant_id = ${view.tenant.id} and s.ref = e.ref`;
    for await (const page of cursor<EntryRow>(tx, entries)) {
      yield {
        segment,
        rows: page.map(({ key, score, reached_at }) => ({
          id: key,
          entry: { score, reachedAt: microsOf(reached_at) },
        })),
      };
    }
  }
}

/** The rows of a statement in pages, however many they are. */
export async function* cursor<Row extends Record<string, unknown>>(
  tx: Executor,
  statement: ReturnType<typeof sql>,
): AsyncGenerator<Row[]> {
  await tx.execute(sql`declare board_pages no scroll cursor for ${statement}`);
  for (;;) {
    const page = await rows<Row>(tx, sql`fetch ${sql.raw(`${PAGE}`)} from board_pages`);
    if (page.length === 0) break;
    yield page;
  }
  await tx.execute(sql`close board_pages`);
}
