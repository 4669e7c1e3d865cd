import { Redis } from 'ioredis';

/** A sorted set that stands for a board: what the product reads when it can. */
export interface ProjectedBoard {
  readonly periodId: number;
  readonly segment: string;
  /** In Redis's own order: by score, then by the bytes of the member. */
  readonly entries: readonly { readonly id: string; readonly score: bigint; readonly reached: number }[];
}

const TIME_BYTES = 8;
/** Instants are kept with their sign turned over, so that bytes compare as numbers do. */
const ZERO = 1n << 63n;

/** Looks into Redis with a client of its own, and decodes the sorted sets in other words than the product's. */
export class RedisObserver {
  readonly redis: Redis;

  constructor(url: string) {
    this.redis = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => 200 });
    // It is away now and then, on purpose.
    this.redis.on('error', () => {});
  }

  /** How many keys boards have there. */
  async boardKeys(): Promise<number> {
    return (await this.#keys('leaderboards:*')).length;
  }

  /** A number of Redis' own `INFO`; 0 when it says none. */
  async info(section: string, field: string): Promise<number> {
    const line = new RegExp(`^${field}:(?:count=)?(\\d+)`, 'm').exec(await this.redis.info(section));
    return Number(line?.[1] ?? 0);
  }

  /** What is kept of one board of a tenant. `sign` is -1 where the best score is the highest. */
  async boards(tenantId: number, board: string, sign: 1 | -1): Promise<ProjectedBoard[]> {
    const found: ProjectedBoard[] = [];
    for (const meta of await this.#keys(`leaderboards:{*:${tenantId}:${board}}:*`)) {
      if (!/}:\d+$/.test(meta)) continue;
      const fields = await this.redis.hgetall(meta);
      const { live } = fields;
      if (live === undefined) continue;
      for (const field of Object.keys(fields)) {
        if (!field.startsWith(`n:${live}:`)) continue;
        const segment = field.slice(`n:${live}:`.length);
        const flat = await this.redis.zrangeBuffer(`${meta}:${live}:s:${segment}`, '0', '-1', 'WITHSCORES');
        found.push({ periodId: Number(meta.split('}:')[1]), segment, entries: decode(flat, sign) });
      }
    }
    return found;
  }

  async #keys(pattern: string): Promise<string[]> {
    const keys: string[] = [];
    for await (const page of this.redis.scanStream({ match: pattern, count: 1000 })) keys.push(...(page as string[]));
    return keys;
  }

  async close(): Promise<void> {
    this.redis.disconnect();
  }
}

function decode(flat: readonly Buffer[], sign: 1 | -1): ProjectedBoard['entries'] {
  const entries = [];
  for (let at = 0; at + 1 < flat.length; at += 2) {
    const [member, score] = [flat[at] as Buffer, flat[at + 1] as Buffer];
    entries.push({
      id: member.toString('utf8', TIME_BYTES),
      score: BigInt(sign) * BigInt(`${score}`),
      reached: Number((member.readBigUInt64BE() - ZERO) / 1000n),
    });
  }
  return entries;
}
