import type { Core } from '../packages/server/src/compose/core.ts';
import type { Tenant } from '../packages/server/src/kernel/tenant.ts';
import { purchases, USERS } from './events.ts';
import type { RawMerge } from './raw-merge.ts';

/** Who takes events: a core, or what a test has of one. */
export type Taker = Pick<Core, 'door' | 'recorder'> & { readonly tenant: Tenant };

/** Gives both sides one row for each creator, so that rounds update rows rather than insert them. */
export async function warm(taker: Taker, raw: RawMerge): Promise<void> {
  const now = Date.now();
  const [event] = purchases(1, 1, now);
  if (!event) return;
  const everyone = Array.from({ length: USERS }, (_, index) => ({
    ...event,
    id: `warm-${index}`,
    data: { ...event.data, creatorId: `creator-${index}` },
  }));
  await raw.merge(everyone);
  for (let start = 0; start < everyone.length; start += 2000) await record(taker, everyone.slice(start, start + 2000));
}

async function record(taker: Taker, events: readonly object[]): Promise<void> {
  await taker.recorder.recordAll(taker.tenant, await judge(taker, events), 'bench');
}

export async function judge({ door, tenant }: Pick<Taker, 'door' | 'tenant'>, events: readonly object[]) {
  const judged = await door.judge(tenant, events, { trust: 'server' });
  return judged.map((acceptance) => {
    if ('rejection' in acceptance) throw new Error(acceptance.rejection.detail);
    return acceptance.fact;
  });
}
