import type { BoardPage, ServerMessages, Watch } from '@engagement/contract';
import type { KnownCaller } from '../../kernel/caller.ts';

/** A socket, as those see it whose things it watches. */
export interface Watcher {
  readonly caller: KnownCaller;
  /** From now on it gets what is sent to the room. */
  join(room: string): void;
}

/** Something that sockets watch. */
export interface Watchable {
  /** The room for a request of a caller: the server names it, never the client. */
  roomOf(request: Watch, caller: KnownCaller): string;
  /** Lets the watcher join and resolves with what later messages build on. @throws ProblemError */
  watch(request: Watch, watcher: Watcher): Promise<BoardPage>;
  unwatch(room: string, watcher: Watcher): void;
  /** The watcher has gone, from every room. */
  forget(watcher: Watcher): void;
}

/** Sends to the sockets of this process. */
export interface Rooms {
  send<E extends keyof ServerMessages>(room: string, event: E, message: Parameters<ServerMessages[E]>[0]): void;
  /** Lets every socket leave. */
  close(room: string): void;
}
