import DataLoader from 'dataloader';
import type { TenantId } from '../../kernel/tenant.ts';
import type { Executor } from '../../platform/db/database.ts';
import { type Description, describe } from './repository.ts';

/** What is known of subjects, by their ids. */
type Descriptions = ReadonlyMap<string, Description>;

interface Wanted {
  readonly tenantId: TenantId;
  readonly kind: string;
  readonly ids: readonly string[];
}

/** Of one statement. */
const MAX_WANTED = 50;

/**
 * Looks descriptions up for all who ask while a look-up is under way in the one that follows it, so that many small reads
 * cost one statement. Nothing is kept: who asks is told what holds at that time or later. Whoever asks may be told of
 * others, too.
 */
export function createDescriptions(
  orm: Executor,
): (tenantId: TenantId, kind: string, ids: readonly string[]) => Promise<Descriptions> {
  let before: Promise<unknown> = Promise.resolve();
  const loader = new DataLoader<Wanted, Descriptions>(
    (wanted) => {
      const found = describeAll(orm, wanted);
      before = found;
      return found;
    },
    { cache: false, maxBatchSize: MAX_WANTED, batchScheduleFn: (leave) => void before.then(leave) },
  );
  return (tenantId, kind, ids) => loader.load({ tenantId, kind, ids });
}

/** One statement for each kind of each tenant; those that wait for one that fails are told so. */
async function describeAll(orm: Executor, wanted: readonly Wanted[]): Promise<(Descriptions | Error)[]> {
  const found = new Map<string, Promise<Descriptions | Error>>();
  for (const [name, alike] of Map.groupBy(wanted, nameOf)) {
    const [{ tenantId, kind }] = alike as [Wanted];
    const ids = [...new Set(alike.flatMap((each) => each.ids))];
    found.set(
      name,
      describe(orm, tenantId, kind, ids).catch((error: Error) => error),
    );
  }
  return Promise.all(wanted.map((each) => found.get(nameOf(each)) as Promise<Descriptions | Error>));
}

const nameOf = ({ tenantId, kind }: Wanted) => `${tenantId} ${kind}`;
