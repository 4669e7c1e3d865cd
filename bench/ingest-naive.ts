import { purchases } from './events.ts';
import { compare } from './harness.ts';
import { openIngest } from './ingest.ts';

const SINGLES = 2000;

/** The worker against one event, one transaction. */
export async function run(): Promise<void> {
  const { raw, worker, close } = await openIngest();
  await compare({
    name: 'ingest-naive',
    unit: 'events/s',
    ours: (round) => worker.take(round),
    reference: (round) => raw.mergeOneByOne(purchases(SINGLES, 900 + round, Date.now())),
    notes: () => [`The reference does ${SINGLES} events a round: one event, one transaction, one connection.`],
  });
  await close();
}
