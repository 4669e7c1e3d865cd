/** No connection was free in time: Postgres, or what holds its locks, is slower than we are asked. */
export class NoTurnError extends Error {
  override readonly name = 'NoTurnError';
  readonly code = 'NO_TURN';
}

/** Whether that is why something failed. */
export function isNoTurn(error: unknown): boolean {
  return error instanceof NoTurnError || (error instanceof Error && isNoTurn(error.cause));
}

/** So many at once; the others wait in line, and leave it when it takes too long. */
export class Turns {
  readonly #waitMs: number;
  readonly #line = new Set<() => void>();
  #free: number;
  #refused = 0;

  constructor(free: number, waitMs: number) {
    this.#free = free;
    this.#waitMs = waitMs;
  }

  get waiting(): number {
    return this.#line.size;
  }

  /** Those who left the line so far. */
  get refused(): number {
    return this.#refused;
  }

  /** @throws NoTurnError */
  async run<T>(work: () => PromiseLike<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await this.#wait();
    try {
      return await work();
    } finally {
      const [next] = this.#line;
      if (next) next();
      else this.#free += 1;
    }
  }

  #wait(): Promise<void> {
    return new Promise((resolve, reject) => {
      const turn = () => {
        this.#line.delete(turn);
        clearTimeout(timer);
        resolve();
      };
      const leave = () => {
        this.#line.delete(turn);
        this.#refused += 1;
        reject(new NoTurnError(`No connection to Postgres was free within ${this.#waitMs} ms.`));
      };
      const timer = setTimeout(leave, this.#waitMs);
      this.#line.add(turn);
    });
  }
}
