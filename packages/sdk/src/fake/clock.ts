interface Task {
  at: number;
  run(): void;
}

/** So many turns of waiting code take place before time goes on. */
const TURNS = 20;

/** A clock that stands still until somebody lets time pass. Several fake clients may share one. */
export class FakeClock {
  #now: number;
  #tasks: Task[] = [];
  #playing: ReturnType<typeof setInterval> | undefined;

  /** Starts at this time; without one, now. */
  constructor(start: Date | string | number = Date.now()) {
    this.#now = new Date(start).getTime();
  }

  /** Milliseconds since the epoch. */
  now(): number {
    return this.#now;
  }

  /** Runs once so many milliseconds have passed; returns how to call it off. */
  after(ms: number, run: () => void): () => void {
    const task = { at: this.#now + ms, run };
    this.#tasks.push(task);
    return () => {
      this.#tasks = this.#tasks.filter((other) => other !== task);
    };
  }

  /** Runs every so many milliseconds; returns how to stop. */
  every(ms: number, run: () => void): () => void {
    let cancel = () => {};
    const again = () => {
      cancel = this.after(ms, () => {
        run();
        again();
      });
    };
    again();
    return () => cancel();
  }

  /** Lets so many milliseconds pass. Resolves when everything that is due has happened, and has been heard of. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (let task = this.#due(end); task; task = this.#due(end)) {
      this.#tasks = this.#tasks.filter((other) => other !== task);
      this.#now = Math.max(this.#now, task.at);
      task.run();
      await settle();
    }
    this.#now = Math.max(this.#now, end);
  }

  /** Lets time pass by itself, as fast as it does, until `stop`. */
  play(): void {
    const STEP = 100;
    this.#playing ??= setInterval(() => void this.advance(STEP), STEP);
  }

  stop(): void {
    clearInterval(this.#playing);
    this.#playing = undefined;
  }

  #due(end: number): Task | undefined {
    const [first] = this.#tasks.toSorted((a, b) => a.at - b.at);
    return first && first.at <= end ? first : undefined;
  }
}

/** Lets waiting code run. No timer is asked for it, so that stubbed ones do not matter. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await undefined;
}
