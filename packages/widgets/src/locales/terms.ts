import type { Translation } from '@shoelace-style/localize';

/** Every word that a widget shows or says. Numbers and times arrive formatted. */
export interface Terms extends Translation {
  loading: string;
  rank: string;
  change: string;
  score: string;
  growth: string;
  /** The head of the name column, by the board's subject. */
  subject: (kind: string) => string;
  /** "1,289 creators". */
  subjects: (kind: string, count: number, formatted: string) => string;
  /** "33 creators between". */
  between: (kind: string, count: number, formatted: string) => string;
  you: string;
  tied: string;
  movedUp: (places: number, formatted: string) => string;
  movedDown: (places: number, formatted: string) => string;
  entered: string;
  unnamed: string;
  allTime: string;
  updated: (ago: string) => string;
  paused: string;
  pause: string;
  resume: string;
  emptyFact: string;
  emptyHint: string;
  couldNotRefresh: string;
  old: (duration: string) => string;
  retry: string;
  offline: string;
  savedAt: (time: string) => string;
  failed: string;
  unreachable: string;
  notIdentified: string;
  tooManyRequests: string;
  serverTrouble: string;
  refused: string;
  request: (id: string) => string;
  unavailable: string;
  ownRankUp: (rank: string, places: number, formatted: string) => string;
  ownRankDown: (rank: string, places: number, formatted: string) => string;
}

/** A page's own words: any of ours, for one widget or through the provider. */
export type Messages = Partial<Omit<Terms, '$code' | '$name' | '$dir'>>;
