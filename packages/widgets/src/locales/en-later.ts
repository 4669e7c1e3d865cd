import { ordinalIn } from './plural.ts';
import type { LaterTerms } from './terms.ts';

const NOUNS: Record<string, [one: string, many: string]> = {
  user: ['member', 'members'],
  creator: ['creator', 'creators'],
  asset: ['asset', 'assets'],
};

const noun = (kind: string, count: number) => (NOUNS[kind] ?? ['entry', 'entries'])[count === 1 ? 0 : 1];
const ranks = (count: number, formatted: string) => `${formatted} ${count === 1 ? 'rank' : 'ranks'}`;
const nth = ordinalIn('en');
const ordinal = (rank: number, figure: string) => figure + nth(rank, { one: 'st', two: 'nd', few: 'rd', other: 'th' });

const PERIODS: Record<string, string> = {
  day: 'Today',
  'day:previous': 'Yesterday',
  week: 'This week',
  'week:previous': 'Last week',
  month: 'This month',
  'month:previous': 'Last month',
  season: 'This season',
  'season:previous': 'Last season',
  'all-time': 'All time',
};

/** The words that come after the first rows. */
export const enLater: LaterTerms = {
  subjects: (kind, count, formatted) => `${formatted} ${noun(kind, count)}`,
  between: (kind, count, formatted) => `${formatted} ${noun(kind, count)} between`,
  notIdentified: 'Sign in to see your rank.',
  unavailable: 'This board is not available right now.',
  allTime: 'All time',
  updated: (ago) => `updated ${ago}`,
  paused: 'paused',
  retry: 'Retry',
  pause: 'Pause',
  resume: 'Resume',
  showMore: (formatted) => `Show ${formatted} more`,
  emptyHint: 'The first activity opens it.',
  emptyFollowing: 'Nobody you follow is on the board yet.',
  old: (duration) => `${duration} old`,
  savedAt: (time) => `Saved at ${time}`,
  unreachable: 'The server could not be reached.',
  tooManyRequests: 'There were too many requests. Wait a moment.',
  serverTrouble: 'The server has a problem. Nothing is lost.',
  refused: 'The server refused the request.',
  request: (id) => `Request ${id}`,
  ownRankUp: (rank, figure, count, formatted) => `You are ${ordinal(rank, figure)}, up ${ranks(count, formatted)}.`,
  ownRankDown: (rank, figure, count, formatted) => `You are ${ordinal(rank, figure)}, down ${ranks(count, formatted)}.`,
  leads: (name) => `${name} leads now.`,
  period: 'Period',
  periodName: (spec) => PERIODS[spec] ?? null,
  segment: 'Group',
  segmentName: () => null,
  allSegments: 'Everyone',
  oneLine: (quantity) => `One line is ${quantity}`,
  linesCount: (unit) => `Lines count ${unit}`,
  startsIn: (duration) => `Starts in ${duration}`,
  left: (duration) => `${duration} left`,
  lastMinute: 'Less than a minute left',
  over: 'Over',
  provisional: 'Provisional',
  inReview: 'In review',
  final: 'Final',
  finalOn: (date) => `Final on ${date}`,
  wonBy: (names) => `Won by ${names}`,
  prizes: 'Prizes',
  prizeRanks: (from, to) => (from === to ? `Rank ${from}` : `Ranks ${from} to ${to}`),
  prizePercent: (percent) => `Best ${percent}`,
  ownRank: (rank) => `Rank ${rank}`,
  topPercent: (percent) => `Top ${percent}`,
  toNextRank: (distance, rank) => `${distance} to rank ${rank}`,
  inTheLead: 'In the lead',
  why: 'Why?',
  whyRank: (rank) => `Why rank ${rank}?`,
  close: 'Close',
};
