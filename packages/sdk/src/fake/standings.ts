import type { Entry, OwnEntry } from '@engagement/contract';
import type { Definition } from './catalogue.ts';
import { type Person, type PersonOptions, personAt, READER } from './people.ts';
import { pick, randomFrom } from './random.ts';

interface Place {
  person: Person;
  score: number;
  /** The rank at the last snapshot; null for a newcomer. */
  before: number | null;
}

/** Where the reader stands on a board that is long enough. */
const READERS_PLACE = 41;

/** One board in one period: who is on it, in order. */
export class Standings {
  version = 1;
  readonly #board: Definition;
  #places: Place[];

  constructor(board: Definition, period: string, options: Omit<PersonOptions, 'subject'>) {
    this.#board = board;
    this.#places = board.entries ? board.entries.map(placeOf) : madeUp(board, period, options);
  }

  /** The entries with their ranks, `me` marked, and without somebody who is not ranked. */
  entries(me: string | null, unlisted: string | null): Entry[] {
    const { ranks } = this.#board;
    const places = this.#places.filter(({ person }) => person.id !== unlisted);
    let dense = 0;
    let first = 0;
    return places.map(({ person, score, before }, at) => {
      const [above, below] = [places[at - 1]?.score, places[at + 1]?.score];
      if (score !== above) {
        dense++;
        first = at + 1;
      }
      const rank = { ordinal: at + 1, competition: first, dense }[ranks];
      const tied = ranks !== 'ordinal' && (score === above || score === below);
      return { ...person, rank, previousRank: before, score, tied, isMe: person.id === me };
    });
  }

  /** Moves somebody up by so many places, or down when it is less than nothing. False when that is no change. */
  move(id: string, by: number): boolean {
    const from = this.#places.findIndex(({ person }) => person.id === id);
    const to = Math.min(this.#places.length - 1, Math.max(0, from - by));
    const [mover, passed] = [this.#places[from], this.#places[to]];
    if (!mover || !passed || from === to) return false;
    const { direction, scale } = this.#board;
    const better = direction === 'descending' ? 1 : -1;
    const step = (better * Math.sign(by)) / 10 ** scale;
    const others = this.#places.filter((place) => place !== mover);
    const moved = { ...mover, score: Number((passed.score + step).toFixed(scale)) };
    this.#places = [...others, moved].toSorted((a, b) => better * (b.score - a.score));
    this.version++;
    return true;
  }
}

/** An entry as its owner sees it. */
export function ownEntry(entries: readonly Entry[], id: string): OwnEntry | null {
  const at = entries.findIndex((entry) => entry.id === id);
  const own = entries[at];
  if (!own) return null;
  const ahead = entries.slice(0, at).findLast(({ score }) => score !== own.score);
  return {
    ...own,
    topPercent: Math.ceil(((at + 1) / entries.length) * 100),
    ahead: ahead
      ? { rank: ahead.rank, score: ahead.score, distance: Number(Math.abs(ahead.score - own.score).toFixed(6)) }
      : null,
  };
}

const placeOf = ({ id, name, image, url, score, previousRank }: Entry): Place => ({
  person: { id, name, image, url },
  score,
  before: previousRank,
});

function madeUp(board: Definition, period: string, { seed, extremes }: Omit<PersonOptions, 'subject'>): Place[] {
  const { key, subject, total, scale, direction } = board;
  const random = randomFrom(`${seed} ${key} ${period}`);
  const best = extremes && board.score === 'total' ? 1_234_567_890 : board.best;
  const readersPlace = subject === 'asset' ? -1 : Math.min(READERS_PLACE, Math.floor(total / 2));
  let score = best;
  const places = Array.from({ length: total }, (_, at): Place => {
    const person = at === readersPlace ? READER : personAt(at, { seed, subject, extremes });
    // the third and the fourth tie, as do some others
    if (at > 0 && at !== 3 && random() < 0.92) score = Number((score * falling(board, random)).toFixed(scale));
    const before = random() < 0.1 ? null : Math.max(1, at + 1 + pick(random, 7) - 3);
    return { person, score: extremes && at > total - 4 ? -score : score, before };
  });
  return direction === 'descending' ? places : places.map((place, at) => ({ ...place, score: mirrored(places, at) }));
}

/** By how much the next score is lower. */
function falling({ score, total }: Definition, random: () => number): number {
  const steepness = score === 'average' ? 0.6 / total : 8 / total;
  return 1 - Math.min(0.12, steepness * (0.5 + random()) + (score === 'total' ? 0.004 : 0));
}

const mirrored = (places: Place[], at: number): number => places[places.length - 1 - at]?.score ?? 0;
