import { Random } from './random.ts';

/** An event as a marketplace sends it. */
export interface ShopEvent {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly time: string;
  readonly subject?: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly reverses?: string;
}

/** What has to become of an event. */
export type Fate =
  /** Recorded once. */
  | 'recorded'
  /** Refused at the door. */
  | 'refused'
  /** The same id with other content: set aside, when the first has been accepted before. */
  | 'conflict'
  /** Accepted, and set aside because no number may hold it. */
  | 'failed';

export interface Said {
  readonly event: ShopEvent;
  readonly fate: Fate;
  /** It has been said before, word for word. */
  readonly again: boolean;
}

/** What is repeated, and what is late, comes from among so many. */
const MEMORY = 400;
const HOUR = 3_600_000;

/**
 * What happens in one marketplace, told without end: the seed decides all of it. Three of ten events are said twice,
 * one of ten is late by up to two days, reversals may come before what they take back, one of a hundred is poison.
 */
export class Story {
  readonly source = 'shop';
  readonly bird: string;
  readonly #random: Random;
  readonly #startedAt: number;
  readonly #told: ShopEvent[] = [];
  /** Told after so many more. */
  readonly #later: { event: ShopEvent; after: number }[] = [];
  #count = 0;
  #probes = 0;

  /** `bird` is in every text of this marketplace, and in none of another's. */
  constructor(seed: string, bird: string, startedAt: number) {
    this.#random = new Random(seed);
    this.bird = bird;
    this.#startedAt = startedAt;
  }

  /** What has to be recorded before anything else: from then on every other sale of the whale is too much. */
  opening(): ShopEvent {
    return this.#event('whale', 'purchase.completed', this.#sale(Number.MAX_SAFE_INTEGER, this.#name('whale')));
  }

  /** Sales between two instants, before all else: some sell the same at the same time, so that there are ties. */
  past(from: number, until: number, count: number): ShopEvent[] {
    const random = this.#random.fork('past');
    return Array.from({ length: count }, (_, index) => ({
      id: this.#name(`past-${index}`),
      source: this.source,
      type: 'purchase.completed',
      time: new Date(from + Math.floor(((until - from) * random.whole(1, 20)) / 21)).toISOString(),
      subject: this.#name(`u${index}`),
      data: {
        ...this.#sale(random.whole(1, 5) * 100, this.#name(`c${random.whole(0, 39)}`)),
        properties: { region: random.pick(['eu', 'us', 'asia']), note: this.bird },
      },
    }));
  }

  /** One more sale, out of turn: it moves nothing of what comes. */
  probe(): ShopEvent {
    this.#probes += 1;
    return {
      id: this.#name(`probe-${this.#probes}`),
      source: this.source,
      type: 'purchase.completed',
      time: new Date(this.#startedAt).toISOString(),
      subject: this.#name('prober'),
      data: { ...this.#sale(1, this.#name('c0')), properties: { region: 'eu', note: this.bird } },
    };
  }

  next(): Said {
    const random = this.#random;
    this.#count += 1;
    const due = this.#later.findIndex(({ after }) => after <= this.#count);
    if (due >= 0) {
      const [late] = this.#later.splice(due, 1);
      if (late) return this.#tell(late.event);
    }
    if (this.#told.length > 20 && random.chance(0.3)) {
      return { event: random.pick(this.#told), fate: 'recorded', again: true };
    }
    if (this.#told.length > 20 && random.chance(0.01)) return this.#poison();
    return this.#tell(this.#fresh());
  }

  #tell(event: ShopEvent): Said {
    this.#told.push(event);
    if (this.#told.length > MEMORY) this.#told.splice(this.#random.whole(0, MEMORY - 1), 1);
    return { event, fate: 'recorded', again: false };
  }

  #fresh(): ShopEvent {
    const random = this.#random;
    const kind = random.next();
    const original =
      kind < 0.5
        ? this.#event('sale', 'purchase.completed', this.#sale(random.whole(0, 40) * 100, this.#creator()))
        : kind < 0.75
          ? this.#event('download', 'asset.downloaded', { assetId: this.#asset(), creatorId: this.#creator() })
          : this.#event('review', 'review.submitted', { assetId: this.#asset(), rating: random.whole(0, 100) / 10 });
    if (!random.chance(0.25)) return original;
    const reversals = this.#reversalsOf(original);
    const first = random.chance(0.5) ? reversals.shift() : undefined;
    for (const event of [...(first ? [original] : []), ...reversals]) {
      this.#later.push({ event, after: this.#count + random.whole(1, 120) });
    }
    return first ?? original;
  }

  #reversalsOf(original: ShopEvent): ShopEvent[] {
    const of = { reverses: original.id };
    if (original.type === 'asset.downloaded') return [this.#event('void', 'download.voided', {}, of)];
    if (original.type === 'review.submitted') return [this.#event('withdrawal', 'review.withdrawn', {}, of)];
    const amount = original.data.amount as number;
    if (amount < 2) return [this.#event('refund', 'purchase.refunded', {}, of)];
    const part = this.#random.whole(1, amount - 1);
    const refund = this.#event('refund', 'purchase.refunded', { amount: part }, of);
    if (this.#random.chance(0.5)) return [refund];
    const dispute = this.#event('dispute', 'purchase.charged-back', { amount: amount - part }, of);
    return [refund, dispute, this.#event('won', 'chargeback.won', {}, { reverses: dispute.id })];
  }

  #poison(): Said {
    const random = this.#random;
    const kind = random.next();
    if (kind < 0.4) {
      const whale = this.#event('sale', 'purchase.completed', this.#sale(random.whole(1, 100), this.#name('whale')));
      return { event: whale, fate: 'failed', again: false };
    }
    if (kind < 0.7) {
      const { reverses, ...victim } = random.pick(this.#told);
      const later = new Date(Date.parse(victim.time) + random.whole(1, 1000)).toISOString();
      const forged = { ...victim, time: later, ...(reverses !== undefined && { reverses }) };
      return { event: forged, fate: 'conflict', again: false };
    }
    const event = this.#event('bad', random.pick(['purchase.completed', 'nobody.knows']), {
      assetId: 7,
      surplus: true,
    });
    return { event, fate: 'refused', again: false };
  }

  #event(kind: string, type: string, data: ShopEvent['data'], rest: { reverses?: string } = {}): ShopEvent {
    return {
      id: this.#name(`${kind}-${this.#count}`),
      source: this.source,
      type,
      time: this.#time(),
      subject: this.#name(`u${this.#random.whole(1, 300)}`),
      data: { ...data, properties: { region: this.#random.pick(['eu', 'us', 'asia']), note: this.bird } },
      ...rest,
    };
  }

  /** Whole minutes now and then, so that ties in time come up too. */
  #time(): string {
    const random = this.#random;
    const lag = random.chance(0.1)
      ? random.whole(0, 48 * HOUR)
      : random.chance(0.02)
        ? random.whole(120, 480) * HOUR
        : 0;
    const at = this.#startedAt - HOUR + this.#count * 4 - lag;
    return new Date(random.chance(0.2) ? Math.floor(at / 60_000) * 60_000 : at).toISOString();
  }

  #sale(amount: number, creatorId: string) {
    return { creatorId, amount, currency: 'EUR' };
  }

  /** Some creators sell far more than others. */
  #creator(): string {
    return this.#name(`c${Math.floor(60 * this.#random.next() ** 2)}`);
  }

  #asset(): string {
    return this.#name(`a${Math.floor(80 * this.#random.next() ** 2)}`);
  }

  #name(name: string): string {
    return `${name}.${this.bird}`;
  }
}
