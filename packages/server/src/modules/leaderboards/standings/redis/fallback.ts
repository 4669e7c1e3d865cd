import { ProblemError } from '../../../../kernel/problem-error.ts';
import type { BoardView, Reading, Standings, Stretch } from '../standings.ts';

/** More of these at once would take Postgres away from those who write. */
const AT_ONCE = 4;

/**
 * Boards from Postgres while Redis has no answer: few at a time, each until its deadline. One whose turn comes too late
 * is never begun.
 */
export class Fallback {
  readonly #standings: Standings;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(standings: Standings) {
    this.#standings = standings;
  }

  /** @throws ProblemError `service-unavailable` at the deadline, an instant of `performance.now()` */
  read(deadline: number, view: BoardView, stretch: Stretch, ids: readonly string[]): Promise<Reading> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(late()), Math.max(0, deadline - performance.now()));
      const begin = () => {
        if (performance.now() >= deadline) {
          this.#next();
          return;
        }
        const done = this.#standings.read(view, stretch, ids).then(resolve, reject);
        void done.finally(() => {
          clearTimeout(timer);
          this.#next();
        });
      };
      if (this.#running < AT_ONCE) {
        this.#running += 1;
        begin();
      } else {
        this.#waiting.push(begin);
      }
    });
  }

  #next(): void {
    const begin = this.#waiting.shift();
    if (begin) begin();
    else this.#running -= 1;
  }
}

const late = () =>
  new ProblemError('service-unavailable', 'The board cannot be read just now.', { headers: { 'Retry-After': '1' } });
