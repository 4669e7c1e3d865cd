import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importFile } from '../packages/server/src/importing/index.ts';
import { createTestDatabase } from '../packages/server/src/testing/database.ts';
import { createTestEngine } from '../packages/server/src/testing/engine.ts';
import { startPostgres } from '../scripts/engines/postgres.ts';
import { oneRowDefinitions, purchases } from './events.ts';
import { compare, timed } from './harness.ts';
import { RawMerge } from './raw-merge.ts';
import { warm } from './warm.ts';

const EVENTS = 40_000;

/** A file of events, read, judged, recorded and folded, against the merge that is handed finished rows. */
export async function run(): Promise<void> {
  const postgres = await startPostgres();
  const engine = await createTestEngine({ postgresUrl: postgres.url, definitions: oneRowDefinitions });
  const other = await createTestDatabase(postgres.url);
  const raw = new RawMerge(other.url);
  await warm(engine, raw);
  const folder = await mkdtemp(join(tmpdir(), 'engagement-bench-'));
  await compare({
    name: 'import',
    unit: 'events/s',
    async ours(round) {
      const file = join(folder, `${round}.ndjson`);
      await writeFile(
        file,
        purchases(EVENTS, 100 + round, Date.now())
          .map((event) => JSON.stringify(event))
          .join('\n'),
      );
      const { tenant, door, recorder } = engine;
      const seconds = await timed(async () => {
        const { recorded } = await importFile({ file, tenant, door, recorder });
        if (recorded !== EVENTS) throw new Error(`recorded ${recorded} of ${EVENTS}`);
      });
      return { units: EVENTS, seconds };
    },
    reference: (round) => raw.merge(purchases(EVENTS, 100 + round, Date.now())),
    notes: () => ['Rows per event: 1 fact and 1 counter, on both sides; the counters exist before.'],
  });
  await rm(folder, { recursive: true });
  await raw.close();
  await engine.close();
  await other.drop();
  await postgres.stop();
}
