import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { PostgresWire } from '../../packages/server/src/testing/chaos/wire.ts';
import { type Running, startServe } from '../../packages/server/src/testing/engagement.ts';
import { type EngineProxy, startProxy, through } from '../../packages/server/src/testing/proxy.ts';
import { freePort } from '../engines/process.ts';

export type ServiceRole = 'api' | 'worker' | 'scheduler';

export interface ServiceOptions {
  readonly name: string;
  readonly role: ServiceRole;
  readonly databaseUrl: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** One process of the product in its place: killed, stopped and started again, with networks of its own to the engines. */
export class Service {
  readonly name: string;
  readonly role: ServiceRole;
  /** Where clients find it, by way of `front`, whether or not it runs. */
  readonly url: string;
  readonly front: EngineProxy;
  readonly postgres: EngineProxy;
  readonly postgresWire: PostgresWire;
  readonly unasked: string[] = [];
  readonly #environment: Readonly<Record<string, string>>;
  #running: Running | undefined;
  #startedAt = 0;
  #read = 0;
  #earlierLog = '';

  private constructor(
    options: ServiceOptions,
    parts: Pick<Service, 'front' | 'postgres' | 'postgresWire'>,
    port: number,
  ) {
    this.name = options.name;
    this.role = options.role;
    this.front = parts.front;
    this.postgres = parts.postgres;
    this.postgresWire = parts.postgresWire;
    this.url = `http://127.0.0.1:${parts.front.port}`;
    this.#environment = {
      ...options.environment,
      PORT: `${port}`,
      LOG_LEVEL: 'info',
      DATABASE_URL: through(options.databaseUrl, parts.postgres),
    };
  }

  static async open(options: ServiceOptions): Promise<Service> {
    const port = await freePort();
    const { hostname: host, port: databasePort } = new URL(options.databaseUrl);
    const postgresWire = new PostgresWire();
    const postgres = await startProxy({ host, port: Number(databasePort) }, () => postgresWire.inspector());
    const front = await startProxy({ host: '127.0.0.1', port });
    return new Service(options, { front, postgres, postgresWire }, port);
  }

  get pid(): number {
    return this.#running?.pid ?? 0;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** Resolves when it says that it is ready. `settings` are added to the address of its database. */
  async start(settings: Readonly<Record<string, string>> = {}): Promise<void> {
    const database = new URL(this.#environment.DATABASE_URL ?? '');
    for (const [name, value] of Object.entries(settings)) database.searchParams.set(name, value);
    const running = await startServe(['--role', this.role], { ...this.#environment, DATABASE_URL: database.href });
    this.#running = running;
    this.#startedAt = performance.now();
    this.#read = 0;
    void running.ended.then((how) => {
      if (this.#running !== running) return;
      this.#running = undefined;
      this.unasked.push(`${how}: ${running.log().slice(-2500)}`);
    });
  }

  signal(name: NodeJS.Signals): void {
    if (this.#running) process.kill(this.#running.pid, name);
  }

  /** SIGKILL. Resolves when it is gone. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** SIGTERM. How it ended, and how many seconds that took. */
  async stop(): Promise<{ how: number | NodeJS.Signals | undefined; seconds: number }> {
    const began = performance.now();
    const how = await this.#end('SIGTERM');
    return { how, seconds: (performance.now() - began) / 1000 };
  }

  /** SIGTERM, and again some time later. Whether it was stopping then, and how many seconds it took from then on. */
  async stopTwice(afterMs: number): Promise<{ wasStopping: boolean; seconds: number }> {
    const child = this.#running?.process;
    const ended = this.#end('SIGTERM');
    await pause(afterMs);
    const began = performance.now();
    const wasStopping = child !== undefined && child.exitCode === null && child.signalCode === null;
    child?.kill('SIGTERM');
    await ended;
    return { wasStopping, seconds: (performance.now() - began) / 1000 };
  }

  /** SIGTERM some time after it has begun to start. Whether it was not yet ready then. */
  async startAndStop(afterMs: number): Promise<boolean> {
    const starting = startServe(['--role', this.role], this.#environment, AbortSignal.timeout(afterMs));
    return starting.then(
      async (running) => {
        running.process.kill('SIGTERM');
        await running.ended;
        return false;
      },
      () => true,
    );
  }

  async #end(name: NodeJS.Signals): Promise<number | NodeJS.Signals | undefined> {
    const running = this.#running;
    if (!running) return undefined;
    this.#earlierLog += running.log().slice(this.#read);
    this.#read = running.log().length;
    this.#running = undefined;
    running.process.kill(name);
    const how = await running.ended;
    this.#earlierLog += running.log().slice(this.#read);
    return how;
  }

  /** What was logged since the last call. */
  takeLog(): string {
    const text = this.#earlierLog + (this.#running?.log().slice(this.#read) ?? '');
    this.#earlierLog = '';
    this.#read = this.#running?.log().length ?? 0;
    return text;
  }

  ageSeconds(): number {
    return (performance.now() - this.#startedAt) / 1000;
  }

  residentBytes(): number | undefined {
    try {
      return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${this.pid}/status`, 'utf8'))?.[1]) * 1024;
    } catch {
      return undefined;
    }
  }

  async close(): Promise<void> {
    await this.kill();
    await Promise.all([this.front.close(), this.postgres.close()]);
  }
}
