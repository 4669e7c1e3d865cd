import type { FirstTerms } from './terms.ts';

const HEADS: Record<string, string> = { user: 'Member', creator: 'Creator', asset: 'Asset' };

const ranks = (count: number, formatted: string) => `${formatted} ${count === 1 ? 'rank' : 'ranks'}`;

/** The words that a widget needs for its first rows, and while it has none. */
export const enFirst: FirstTerms = {
  $code: 'en',
  $name: 'English',
  $dir: 'ltr',
  loading: 'Loading the board',
  rank: 'Rank',
  change: 'Change',
  score: 'Score',
  growth: 'Growth',
  subject: (kind) => HEADS[kind] ?? 'Name',
  you: 'You',
  tied: 'Tied at',
  movedUp: (count, formatted) => `up ${ranks(count, formatted)}`,
  movedDown: (count, formatted) => `down ${ranks(count, formatted)}`,
  entered: 'new',
  unnamed: 'Without a name',
  emptyFact: 'Nobody is on the board yet.',
  couldNotRefresh: 'Couldn’t refresh.',
  offline: 'Offline.',
  failed: 'The board did not load.',
};
