import { DeadLetterReason } from '@engagement/contract';
import { sql } from 'drizzle-orm';
import type { Condition } from '../modules/leaderboards/index.ts';
import { type Database, rows } from '../platform/db/database.ts';
import type { RealtimeCounts } from '../platform/realtime/realtime-server.ts';
import type { Rooms } from '../platform/realtime/watchable.ts';
import type { Telemetry } from '../platform/telemetry/telemetry.ts';

const POOLS = { pool: ['requests', 'work'] } as const;

/** Who waits for a connection to Postgres, and who gave up waiting. */
export function meterDatabase(pools: Readonly<Record<'requests' | 'work', Database>>, telemetry: Telemetry): void {
  const read = (of: 'waiting' | 'refused') => () =>
    POOLS.pool.map((pool) => [{ pool }, pools[pool].pressure()[of]] as const);
  telemetry.gauge(
    { name: 'engagement_database_waiting', help: 'Statements and transactions without a connection', labels: POOLS },
    read('waiting'),
  );
  telemetry.total(
    { name: 'engagement_database_refused_total', help: 'Those that got no connection in time', labels: POOLS },
    read('refused'),
  );
}

/** Dead letters of all tenants that wait for somebody. Counted in Postgres, so that one process of a kind need tell. */
export function meterDeadLetters({ orm }: Database, telemetry: Telemetry): void {
  const reasons = DeadLetterReason.options;
  telemetry.gauge(
    {
      name: 'engagement_dead_letters_open',
      help: 'Dead letters that are open, by reason',
      labels: { reason: reasons },
    },
    async () => {
      const found = await rows<{ reason: DeadLetterReason; n: string }>(
        orm,
        sql`select reason, count(*) as n from dead_letters where state = 'open' group by reason`,
      );
      const open = new Map(found.map(({ reason, n }) => [reason, Number(n)]));
      return reasons.map((reason) => [{ reason }, open.get(reason) ?? 0] as const);
    },
  );
}

/** Sockets of this process. */
export function meterRealtime(counts: () => RealtimeCounts, telemetry: Telemetry): void {
  telemetry.gauge({ name: 'engagement_sockets', help: 'Sockets that are connected', labels: {} }, () => [
    [{}, counts().sockets],
  ]);
  telemetry.gauge(
    { name: 'engagement_rooms', help: 'Boards, periods and segments that are watched', labels: {} },
    () => [[{}, counts().rooms]],
  );
}

/** Rooms that count what is sent, once for each room and not for each socket. */
export function meterRooms(rooms: Rooms, telemetry: Telemetry): Rooms {
  const messages = telemetry.counter({
    name: 'engagement_push_messages_total',
    help: 'Messages to rooms, by event',
    labels: { event: ['changed', 'unavailable'] },
  });
  return {
    ...rooms,
    send(room, event, message) {
      messages.add({ event });
      rooms.send(room, event, message);
    },
  };
}

/** What the nightly proof of boards in Redis found wrong: a total that should stay at 0. */
export function meterHealing(telemetry: Telemetry) {
  return telemetry.counter({
    name: 'engagement_boards_healed_total',
    help: 'Differences between boards in Redis and Postgres that were found and built again: an entry, or a board that was not there, is one',
    labels: {},
  });
}

/** Boards that are read from Postgres until they have been built again. Every process knows all of them. */
export function meterStale(condition: Pick<Condition, 'waiting'>, telemetry: Telemetry): void {
  telemetry.gauge(
    { name: 'engagement_boards_stale', help: 'Boards, each in one period, that wait to be built in Redis', labels: {} },
    () => [[{}, condition.waiting().boards]],
  );
}

/** What could not be shown in Redis, or read from it: heals by itself, and is worth an alert when it goes on. */
export function meterProjection(telemetry: Telemetry) {
  return telemetry.counter({
    name: 'engagement_boards_failed_total',
    help: 'Failures to read boards from Redis, or to write them there',
    labels: {},
  });
}
