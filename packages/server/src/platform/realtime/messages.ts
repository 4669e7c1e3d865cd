import { Watch, type WatchReply } from '@engagement/contract';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import { fieldErrors } from '../../kernel/field-errors.ts';
import { ProblemError } from '../../kernel/problem-error.ts';
import { problemFor } from './problem.ts';
import type { RealtimeSocket } from './socket.ts';
import type { Watchable, Watcher } from './watchable.ts';

interface MessageOptions {
  readonly messages: Pick<RateLimiterAbstract, 'consume'>;
  readonly roomsPerSocket: number;
  readonly report: (error: unknown) => void;
}

const EVENTS: ReadonlySet<unknown> = new Set(['watch', 'unwatch']);

/** Answers what one socket says. Whatever that is, the worst that happens is that the socket is closed. */
export function serveMessages(socket: RealtimeSocket, watchable: Watchable, options: MessageOptions): void {
  const watcher: Watcher = { caller: socket.data.caller, join: (room) => void socket.join(room) };
  const expected = new Set<string>();

  async function watch(input: unknown): Promise<WatchReply> {
    try {
      const request = watchOf(input);
      const room = watchable.roomOf(request, watcher.caller);
      // A socket is in a room of its own from the start.
      const held = new Set([...socket.rooms, ...expected]).size - 1;
      if (!socket.rooms.has(room) && !expected.has(room) && held >= options.roomsPerSocket) {
        throw new ProblemError('rule-violation', `A socket watches at most ${options.roomsPerSocket} things.`);
      }
      expected.add(room);
      const page = await watchable.watch(request, watcher).finally(() => expected.delete(room));
      return { ok: true, room, page };
    } catch (error) {
      return { ok: false, problem: problemFor(error, options.report) };
    }
  }

  socket.use(([event], next) => {
    if (!EVENTS.has(event)) return void socket.disconnect(true);
    options.messages.consume(socket.id).then(
      () => next(),
      () => void socket.disconnect(true),
    );
  });
  socket.on('watch', (input: unknown, reply: unknown) => {
    if (typeof reply === 'function') void watch(input).then((answer) => reply(answer));
  });
  socket.on('unwatch', (room: unknown) => {
    if (typeof room !== 'string' || room === socket.id || !socket.rooms.has(room)) return;
    void socket.leave(room);
    watchable.unwatch(room, watcher);
  });
  socket.once('disconnect', () => watchable.forget(watcher));
}

/** @throws ProblemError naming each field that is wrong */
function watchOf(input: unknown): Watch {
  const parsed = Watch.safeParse(input);
  if (parsed.success) return parsed.data;
  const errors = fieldErrors(parsed.error);
  throw new ProblemError('invalid-request', 'The watch request is not valid.', { errors });
}
