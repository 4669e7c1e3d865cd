import { createHash } from 'node:crypto';
import type { Watch } from '@engagement/contract';
import type { Catalogues } from '../../definitions/catalogue.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Tenant, TenantId } from '../../kernel/tenant.ts';
import type { Rooms, Watchable } from '../../platform/realtime/watchable.ts';
import type { Changes } from './ports.ts';
import { BoardRoom, type Tempo } from './room.ts';
import type { BoardService, ViewRequest } from './service.ts';

const TEMPO: Tempo = { intervalMs: 500, refreshMs: 60_000, slowestRetryMs: 10_000, graceMs: 10_000 };

export interface BoardPushDeps {
  readonly boards: BoardService;
  readonly rooms: Rooms;
  readonly clock: Clock;
  readonly catalogues: Catalogues;
  readonly changes: Changes;
  /** Gets errors that nobody foresaw. */
  readonly report: (error: unknown) => void;
  /** For tests that cannot wait. */
  readonly tempo?: Partial<Tempo>;
}

export interface BoardPush extends Watchable {
  close(): void;
}

/** Keeps those who watch boards up to date. A board that nobody watches is never read. */
export function createBoardPush(deps: BoardPushDeps): BoardPush {
  const byTenant = new Map<TenantId, Map<string, BoardRoom>>();
  const tempo = { ...TEMPO, ...deps.tempo };

  function roomAt(name: string, tenant: Tenant, request: ViewRequest): BoardRoom {
    const rooms = byTenant.get(tenant.id) ?? new Map<string, BoardRoom>();
    byTenant.set(tenant.id, rooms);
    const known = rooms.get(name);
    if (known) return known;
    const onEnd = (ended: BoardRoom) => {
      ended.close();
      rooms.delete(name);
      if (rooms.size === 0) byTenant.delete(tenant.id);
    };
    const room = new BoardRoom(name, tenant, request, { ...deps, tempo, onEnd });
    rooms.set(name, room);
    return room;
  }

  function touch(tenantId: TenantId, metricIds?: ReadonlySet<number>): void {
    for (const room of byTenant.get(tenantId)?.values() ?? []) room.touch(metricIds);
  }

  const stopListening = [
    deps.changes.onChange(touch),
    deps.changes.onGap(() => [...byTenant.keys()].map((tenantId) => touch(tenantId))),
    deps.catalogues.onChange((tenantId) => touch(tenantId)),
  ];

  return {
    roomOf: (wanted, { tenant }) => roomName(tenant.id, requestOf(wanted)),
    watch(wanted, watcher) {
      const { tenant } = watcher.caller;
      const request = requestOf(wanted);
      return roomAt(roomName(tenant.id, request), tenant, request).join(watcher);
    },
    unwatch: (room, watcher) => byTenant.get(watcher.caller.tenant.id)?.get(room)?.leave(watcher),
    forget(watcher) {
      for (const room of byTenant.get(watcher.caller.tenant.id)?.values() ?? []) room.leave(watcher);
    },
    close() {
      for (const stop of stopListening) stop();
      for (const rooms of byTenant.values()) for (const room of rooms.values()) room.close();
      byTenant.clear();
    },
  };
}

const requestOf = ({ key, period, segment, placement }: Watch): ViewRequest => ({
  board: key,
  period,
  segment,
  placement,
});

/** Says nothing of what is inside, and has no separator that a key or a segment could forge. */
function roomName(tenantId: TenantId, { board, period = '', segment = '', placement = '' }: ViewRequest): string {
  const digest = createHash('sha256').update(JSON.stringify([tenantId, board, period, segment, placement]));
  return `leaderboards:${digest.digest('base64url')}`;
}
