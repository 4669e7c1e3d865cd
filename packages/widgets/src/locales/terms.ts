import type { Translation } from '@shoelace-style/localize';

/** The words of the first rows, and of a board without any. They come with the widget. */
export interface FirstTerms extends Translation {
  loading: string;
  rank: string;
  change: string;
  score: string;
  growth: string;
  /** The head of the name column, by the board's subject. */
  subject: (kind: string) => string;
  you: string;
  tied: string;
  movedUp: (places: number, formatted: string) => string;
  movedDown: (places: number, formatted: string) => string;
  entered: string;
  unnamed: string;
  emptyFact: string;
  couldNotRefresh: string;
  offline: string;
  failed: string;
}

/** The words that come after the first rows. */
export interface LaterTerms {
  /** "1,289 creators". */
  subjects: (kind: string, count: number, formatted: string) => string;
  /** "33 creators between". */
  between: (kind: string, count: number, formatted: string) => string;
  notIdentified: string;
  unavailable: string;
  allTime: string;
  updated: (ago: string) => string;
  paused: string;
  retry: string;
  pause: string;
  resume: string;
  /** "Show 10 more". */
  showMore: (formatted: string) => string;
  emptyHint: string;
  emptyFollowing: string;
  old: (duration: string) => string;
  savedAt: (time: string) => string;
  unreachable: string;
  tooManyRequests: string;
  serverTrouble: string;
  refused: string;
  request: (id: string) => string;
  /** "You are 42nd, up 6 places.": the rank, and the places climbed, each as a number and written. */
  ownRankUp: (rank: number, figure: string, places: number, formatted: string) => string;
  ownRankDown: (rank: number, figure: string, places: number, formatted: string) => string;
  /** Said when somebody else takes the lead. */
  leads: (name: string) => string;
  /** Names the control that switches between periods. */
  period: string;
  /** A period relative to now, such as `week:previous`, in words; null for any other. */
  periodName: (spec: string) => string | null;
  /** Names the control that switches between segments. */
  segment: string;
  /** A segment such as `user.country:DE` in words; null leaves them to the widget. */
  segmentName: (segment: string) => string | null;
  allSegments: string;
  /** The scale of a podium: "One line is 100 downloads". */
  oneLine: (quantity: string) => string;
  /** The same where a line is one: "Lines count downloads". */
  linesCount: (unit: string) => string;
  startsIn: (duration: string) => string;
  left: (duration: string) => string;
  lastMinute: string;
  over: string;
  /** The season is over; late facts still count. */
  provisional: string;
  inReview: string;
  final: string;
  /** "Final on 24 November". */
  finalOn: (date: string) => string;
  wonBy: (names: string) => string;
  prizes: string;
  /** Whom a prize is for: "Number 1", "Numbers 2 to 3". */
  prizeRanks: (from: string, to: string) => string;
  /** Whom a prize is for: "Best 10%". */
  prizePercent: (percent: string) => string;
  ownRank: (rank: string) => string;
  topPercent: (percent: string) => string;
  /** "36 downloads to number 41". */
  toNextRank: (distance: string, rank: string) => string;
  inTheLead: string;
  why: string;
  whyRank: (rank: string) => string;
  whyLoading: string;
  whyFailed: string;
  whyFacts: string;
  close: string;
}

/** Every word that a widget shows or says. Numbers and times arrive formatted. */
export interface Terms extends FirstTerms, LaterTerms {}

/** A page's own words: any of ours, for one widget or through the provider. */
export type Messages = Partial<Omit<Terms, '$code' | '$name' | '$dir'>>;
