import { createStore, delMany, entries, setMany } from 'idb-keyval';
import type { Credential } from '../identity/credential.ts';
import type { Identity } from '../identity/identity.ts';
import type { InitOptions } from '../types.ts';
import type { QueuedEvent } from './event.ts';

export interface KeptEventsPorts extends Pick<InitOptions, 'storage'> {
  key: string;
  identity: Pick<Identity, 'credential' | 'settled'>;
}

/** An event on the device. The token of its user is not: only who it was. */
interface Kept extends Pick<QueuedEvent, 'event' | 'bytes' | 'offset' | 'sent'> {
  key: string;
  user: string | null;
  /** The page that will send it, for as long as it lives. */
  owner: string;
}

interface Shelf {
  all(): Promise<[name: string, kept: Kept][]>;
  put(entries: [string, Kept][]): Promise<void>;
  remove(names: string[]): Promise<void>;
}

/** In milliseconds. What is older has lost its worth, and its user may not want it kept. */
const MAX_AGE = 7 * 24 * 3600 * 1000;
const NAME = 'engagement-events';

/**
 * Unsent events on the device. Each belongs to the page that holds the lock of its owner: a lock ends with its page,
 * however that ends, and only then may another page take the events over. So no two pages send the same one.
 */
export class KeptEvents {
  readonly #ports: KeptEventsPorts;
  // Where there is no such function there are no locks either, and nothing is kept.
  readonly #owner = crypto.randomUUID?.();
  readonly #anonymous: Credential;
  readonly #shelf: Shelf;
  readonly #mine = new Set<string>();
  #release: (() => void) | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(ports: KeptEventsPorts) {
    this.#ports = ports;
    this.#anonymous = { token: ports.key, user: null, generation: 0 };
    this.#shelf = ports.storage === 'session' ? sessionShelf() : databaseShelf();
  }

  /** Writes them down as they are now. */
  keep(events: readonly QueuedEvent[]): void {
    void this.#inTurn(async () => {
      await this.#ports.identity.settled();
      await this.#put(events.map((queued) => this.#keptOf(queued)));
    });
  }

  /** They are settled. */
  drop(events: readonly QueuedEvent[]): void {
    void this.#inTurn(() => this.#remove(events.map(({ event }) => this.#nameOf(event.id))));
  }

  /** Everything of this key, of other pages too. */
  clear(): void {
    void this.#inTurn(async () => this.#remove((await this.#all()).map(([name]) => name)));
  }

  /** Leaves to other pages what is still there. */
  leave(): void {
    void this.#inTurn(async () => this.#letGo());
  }

  /** What may be sent by the present user and by nobody, and no page has in hand; `held` is what this one has. */
  async takeOver(held: ReadonlySet<string>): Promise<QueuedEvent[]> {
    const { credential } = this.#ports.identity;
    const taken = await this.#inTurn(() =>
      navigator.locks.request(NAME, async () => {
        const left = await this.#leftBehind(held);
        const isOld = ({ event }: Kept) => Date.parse(event.time) < Date.now() - MAX_AGE;
        await this.#remove(left.filter(isOld).map(({ event }) => this.#nameOf(event.id)));
        const mine = left.filter((kept) => !isOld(kept) && (kept.user === null || kept.user === credential.user));
        await this.#put(mine.map((kept) => ({ ...kept, owner: this.#owner })));
        return mine;
      }),
    );
    return (taken ?? []).map(({ event, bytes, offset, sent = false, user }) => {
      return { event, bytes, offset, sent, credential: user === null ? this.#anonymous : credential };
    });
  }

  async #leftBehind(held: ReadonlySet<string>): Promise<Kept[]> {
    const { held: locks = [] } = await navigator.locks.query();
    const living = new Set(locks.map(({ name }) => name));
    const isLeft = ({ owner, event }: Kept) =>
      owner === this.#owner ? !held.has(event.id) : !living.has(NAME + owner);
    return (await this.#all()).map(([, kept]) => kept).filter(isLeft);
  }

  async #all(): Promise<[string, Kept][]> {
    return (await this.#shelf.all()).filter(([, { key }]) => key === this.#ports.key);
  }

  async #put(kept: Kept[]): Promise<void> {
    if (kept.length === 0) return;
    for (const { event } of kept) this.#mine.add(this.#nameOf(event.id));
    // First the lock: what lies there without one is anybody's.
    await this.#hold();
    await this.#shelf.put(kept.map((each) => [this.#nameOf(each.event.id), each]));
  }

  async #remove(names: string[]): Promise<void> {
    if (names.length > 0) await this.#shelf.remove(names);
    for (const name of names) this.#mine.delete(name);
    // A page that holds a lock cannot be kept for the way back to it.
    if (this.#mine.size === 0) this.#letGo();
  }

  #letGo(): void {
    this.#release?.();
    this.#release = undefined;
  }

  #hold(): Promise<void> | undefined {
    if (this.#release) return;
    return new Promise((held, failed) => {
      const hold = () =>
        new Promise<void>((release) => {
          this.#release = release;
          held();
        });
      navigator.locks.request(NAME + this.#owner, hold).catch(failed);
    });
  }

  #keptOf({ event, bytes, offset, sent = false, credential }: QueuedEvent): Kept {
    const { user } = credential ?? this.#ports.identity.credential;
    return { event, bytes, offset, sent, user, key: this.#ports.key, owner: this.#owner };
  }

  #nameOf(id: string): string {
    return `${this.#ports.key} ${id}`;
  }

  /** One after the other, in the order of the calls. Where the device keeps nothing, nothing comes of it. */
  #inTurn<T>(work: () => Promise<T>): Promise<T | undefined> {
    const turn = this.#last.then(work).catch(() => undefined);
    this.#last = turn;
    return turn;
  }
}

function databaseShelf(): Shelf {
  const store = createStore(NAME, 'events');
  return {
    all: () => entries(store),
    put: (kept) => setMany(kept, store),
    remove: (names) => delMany(names, store),
  };
}

/** In the page's own tab alone. */
function sessionShelf(): Shelf {
  const read = (): [string, Kept][] => JSON.parse(sessionStorage.getItem(NAME) ?? '[]');
  const write = (kept: Map<string, Kept>) => sessionStorage.setItem(NAME, JSON.stringify([...kept]));
  return {
    all: async () => read(),
    put: async (kept) => write(new Map([...read(), ...kept])),
    async remove(names) {
      write(new Map(read().filter(([name]) => !names.includes(name))));
    },
  };
}
