import { setTimeout as pause } from 'node:timers/promises';
import { Absences } from './absences.ts';
import type { Conduct } from './conduct.ts';
import { type Attempted, History } from './history.ts';
import { wrongAnswer } from './plausible.ts';
import { Random } from './random.ts';
import { type Said, type ShopEvent, Story } from './story.ts';
import { type Reply, TenantClient, type TenantCredentials } from './tenant-client.ts';

export interface WorkloadOptions {
  readonly seed: string;
  readonly startedAt: number;
  readonly conduct: Conduct;
  /** The addresses of the servers, dead or alive. */
  readonly urls: () => readonly string[];
  /** Says something in the tenant's own topic; resolves when it is durable. */
  readonly produce: (tenant: string, events: readonly ShopEvent[]) => Promise<void>;
  /** How long a caller waits for an answer. */
  readonly patienceMs: number;
  /** Of each tenant. */
  readonly eventsPerSecond: number;
  readonly readsPerSecond: number;
}

const WRITERS = 3;
const READERS = 2;
/** So many of all deliveries are a single event whose sender waits for what it changed. */
const WAITING = 0.25;
const WAIT_SECONDS = 5;
/** After a refusal, or when nobody answers. */
const BACK_OFF_MS = 150;

/** One marketplace: its servers write and read without end, unless told to pause. */
export class Shop {
  readonly history = new History();
  readonly client: TenantClient;
  readonly story: Story;
  readonly absences: Absences;
  readonly tenant: TenantCredentials;
  readonly #options: WorkloadOptions;
  readonly #random: Random;
  /** To be said again: nobody answered. */
  readonly #again: Said[][] = [];
  /** Conflicts, until the first is accepted. */
  #held: Said[] = [];
  /** Boards that had entries once: an empty one later is a lie. */
  readonly #filled = new Set<string>();
  #running = false;
  #loops: Promise<void>[] = [];
  /** Requests under way, by server. */
  readonly inFlight = new Map<string, number>();
  reads = 0;
  /** Events that were answered with what they changed. */
  answeredAtOnce = 0;

  constructor(tenant: TenantCredentials, options: WorkloadOptions) {
    this.tenant = tenant;
    this.#options = options;
    this.client = new TenantClient(tenant, options.conduct, options.patienceMs);
    this.story = new Story(`${options.seed}/${tenant.key}`, tenant.bird, options.startedAt);
    this.#random = new Random(`${options.seed}/${tenant.key}/delivery`);
    this.absences = new Absences(this.#random.fork('absences'), tenant.bird, ({ id, role, fields }) =>
      this.call(`PUT /v1/${role}/${id}`, fields),
    );
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#loops = [
      ...Array.from({ length: WRITERS }, (_, writer) => this.#write(this.#random.fork(`writer ${writer}`))),
      ...Array.from({ length: READERS }, (_, reader) => this.#read(this.#random.fork(`reader ${reader}`))),
      this.absences.goOn(() => this.#running),
    ];
  }

  /** Lets what is under way end. */
  async pause(): Promise<void> {
    this.#running = false;
    await Promise.all(this.#loops);
  }

  /** Says one event out of turn; whether it was accepted. It may be said again. */
  say(event: ShopEvent, url = this.#anyUrl()): Promise<boolean> {
    return this.sayAll([event], url);
  }

  sayAll(events: readonly ShopEvent[], url = this.#anyUrl()): Promise<boolean> {
    const batch = events.map((event) => ({ event, fate: 'recorded', again: false }) as const);
    return this.#say(batch, { url, keep: false });
  }

  async call(request: string, body?: unknown): Promise<Reply> {
    return this.callAt(this.#anyUrl(), request, body);
  }

  #anyUrl(): string {
    return this.#random.pick(this.#options.urls());
  }

  async callAt(url: string, request: string, body?: unknown, waitSeconds = 0): Promise<Reply> {
    this.inFlight.set(url, (this.inFlight.get(url) ?? 0) + 1);
    try {
      return await this.client.call(url, request, body, waitSeconds);
    } finally {
      this.inFlight.set(url, (this.inFlight.get(url) ?? 0) - 1);
    }
  }

  async #write(random: Random): Promise<void> {
    while (this.#running) {
      const began = performance.now();
      const waits = random.chance(WAITING);
      const batch = this.#again.shift() ?? this.#nextBatch(waits ? 1 : random.whole(1, 24));
      const answered = await this.#deliver(batch, random);
      if (!answered) await pause(BACK_OFF_MS);
      const due = (1000 * batch.length * WRITERS) / this.#options.eventsPerSecond;
      await pause(Math.max(0, due - (performance.now() - began)));
    }
  }

  /** What conflicts must come after what it conflicts with, and what is no event gets no answer: these are not waited for. */
  #deliver(batch: readonly Said[], random: Random): Promise<boolean> {
    const [only, ...more] = batch;
    if (only && more.length === 0 && (only.fate === 'recorded' || only.fate === 'failed'))
      return this.#sayAndWait(only);
    return random.chance(0.15) ? this.#sayInTopic(batch) : this.#say(batch);
  }

  /** True when it was answered with what it changed, or accepted as any other. */
  async #sayAndWait(said: Said): Promise<boolean> {
    const attempt = this.history.attempt(said);
    attempt.waited = true;
    const reply = await this.callAt(this.#anyUrl(), 'POST /v1/events', said.event, WAIT_SECONDS);
    if (reply.status === 200) {
      this.answeredAtOnce += 1;
      for (const what of wrongAnswer(attempt, reply.body)) this.#options.conduct.violate(`${said.event.id}: ${what}`);
      this.history.answer([attempt], 'acked', 'at once');
      return true;
    }
    if (reply.status === 202) {
      this.history.answer([attempt], 'acked', 'log');
      return true;
    }
    this.history.answer([attempt], reply.status === 'none' ? 'unknown' : 'refused', 'at once');
    if (reply.status !== 'none' && reply.status !== 429 && reply.status !== 503)
      this.#options.conduct.violate(`${said.event.id} was answered ${reply.status}: ${reply.body?.detail}`);
    this.#keepForLater([said]);
    return false;
  }

  #nextBatch(size: number): Said[] {
    const batch: Said[] = [];
    const ready = this.#held.filter(({ event }) => this.history.isFirst(event.id)).slice(0, 3);
    this.#held = this.#held.filter((said) => !ready.includes(said));
    while (batch.length < size) {
      const said = this.story.next();
      if (said.fate === 'conflict') this.#held.push(said);
      else batch.push(said);
    }
    return [...batch, ...ready];
  }

  /** True when it was answered with success. */
  async #say(
    batch: readonly Said[],
    { url = this.#anyUrl(), keep = true }: { url?: string | undefined; keep?: boolean } = {},
  ): Promise<boolean> {
    const attempts = batch.map((said) => this.history.attempt(said));
    const reply = await this.callAt(url, 'POST /v1/events/batch', { events: batch.map(({ event }) => event) });
    if (reply.status === 200) {
      this.#judge(attempts, reply.body.results);
      return true;
    }
    this.history.answer(attempts, reply.status === 'none' ? 'unknown' : 'refused', 'log');
    if (keep) this.#keepForLater(batch);
    return false;
  }

  async #sayInTopic(batch: readonly Said[]): Promise<boolean> {
    const good = batch.filter(({ fate }) => fate !== 'refused');
    const attempts = good.map((said) => this.history.attempt(said));
    try {
      await this.#options.produce(
        this.tenant.key,
        good.map(({ event }) => event),
      );
      this.history.answer(attempts, 'acked', 'topic');
      return true;
    } catch {
      this.history.answer(attempts, 'unknown', 'topic');
      this.#keepForLater(good);
      return false;
    }
  }

  /** Most callers try again; some never do, and what they said is there once or not at all. */
  #keepForLater(batch: readonly Said[]): void {
    if (this.#random.chance(0.8)) this.#again.push([...batch]);
  }

  #judge(attempts: readonly Attempted[], results: readonly { status: string; error?: { detail: string } }[]): void {
    for (const [index, attempt] of attempts.entries()) {
      const status = results[index]?.status;
      const expected = attempt.fate === 'refused' ? 'rejected' : 'accepted';
      if (status !== expected) {
        this.#options.conduct.violate(`${attempt.event.id} was ${status}: ${results[index]?.error?.detail}`);
      }
    }
    this.history.answer(attempts, 'acked', 'log');
  }

  async #read(random: Random): Promise<void> {
    while (this.#running) {
      const began = performance.now();
      const request = `GET ${this.#address(random)}`;
      const reply = await this.call(request);
      this.reads += 1;
      if (reply.status === 200) this.#judgeList(request, reply.body);
      const due = (1000 * READERS) / this.#options.readsPerSecond;
      await pause(Math.max(0, due - (performance.now() - began)));
    }
  }

  #address(random: Random): string {
    const boards = '/v1/leaderboards';
    return random.pick([
      boards,
      `${boards}/top-sellers/entries?limit=${random.whole(1, 100)}`,
      `${boards}/top-sellers/entries?period=season&limit=20`,
      `${boards}/top-sellers/entries?segment=data.properties.region:eu`,
      `${boards}/top-rated/entries`,
      `${boards}/most-downloaded/entries?limit=50`,
      `${boards}/least-downloaded/entries`,
      `${boards}/top-sellers/entries/around/c0.${this.tenant.bird}`,
      '/v1/dead-letters?limit=20',
      `/v1/metrics/revenue/values?subject=whale.${this.tenant.bird}`,
    ]);
  }

  /** An empty list must never stand for "unavailable". */
  #judgeList(request: string, { data }: { data?: readonly unknown[] }): void {
    const board = request.replace(/limit=\d+/, '');
    if (!data) return;
    if (data.length > 0) this.#filled.add(board);
    else if (this.#filled.has(board)) this.#options.conduct.violate(`${request} was answered with an empty list`);
  }
}
