import type { Terms } from './terms.ts';

const SUBJECTS: Record<string, [head: string, one: string, many: string]> = {
  user: ['Member', 'member', 'members'],
  creator: ['Creator', 'creator', 'creators'],
  asset: ['Asset', 'asset', 'assets'],
};

const subject = (kind: string) => SUBJECTS[kind] ?? ['Name', 'entry', 'entries'];
const noun = (kind: string, count: number) => subject(kind)[count === 1 ? 1 : 2];
const places = (count: number, formatted: string) => `${formatted} ${count === 1 ? 'place' : 'places'}`;

export const en: Terms = {
  $code: 'en',
  $name: 'English',
  $dir: 'ltr',
  loading: 'Loading the board',
  rank: 'Rank',
  change: 'Change',
  score: 'Score',
  growth: 'Growth',
  subject: (kind) => subject(kind)[0],
  subjects: (kind, count, formatted) => `${formatted} ${noun(kind, count)}`,
  between: (kind, count, formatted) => `${formatted} ${noun(kind, count)} between`,
  you: 'You',
  tied: 'Tied at',
  movedUp: (count, formatted) => `up ${places(count, formatted)}`,
  movedDown: (count, formatted) => `down ${places(count, formatted)}`,
  entered: 'new',
  unnamed: 'Without a name',
  allTime: 'All time',
  updated: (ago) => `updated ${ago}`,
  paused: 'paused',
  pause: 'Pause',
  resume: 'Resume',
  emptyFact: 'Nobody is on the board yet.',
  emptyHint: 'The first activity opens it.',
  couldNotRefresh: 'Couldn’t refresh.',
  old: (duration) => `${duration} old`,
  retry: 'Retry',
  offline: 'Offline.',
  savedAt: (time) => `Saved at ${time}`,
  failed: 'The board did not load.',
  unreachable: 'The server could not be reached.',
  notIdentified: 'Sign in to see your place.',
  tooManyRequests: 'There were too many requests. Wait a moment.',
  serverTrouble: 'The server has a problem. Nothing is lost.',
  refused: 'The server refused the request.',
  request: (id) => `Request ${id}`,
  unavailable: 'This board is not available right now.',
  ownRankUp: (rank, count, formatted) => `You are number ${rank}, up ${places(count, formatted)}.`,
  ownRankDown: (rank, count, formatted) => `You are number ${rank}, down ${places(count, formatted)}.`,
};
