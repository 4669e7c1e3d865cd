import { createHash } from 'node:crypto';
import type { LetterRow } from '../observer.ts';
import type { Check, ObservedShop, Scene } from './check.ts';

const NOBODY = 0;

/** I-14 · nothing stays half done, and what is set aside is what was poison: no more, no less. */
export const nothingStuck: Check = {
  id: 'I-14',
  title: 'nothing stays stuck, and the dead letters are the poisoned inputs',
  async check(scene) {
    const wrong = [...(await stuckJobs(scene)), ...(await openTransactions(scene))];
    for (const shop of scene.shops) {
      wrong.push(...(await wrongLetters(scene, shop)), ...(await wrongWaiting(scene, shop)));
    }
    const orphans = await scene.observer.letters(NOBODY);
    if (orphans.length !== scene.poison.inLog) {
      wrong.push(`${orphans.length} letters of nobody, and ${scene.poison.inLog} entries of the log were poison`);
    }
    return wrong;
  },
};

async function stuckJobs({ observer }: Scene): Promise<string[]> {
  const jobs = await observer.sql`
    select name, state, retry_count, output::text from jobs.job
    where state = 'failed' or (state in ('active', 'created', 'retry') and start_after < now() - interval '60 s'
      and (state <> 'active' or started_on + expire_seconds * interval '1 s' < now() - interval '60 s'))`;
  return jobs.map(
    ({ name, state, retry_count, output }) => `job of ${name} is ${state} after ${retry_count} tries: ${output}`,
  );
}

async function openTransactions({ observer }: Scene): Promise<string[]> {
  const idle = await observer.sql`
    select pid, query, extract(epoch from now() - state_change) as s from pg_stat_activity
    where datname = current_database() and state like 'idle in transaction%' and state_change < now() - interval '5 s'`;
  return idle.map(
    ({ pid, query, s }) => `backend ${pid} is idle in a transaction for ${Math.round(s)} s after ${query}`,
  );
}

/** Each poisoned input has its letter, with reason, place and hash; nothing else has one. */
async function wrongLetters({ observer, poison }: Scene, { shop, tenantId, topic }: ObservedShop): Promise<string[]> {
  const wrong: string[] = [];
  const places = new Set(poison.inTopics.get(topic));
  const fates = new Map(
    [...shop.history.events.values(), ...shop.history.conflicts.values()]
      .filter(({ fate }) => fate === 'failed' || fate === 'conflict')
      .map((attempt) => [letterKey(attempt.fate, attempt.event), attempt]),
  );
  for (const letter of await observer.letters(tenantId)) {
    if (letter.reason === 'invalid' && letter.origin.startsWith(`kafka:${topic}/`)) {
      if (!places.delete(`${letter.origin.split('/').at(-1)}/${letter.offset}`))
        wrong.push(`letter of ${letter.origin} at ${letter.offset}, which was no poison`);
      continue;
    }
    if (createHash('sha256').update(letter.payload).digest('hex') !== letter.payload_hash)
      wrong.push(`letter ${letter.id} has a wrong hash`);
    if (!fates.delete(keyOfLetter(letter)))
      wrong.push(`letter ${letter.id} (${letter.reason}) was not expected: ${letter.payload.slice(0, 200)}`);
  }
  for (const place of places) wrong.push(`poison at ${topic} ${place} has no letter`);
  for (const { fate, event, acked } of fates.values()) if (acked) wrong.push(`${event.id} (${fate}) has no letter`);
  return wrong;
}

const letterKey = (reason: string, { id, time }: { id: string; time: string }) =>
  `${reason} ${id} ${new Date(time).toISOString()}`;

function keyOfLetter({ reason, payload }: LetterRow): string {
  try {
    return letterKey(reason, JSON.parse(payload));
  } catch {
    return `${reason} unreadable`;
  }
}

/** A reversal waits exactly as long as its original is not there. */
async function wrongWaiting({ observer }: Scene, { tenantId }: ObservedShop): Promise<string[]> {
  const found = await observer.sql`
    with waiting as (select source, id from activity_awaiting where tenant_id = ${tenantId}),
    due as (
      select r.source, r.id from activity_facts r where r.tenant_id = ${tenantId} and r.reverses_id is not null
        and not exists (select 1 from activity_facts o where o.tenant_id = r.tenant_id and o.trust = r.reverses_trust
          and o.source = r.reverses_source and o.id = r.reverses_id))
    select coalesce(waiting.id, due.id) as id, waiting.id is null as missing
    from waiting full join due using (source, id) where waiting.id is null or due.id is null`;
  return found.map(({ id, missing }) =>
    missing ? `${id} should wait for its original` : `${id} waits, and its original is there`,
  );
}
