import type { BoardPage, Entry, OwnEntry } from '@engagement/contract';
import { catalogue, summaryOf } from './catalogue.ts';
import { LEADERS as NAMES } from './people.ts';

const SCORES = [4812, 4655, 3970, 3970, 3412, 3118, 2966, 2871, 2433, 2401];
const RANKS = [1, 2, 3, 3, 5, 6, 7, 8, 9, 10];
const BEFORE = [1, 5, 4, 2, 2, null, 8, 7, 9, 10];

/** An entry; without more, one that is nobody's. */
export function entry(parts: Partial<Entry> & Pick<Entry, 'id'>): Entry {
  return {
    rank: 1,
    previousRank: null,
    name: parts.id,
    image: null,
    url: null,
    score: 0,
    tied: false,
    isMe: false,
    ...parts,
  };
}

/** An entry as its owner sees it. */
export function own(parts: Partial<OwnEntry> & Pick<Entry, 'id'>): OwnEntry {
  return { ...entry(parts), topPercent: 4, ahead: null, isMe: true, ...parts };
}

/** The reader, far down. */
export const amara: OwnEntry = own({
  id: 'amara',
  rank: 42,
  previousRank: 48,
  name: 'Amara Okonkwo',
  score: 1184,
  isMe: true,
});

/** The first ten creators of a week's board, with a tie, a newcomer and names of all lengths. */
export function creators(count = NAMES.length): Entry[] {
  return NAMES.slice(0, count).map((name, at) =>
    entry({
      id: `creator-${at + 1}`,
      name,
      rank: RANKS[at] ?? at + 1,
      previousRank: BEFORE[at] ?? null,
      score: SCORES[at] ?? 0,
      tied: SCORES.filter((score) => score === SCORES[at]).length > 1,
      url: `https://shop.example/creators/${at + 1}`,
    }),
  );
}

const WEEKLY_DOWNLOADS = summaryOf(catalogue({})('weekly-downloads'));

/** A page of a board of creators by downloads, this week. */
export function boardPage(parts: Partial<BoardPage> = {}): BoardPage {
  return {
    board: { ...WEEKLY_DOWNLOADS, windows: ['week', 'all-time'], segments: [], follows: false },
    period: {
      key: '2026-W47',
      window: 'week',
      start: '2026-11-16T00:00:00Z',
      end: '2026-11-23T00:00:00Z',
      label: 'Week 47',
      state: 'running',
      sealed: false,
      sealsAt: null,
      next: null,
    },
    segment: null,
    data: creators(),
    me: null,
    total: 1289,
    version: 1,
    nextCursor: null,
    ...parts,
  };
}
