import type { Inspector } from '../proxy.ts';

/** Requests of Kafka's protocol, by their number. */
export const KAFKA_REQUESTS = { produce: 0, commitOffsets: 8 } as const;
type KafkaRequest = keyof typeof KAFKA_REQUESTS;

const HEAD_BYTES = 4;

/** Loses single kinds of what Kafka and its clients say to each other. */
export class KafkaWire {
  readonly #lostRequests = new Set<number>();
  readonly #lostReplies = new Set<number>();
  /** How many were lost. */
  lost = 0;

  /** Requests of a kind do not arrive, until `restore`. */
  loseRequests(kind: KafkaRequest): void {
    this.#lostRequests.add(KAFKA_REQUESTS[kind]);
  }

  /** They arrive and are done, and their answers are lost, until `restore`. */
  loseReplies(kind: KafkaRequest): void {
    this.#lostReplies.add(KAFKA_REQUESTS[kind]);
  }

  restore(): void {
    this.#lostRequests.clear();
    this.#lostReplies.clear();
  }

  inspector(): Inspector {
    const requests = new Frames();
    const replies = new Frames();
    const unanswered = new Set<number>();
    return {
      request: (bytes) =>
        requests.pass(bytes, (frame) => {
          const kind = frame.readInt16BE(HEAD_BYTES);
          if (this.#lostReplies.has(kind)) unanswered.add(frame.readInt32BE(HEAD_BYTES + 4));
          return !this.#loses(this.#lostRequests.has(kind));
        }),
      reply: (bytes) => replies.pass(bytes, (frame) => !this.#loses(unanswered.delete(frame.readInt32BE(HEAD_BYTES)))),
    };
  }

  #loses(lost: boolean): boolean {
    if (lost) this.lost += 1;
    return lost;
  }
}

/** Cuts a stream into frames, each with its length before it. */
class Frames {
  #held = Buffer.alloc(0);

  /** The whole frames so far that `keeps` lets through. */
  pass(bytes: Buffer, keeps: (frame: Buffer) => boolean): Buffer {
    this.#held = Buffer.concat([this.#held, bytes]);
    const kept: Buffer[] = [];
    while (this.#held.length >= HEAD_BYTES) {
      const end = HEAD_BYTES + this.#held.readInt32BE(0);
      if (this.#held.length < end) break;
      const frame = this.#held.subarray(0, end);
      this.#held = this.#held.subarray(end);
      if (keeps(frame)) kept.push(frame);
    }
    return Buffer.concat(kept);
  }
}

/** What Postgres says when a transaction has been committed: CommandComplete with the tag COMMIT. */
const COMMITTED = Buffer.from('C\0\0\0\x0bCOMMIT\0', 'latin1');

/** Loses the news of commits: the work is done, and who asked for it is cut off before hearing so. */
export class PostgresWire {
  /** How likely it is that the news of a commit is lost. */
  #loses: () => boolean = () => false;
  commits = 0;
  /** How many were applied, and not heard of. */
  lostCommits = 0;

  loseCommits(loses: () => boolean): void {
    this.#loses = loses;
  }

  restore(): void {
    this.#loses = () => false;
  }

  inspector(): Inspector {
    return {
      reply: (bytes) => {
        if (!bytes.includes(COMMITTED)) return bytes;
        this.commits += 1;
        if (!this.#loses()) return bytes;
        this.lostCommits += 1;
        return null;
      },
    };
  }
}
