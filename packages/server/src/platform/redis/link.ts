import { setTimeout } from 'node:timers/promises';
import { type Redis, ReplyError } from 'ioredis';
import { Breaker } from './breaker.ts';
import { type ConnectOptions, connectRedis } from './connect.ts';

/** A script that runs at one instant, on keys that share the hash tag of its first. */
export interface Script {
  readonly name: string;
  readonly lua: string;
}

type Argument = string | number | Buffer;
type Reply = Buffer | number | null | readonly Reply[];

export type { Reply as RedisReply };

/** Redis gave no answer: whether it did what it was asked is not known. */
export class RedisAway extends Error {
  override readonly name = 'RedisAway';
}

const GREET_MS = 200;

/** A connection that is never waited for: what cannot be answered in time fails, and after a few failures at once. */
export class RedisLink {
  readonly #client: Redis;
  readonly #breaker = new Breaker();
  readonly #known = new Set<string>();
  readonly #openers = new Set<() => void>();
  #run: string | undefined;

  constructor(url: string, options: ConnectOptions, onTrouble: (error: unknown) => void) {
    this.#client = connectRedis(url, options);
    this.#client.on('error', onTrouble);
    this.#client.on('close', () => {
      this.#run = undefined;
    });
    this.#client.on('ready', () => void this.#greet());
  }

  /** Tells one start of the server from another; undefined while there is no connection. */
  get run(): string | undefined {
    return this.#run;
  }

  /** Calls back whenever a server has been found, the same or another. */
  onOpen(listener: () => void): void {
    this.#openers.add(listener);
  }

  /** @throws RedisAway, or the error that the script ended with */
  async call(script: Script, key: string | Buffer, args: readonly Argument[]): Promise<Reply> {
    if (!this.#known.has(script.name)) {
      this.#client.defineCommand(script.name, { lua: script.lua, numberOfKeys: 1 });
      this.#known.add(script.name);
    }
    const commands = this.#client as unknown as Record<
      string,
      (...all: Argument[] | [string | Buffer, Argument[]]) => Promise<Reply>
    >;
    return this.guarded(() =>
      (commands[`${script.name}Buffer`] as (typeof commands)[string])(key, ...(args as Argument[])),
    );
  }

  /** Any other command, under the same care. */
  async guarded<T>(work: (client: Redis) => Promise<T>): Promise<T> {
    if (!this.#breaker.admits()) throw new RedisAway('Redis has not answered of late.');
    try {
      const reply = await work(this.#client);
      this.#breaker.succeeded();
      return reply;
    } catch (error) {
      if (error instanceof ReplyError) {
        this.#breaker.succeeded();
        throw error;
      }
      this.#breaker.failed();
      throw new RedisAway('Redis did not answer.', { cause: error });
    }
  }

  close(): void {
    this.#client.disconnect();
  }

  /** A server that is paused answers later. */
  async #greet(): Promise<void> {
    while (this.#client.status === 'ready') {
      const info = await this.#client.info('server').catch(() => '');
      this.#run = /^run_id:(\w+)/m.exec(info)?.[1];
      if (this.#run !== undefined) break;
      await setTimeout(GREET_MS);
    }
    if (this.#run === undefined) return;
    this.#breaker.succeeded();
    for (const listener of this.#openers) listener();
  }
}
