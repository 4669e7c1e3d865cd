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
  movedUp: (ranks: number, formatted: string) => string;
  movedDown: (ranks: number, formatted: string) => string;
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
  /** "You are 42nd, up 6 ranks.": the rank, and the ranks climbed, each as a number and written. */
  ownRankUp: (rank: number, figure: string, ranks: number, formatted: string) => string;
  ownRankDown: (rank: number, figure: string, ranks: number, formatted: string) => string;
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
  /** Whom a prize is for: "Rank 1", "Ranks 2 to 3". */
  prizeRanks: (from: string, to: string) => string;
  /** Whom a prize is for: "Best 10%". */
  prizePercent: (percent: string) => string;
  ownRank: (rank: string) => string;
  topPercent: (percent: string) => string;
  /** "36 downloads to rank 41". */
  toNextRank: (distance: string, rank: string) => string;
  inTheLead: string;
  why: string;
  whyRank: (rank: string) => string;
  close: string;
}

/** What happened, for each type of activity that every marketplace has. */
export type Activities = Record<
  | 'asset.downloaded'
  | 'asset.published'
  | 'asset.viewed'
  | 'chargeback.won'
  | 'creator.followed'
  | 'creator.unfollowed'
  | 'download.voided'
  | 'link.clicked'
  | 'page.viewed'
  | 'purchase.charged-back'
  | 'purchase.completed'
  | 'purchase.refunded'
  | 'review.submitted'
  | 'review.withdrawn'
  | 'season.placed'
  | 'session.started'
  | 'user.signed-up',
  string
>;

type Counted = (count: number, formatted: string) => string;
type CountedTo = (count: number, formatted: string, amount: string) => string;

/** The words of the reasons for a rank. Scores and amounts arrive with their unit. */
export interface WhyTerms {
  whyLoading: string;
  whyFailed: string;
  whyFacts: string;
  /** What happened, by the type of the activity; null for a type of the marketplace's own. */
  activity: (type: string) => string | null;
  whyNothing: string;
  /** "3 activities count." */
  whyCount: Counted;
  /** "3 activities add up to €9.50." */
  whySum: CountedTo;
  whyHighest: CountedTo;
  whyLowest: CountedTo;
  /** "3 activities hold 2 different values." */
  whyUnique: (count: number, formatted: string, values: number, formattedValues: string) => string;
  /** When the highest or lowest was reached first. */
  whyFirst: (when: string) => string;
  /** An average is drawn towards a mean, as if so many more activities had it. */
  whyPrior: (count: number, formatted: string, mean: string) => string;
  /** What the first days of this period and of the one before hold. */
  whyGrowth: (days: number, formatted: string, now: string, before: string) => string;
  /** The least before, from which growth is told. */
  whyBase: (base: string) => string;
  /** The least score that is ranked, and the least count. */
  whyFloor: (score: string) => string;
  whyFloorCount: Counted;
  /** Whether the reader has reached those. */
  whyMet: string;
  whyMissed: string;
  /** Activities that are summed up and no longer listed. */
  whyDropped: CountedTo;
  whySealed: (score: string) => string;
  /** What the activities come to since the season was sealed. */
  whyLater: (score: string) => string;
  /** "Rank 2 of 4." */
  whyRanked: (rank: string, total: string) => string;
  /** Why that rank, by the board's way to number ties: how many entries have a better score, … */
  whyBetter: Counted;
  /** … how many better scores there are, … */
  whyBetterScores: Counted;
  /** … or how many entries stand before. */
  whyBefore: Counted;
  whyBest: string;
  /** "You share €0.80 with 2 others." */
  whyTied: CountedTo;
  whyTieRule: string;
  whyReached: (when: string) => string;
  whyIds: string;
  /** How many of those who share the score stand before and after the reader. */
  whyTieOrder: (ahead: string, behind: string) => string;
  /** "25% taken back". */
  whyTaken: (percent: string) => string;
  whyOther: string;
}

/** Every word that a widget shows or says. Numbers and times arrive formatted. */
export interface Terms extends FirstTerms, LaterTerms, WhyTerms {}

/** A page's own words: any of ours, for one widget or through the provider. */
export type Messages = Partial<Omit<Terms, '$code' | '$name' | '$dir'>>;
