import type { FirstTerms } from './terms.ts';

const SUBJECTS: Record<string, [head: string, one: string, many: string]> = {
  user: ['Member', 'member', 'members'],
  creator: ['Creator', 'creator', 'creators'],
  asset: ['Asset', 'asset', 'assets'],
};

const subject = (kind: string) => SUBJECTS[kind] ?? ['Name', 'entry', 'entries'];

export const noun = (kind: string, count: number) => subject(kind)[count === 1 ? 1 : 2];

const places = (count: number, formatted: string) => `${formatted} ${count === 1 ? 'place' : 'places'}`;

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
  subject: (kind) => subject(kind)[0],
  between: (kind, count, formatted) => `${formatted} ${noun(kind, count)} between`,
  you: 'You',
  tied: 'Tied at',
  movedUp: (count, formatted) => `up ${places(count, formatted)}`,
  movedDown: (count, formatted) => `down ${places(count, formatted)}`,
  entered: 'new',
  unnamed: 'Without a name',
  emptyFact: 'Nobody is on the board yet.',
  couldNotRefresh: 'Couldn’t refresh.',
  retry: 'Retry',
  offline: 'Offline.',
  failed: 'The board did not load.',
  notIdentified: 'Sign in to see your place.',
  unavailable: 'This board is not available right now.',
};
