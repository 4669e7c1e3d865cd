import { setTimeout as pause } from 'node:timers/promises';
import type { ProfileInput } from '@engagement/contract';
import type { Random } from './random.ts';
import type { Reply } from './tenant-client.ts';

/** A profile as it is to be written: it takes somebody off every board, or brings them back. */
export interface Absence {
  readonly id: string;
  readonly role: 'users' | 'creators';
  readonly fields: Pick<ProfileInput, 'suspended' | 'listed'>;
}

/** Those who sell much, but not the one around whom readers look. */
const PEOPLE = { first: 1, last: 19 };
const MOST = 2;
/** Between two who leave or come back. */
const TURN_MS = 1000;
/** When nobody answers. */
const BACK_OFF_MS = 150;

/**
 * Suspends one person, has another opt out, and lets them come back one by one for others to go: from the first turn on
 * there is always somebody whom no board may show.
 */
export class Absences {
  /** Those whom no board may show; the longest away is the first. */
  readonly hidden = new Set<string>();
  readonly #random: Random;
  readonly #bird: string;
  readonly #write: (absence: Absence) => Promise<Pick<Reply, 'status'>>;
  #turns = 0;
  #due: Absence | undefined;

  constructor(random: Random, bird: string, write: (absence: Absence) => Promise<Pick<Reply, 'status'>>) {
    this.#random = random;
    this.#bird = bird;
    this.#write = write;
  }

  async goOn(isRunning: () => boolean): Promise<void> {
    while (isRunning()) await pause((await this.turn()) ? TURN_MS : BACK_OFF_MS);
  }

  /** The rows of all the others. */
  without<T extends { readonly subject: string }>(rows: Iterable<T>): T[] {
    return [...rows].filter(({ subject }) => !this.hidden.has(subject));
  }

  /** Writes one more change, unless the last one is still to be written. Whether that is done. */
  turn(): Promise<boolean> {
    this.#due ??= this.#next();
    return this.finish();
  }

  /** Writes what nobody has confirmed; true once nothing is left of it. Only then is it known who is hidden. */
  async finish(): Promise<boolean> {
    const due = this.#due;
    if (!due) return true;
    if ((await this.#write(due)).status !== 200) return false;
    if (!this.hidden.delete(due.id)) this.hidden.add(due.id);
    this.#due = undefined;
    return true;
  }

  #next(): Absence {
    const role = this.#random.pick(['users', 'creators'] as const);
    const [longest] = this.hidden;
    if (longest !== undefined && this.hidden.size === MOST)
      return { id: longest, role, fields: { suspended: false, listed: true } };
    this.#turns += 1;
    const fields = this.#turns % 2 === 1 ? { suspended: true } : { listed: false };
    const { first, last } = PEOPLE;
    const people = Array.from({ length: last - first + 1 }, (_, at) => `c${first + at}.${this.#bird}`);
    return { id: this.#random.pick(people.filter((id) => id !== longest)), role, fields };
  }
}
