import type { Changed, Unavailable, Watch } from '@engagement/contract';
import type { Follower } from './follower.ts';
import { Room, type RoomPorts } from './room.ts';

/** As in the contract; a test holds the two together. */
export const BOARD_UNAVAILABLE = 'urn:engagement:error:board-unavailable';

/** The watched boards of one socket: equal watches share a room. */
export class Rooms {
  readonly #ports: RoomPorts;
  readonly #rooms = new Map<string, Room>();

  constructor(ports: RoomPorts) {
    this.#ports = ports;
  }

  get empty(): boolean {
    return this.#rooms.size === 0;
  }

  follow(watch: Watch, follower: Follower): () => void {
    const key = JSON.stringify([watch.key, watch.period, watch.segment, watch.placement]);
    const room = this.#rooms.get(key) ?? new Room(watch, this.#ports);
    this.#rooms.set(key, room);
    room.add(follower);
    return () => {
      if (!room.remove(follower) || this.#rooms.get(key) !== room) return;
      this.#rooms.delete(key);
      room.leave();
    };
  }

  /** After a connect: every room from the start. */
  rejoin(): void {
    for (const room of this.#rooms.values()) room.ask();
  }

  /** The connection is gone. */
  lost(): void {
    for (const room of this.#rooms.values()) room.stop();
  }

  /** Says goodbye before the connection is closed on purpose. */
  leave(): void {
    for (const room of this.#rooms.values()) room.leave();
  }

  changed(message: Changed): void {
    for (const room of this.#rooms.values()) room.changed(message);
  }

  unavailable({ key, room: name }: Unavailable): void {
    const detail = `The board ${key} is not available.`;
    const error = this.#ports.error({ type: BOARD_UNAVAILABLE, detail });
    for (const room of this.#rooms.values()) room.unavailable(name, error);
  }
}
