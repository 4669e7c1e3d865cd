import type { BoardPage, Changed, Unavailable, Watch, WatchReply } from '@engagement/contract';
import { after } from '../environment.ts';
import { EngagementError } from '../errors/engagement-error.ts';
import { problemError } from '../transport/failure.ts';
import { patchPage } from './patch.ts';
import type { Follow, Follower } from './ports.ts';

export interface RoomsPorts {
  connected(): boolean;
  /** Asks to follow; null when no answer came. */
  watch(request: Watch, reply: (answer: WatchReply | null) => void): void;
  unwatch(room: string): void;
  user(): string | null;
}

interface Room {
  readonly watch: Watch;
  readonly followers: Set<Follower>;
  /** The server's name for it, once it has answered. */
  name: string | null;
  page: BoardPage | null;
  meKnown: boolean;
  /** Changes that came before the answer to `watch`; null when none is awaited. */
  early: Changed[] | null;
  /** Counts the askings, so that only the last answer counts. */
  asked: number;
}

export interface Rooms {
  follow: Follow;
  /** After a connect: every room from the start. */
  rejoin(): void;
  /** The connection is gone. */
  lost(): void;
  /** Says goodbye, before the connection is closed on purpose. */
  leave(): void;
  changed(message: Changed): void;
  unavailable(message: Unavailable): void;
  isEmpty(): boolean;
}

/** So that a whole audience does not ask in the same moment. */
const GAP_SPREAD = 500;
const RETRY_DELAY = 2000;
/** Boards whose entries are people. */
const PEOPLE = ['user', 'creator'];

function createRoom(watch: Watch): Room {
  return { watch, followers: new Set(), name: null, page: null, meKnown: false, early: null, asked: 0 };
}

export function createRooms(ports: RoomsPorts): Rooms {
  const rooms = new Map<string, Room>();
  const keyOf = ({ key, period, segment }: Watch) => JSON.stringify([key, period, segment]);

  function askLater(room: Room, delay: number): void {
    room.early ??= [];
    const mine = ++room.asked;
    after(delay * (1 + Math.random()), () => {
      if (mine === room.asked && ports.connected()) ask(room);
    });
  }

  function ask(room: Room): void {
    const mine = ++room.asked;
    room.early = [];
    ports.watch(room.watch, (answer) => {
      if (mine === room.asked) answered(room, answer);
      else if (answer?.ok && !rooms.has(keyOf(room.watch))) ports.unwatch(answer.room);
    });
  }

  function answered(room: Room, answer: WatchReply | null): void {
    if (answer?.ok) joined(room, answer);
    else if (answer) refuse(room, problemError(answer.problem));
    else askLater(room, RETRY_DELAY);
  }

  function joined(room: Room, answer: WatchReply & { ok: true }): void {
    const early = (room.early ?? []).filter((message) => message.room === answer.room);
    room.early = null;
    room.name = answer.room;
    for (const follower of room.followers) follower.following(true);
    show(room, answer.page, answer.page.me !== null);
    for (const message of early) apply(room, message);
  }

  function refuse(room: Room, error: EngagementError): void {
    stop(room);
    if (error.retryable) askLater(room, RETRY_DELAY * 5);
    else for (const follower of room.followers) follower.refused(error);
  }

  function show(room: Room, page: BoardPage, toldMe = false): void {
    const own = ownId(page);
    room.page = page;
    room.meKnown = toldMe || !own || page.total <= page.data.length || page.data.some(({ id }) => id === own);
    for (const follower of room.followers) follower.page(page, room.meKnown);
  }

  const ownId = ({ me, board }: BoardPage) => me?.id ?? (PEOPLE.includes(board.subject) ? ports.user() : null);

  function apply(room: Room, message: Changed): void {
    if (room.early) {
      room.early.push(message);
      return;
    }
    if (!room.page || (message.from !== null && message.version <= room.page.version)) return;
    const page = patchPage(room.page, message, ownId(room.page));
    if (page) show(room, page);
    else askLater(room, GAP_SPREAD);
  }

  function stop(room: Room): void {
    room.asked++;
    room.early = null;
    room.name = null;
    room.page = null;
    for (const follower of room.followers) follower.following(false);
  }

  const each = (run: (room: Room) => void) => rooms.forEach(run);

  return {
    follow(watch, follower) {
      const key = keyOf(watch);
      const room = rooms.get(key) ?? createRoom(watch);
      rooms.set(key, room);
      room.followers.add(follower);
      if (room.page) {
        follower.following(true);
        follower.page(room.page, room.meKnown);
      } else if (!room.early && ports.connected()) ask(room);
      return () => {
        room.followers.delete(follower);
        if (room.followers.size > 0 || rooms.get(key) !== room) return;
        rooms.delete(key);
        if (room.name && ports.connected()) ports.unwatch(room.name);
        stop(room);
      };
    },
    rejoin: () => each(ask),
    lost: () => each(stop),
    leave: () => each(({ name }) => name && ports.unwatch(name)),
    changed: (message) => each((room) => (room.early || room.name === message.room) && apply(room, message)),
    unavailable({ key, room: name }) {
      const error = new EngagementError('board-unavailable', `The board ${key} is not available.`);
      each((room) => room.name === name && refuse(room, error));
    },
    isEmpty: () => rooms.size === 0,
  };
}
