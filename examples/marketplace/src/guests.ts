import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Engagement } from './engagement.ts';
import { bought, downloaded, SHOP_SOURCE } from './facts.ts';
import { startOfWeek } from './history.ts';
import { CUSTOMERS } from './people.ts';
import { pick, seededRandom } from './random.ts';
import type { Visitor } from './visitor.ts';

const DAY = 86_400_000;
/** Longer than a token lives: a page that stays open asks for another. */
const STAYS = 40 * 60_000;
const MOST_GUESTS = 100;
const NEW_PER_MINUTE = 30;
/** Where a new visitor starts: just under this row of the board. */
const ENTRY_ROW = { 'weekly-downloads': 4, 'top-creators': 4 } as const;
const MOST_PAST_EVENTS = 800;

/** The visitors who are here now. Each is made known to the engagement server once, and then takes part in the market. */
export class Guests {
  readonly #engagement: Engagement;
  readonly #publicUrl: string;
  readonly #seen = new Map<string, { visitor: Visitor; at: number }>();
  readonly #welcomes = new Map<string, Promise<void>>();
  readonly #limiter = new RateLimiterMemory({ points: NEW_PER_MINUTE, duration: 60 });

  constructor(engagement: Engagement, publicUrl: string) {
    this.#engagement = engagement;
    this.#publicUrl = publicUrl;
  }

  /** Gives the visitor a profile, an asset and a small past in the middle of the boards, unless they have it. */
  welcome(visitor: Visitor): Promise<void> {
    this.#seen.delete(visitor.id);
    this.#seen.set(visitor.id, { visitor, at: Date.now() });
    if (this.#seen.size > MOST_GUESTS) this.#forget(this.#seen.keys().next().value as string);
    const known = this.#welcomes.get(visitor.id);
    if (known) return known;
    const welcome = this.#limiter
      .consume('all')
      .catch(() => Promise.reject(new Error('Too many new visitors at once.')))
      .then(() => this.#introduce(visitor));
    this.#welcomes.set(visitor.id, welcome);
    welcome.catch(() => this.#welcomes.delete(visitor.id));
    return welcome;
  }

  present(): Visitor[] {
    for (const [id, { at }] of this.#seen) if (Date.now() - at > STAYS) this.#forget(id);
    return [...this.#seen.values()].map(({ visitor }) => visitor);
  }

  #forget(id: string): void {
    this.#seen.delete(id);
    this.#welcomes.delete(id);
  }

  async #introduce({ id, name, asset }: Visitor): Promise<void> {
    const engagement = this.#engagement;
    await Promise.all([
      engagement.putProfile('users', { id, name }),
      engagement.putProfile('creators', { id, name }),
      engagement.putProfile('assets', {
        id: asset.id,
        name: asset.name,
        image: new URL(asset.image, this.#publicUrl).href,
      }),
    ]);
    const known = await engagement.entry('weekly-downloads', asset.id, 'all-time');
    if (known === null) await engagement.sendEvents(await this.#past({ id, name, asset }));
  }

  /** Downloads and sales of this week that put the visitor into the middle of both boards. */
  async #past(visitor: Visitor) {
    const { id, asset } = visitor;
    const downloads = await this.#scoreAtEntry('weekly-downloads');
    // At least one, or the visitor would not be on the board at all.
    const sales = Math.max(1, Math.floor((await this.#scoreAtEntry('top-creators')) / asset.price));
    const now = Date.now();
    const start = Math.max(startOfWeek(new Date(now)).getTime(), now - 2 * DAY);
    const random = seededRandom(`past of ${id}`);
    return Array.from({ length: Math.min(downloads + sales, MOST_PAST_EVENTS) }, (_, index) => {
      const occasion = {
        id: `past-${id}-${index}`,
        source: SHOP_SOURCE,
        time: new Date(start + random() * (now - start)),
        subject: pick(CUSTOMERS, random).id,
      };
      return index < sales ? bought(occasion, asset) : downloaded(occasion, asset);
    });
  }

  async #scoreAtEntry(board: keyof typeof ENTRY_ROW): Promise<number> {
    const rows = await this.#engagement.top(board);
    const row = rows[ENTRY_ROW[board]] ?? rows.at(-1);
    return Math.max(0, (row?.score ?? 10) - 1);
  }
}
