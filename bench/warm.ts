import type { TestEngine } from '../packages/server/src/testing/engine.ts';
import { purchases, USERS } from './events.ts';
import type { RawMerge } from './raw-merge.ts';

/** Gives both sides one row for each creator, so that rounds update rows rather than insert them. */
export async function warm(engine: TestEngine, raw: RawMerge): Promise<void> {
  const now = Date.now();
  const [event] = purchases(1, 1, now);
  if (!event) return;
  const everyone = Array.from({ length: USERS }, (_, index) => ({
    ...event,
    id: `warm-${index}`,
    data: { ...event.data, creatorId: `creator-${index}` },
  }));
  await raw.merge(everyone);
  for (let start = 0; start < everyone.length; start += 2000) await record(engine, everyone.slice(start, start + 2000));
}

async function record(engine: TestEngine, events: readonly object[]): Promise<void> {
  await engine.recorder.recordAll(engine.tenant, await judge(engine, events), 'bench');
}

export async function judge(engine: TestEngine, events: readonly object[]) {
  const judged = await engine.door.judge(engine.tenant, events, { trust: 'server' });
  return judged.map((acceptance) => {
    if ('rejection' in acceptance) throw new Error(acceptance.rejection.detail);
    return acceptance.fact;
  });
}
