import { sql } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { Clock } from '../../kernel/clock.ts';
import type { Tenant } from '../../kernel/tenant.ts';
import { type Database, rows } from '../../platform/db/database.ts';
import type { Tenants } from './ports.ts';

/** From this hour of the local day on. */
const HOUR = 3;

export interface NightlyDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly tenants: Tenants;
  /** What is done for each tenant, in this order. Each may be done again. */
  readonly steps: readonly ((tenant: Tenant) => Promise<unknown>)[];
}

/** Does what is due once in every local night; returns for how many tenants. A night that fails is tried again. */
export async function takeDueNights({ database, clock, tenants, steps }: NightlyDeps): Promise<number> {
  const failures: unknown[] = [];
  let done = 0;
  for (const tenant of await tenants.list()) {
    const now = Temporal.Instant.fromEpochMilliseconds(clock.now()).toZonedDateTimeISO(tenant.zone);
    const day = now.toPlainDate().toString();
    if (now.hour < HOUR || (await lastNight(database, tenant)) === day) continue;
    try {
      for (const step of steps) await step(tenant);
      await noteNight(database, tenant, day);
      done += 1;
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'The nightly work of some tenants could not be done.');
  return done;
}

async function lastNight({ orm }: Database, { id }: Tenant): Promise<string | undefined> {
  const [row] = await rows<{ day: string }>(orm, sql`select day from leaderboard_nights where tenant_id = ${id}`);
  return row?.day;
}

async function noteNight({ orm }: Database, { id }: Tenant, day: string): Promise<void> {
  await orm.execute(sql`insert into leaderboard_nights (tenant_id, day) values (${id}, ${day})
    on conflict (tenant_id) do update set day = excluded.day`);
}
