import type { BoardPage, Changed, Watch, WatchReply } from '@engagement/contract';
import type { EngagementError } from '../errors/engagement-error.ts';
import type { Follower } from './follower.ts';
import { patchPage } from './patch.ts';
import type { RealtimePorts } from './ports.ts';

/** The socket, as a room needs it. */
export interface RoomPorts extends Pick<RealtimePorts, 'user' | 'error'>, Pick<RealtimePorts['page'], 'after'> {
  connected(): boolean;
  /** Asks to follow; null when no answer came. */
  watch(request: Watch, reply: (answer: WatchReply | null) => void): void;
  unwatch(room: string): void;
}

/** So that a whole audience does not ask in the same moment. */
const GAP_SPREAD = 500;
const RETRY_DELAY = 2000;
/** Boards whose entries are people. */
const PEOPLE = ['user', 'creator'];

/** One watched board: the rows as the server last told them, and who follows them. */
export class Room {
  readonly #watch: Watch;
  readonly #ports: RoomPorts;
  readonly #followers = new Set<Follower>();
  /** The server's name for it, once it has answered. */
  #name: string | null = null;
  #page: BoardPage | null = null;
  #meKnown = false;
  /** Changes that came before the answer to `watch`; null when none is awaited. */
  #early: Changed[] | null = null;
  /** Counts the askings, so that only the last answer counts. */
  #asked = 0;

  constructor(watch: Watch, ports: RoomPorts) {
    this.#watch = watch;
    this.#ports = ports;
  }

  add(follower: Follower): void {
    this.#followers.add(follower);
    if (this.#page) {
      follower.following(true);
      follower.page(this.#page, this.#meKnown);
    } else if (!this.#early && this.#ports.connected()) this.ask();
  }

  /** True when nobody is left. */
  remove(follower: Follower): boolean {
    this.#followers.delete(follower);
    return this.#followers.size === 0;
  }

  ask(): void {
    const mine = ++this.#asked;
    this.#early = [];
    this.#ports.watch(this.#watch, (answer) => {
      if (mine === this.#asked) this.#answered(answer);
      else if (answer?.ok && this.#followers.size === 0) this.#ports.unwatch(answer.room);
    });
  }

  /** The connection is gone, or the room is. */
  stop(): void {
    this.#asked++;
    this.#early = null;
    this.#name = null;
    this.#page = null;
    for (const follower of this.#followers) follower.following(false);
  }

  leave(): void {
    if (this.#name && this.#ports.connected()) this.#ports.unwatch(this.#name);
    this.stop();
  }

  changed(message: Changed): void {
    if (this.#early) this.#early.push(message);
    else if (message.room === this.#name) this.#apply(message);
  }

  unavailable(room: string, error: EngagementError): void {
    if (room === this.#name) this.#refuse(error);
  }

  #askLater(delay: number): void {
    this.#early ??= [];
    const mine = ++this.#asked;
    this.#ports.after(delay * (1 + Math.random()), () => {
      if (mine === this.#asked && this.#ports.connected()) this.ask();
    });
  }

  #answered(answer: WatchReply | null): void {
    if (answer?.ok) this.#joined(answer.room, answer.page);
    else if (answer) this.#refuse(this.#ports.error(answer.problem));
    else this.#askLater(RETRY_DELAY);
  }

  #joined(name: string, page: BoardPage): void {
    const early = this.#early ?? [];
    this.#early = null;
    this.#name = name;
    for (const follower of this.#followers) follower.following(true);
    this.#show(page, page.me !== null);
    for (const message of early) this.changed(message);
  }

  #refuse(error: EngagementError): void {
    this.stop();
    if (error.retryable) this.#askLater(RETRY_DELAY * 5);
    else for (const follower of this.#followers) follower.refused(error);
  }

  #apply(message: Changed): void {
    if (!this.#page || (message.from !== null && message.version <= this.#page.version)) return;
    const page = patchPage(this.#page, message, this.#ownId(this.#page));
    if (page) this.#show(page, false);
    else this.#askLater(GAP_SPREAD);
  }

  #show(page: BoardPage, toldMe: boolean): void {
    const own = this.#ownId(page);
    this.#page = page;
    this.#meKnown = toldMe || !own || page.total <= page.data.length || page.data.some(({ id }) => id === own);
    for (const follower of this.#followers) follower.page(page, this.#meKnown);
  }

  #ownId({ me, board }: BoardPage): string | null {
    return me?.id ?? (PEOPLE.includes(board.subject) ? this.#ports.user() : null);
  }
}
