import type { ErrorCode } from '../errors/engagement-error.ts';
import type { Status } from '../types.ts';

export interface Rules {
  /** Changes arrive by themselves, one every two seconds of the clock. */
  live?: boolean;
  /** Milliseconds until an answer. */
  latency?: number;
  /** Every answer is this refusal. */
  refusal?: ErrorCode;
  /** Rows of so many milliseconds ago are there before anything is asked. */
  savedFor?: number;
  connection?: Status['connection'];
  signedOut?: boolean;
  content?: 'nothing' | 'extremes';
}

/** What the server behind a fake client is like. */
const SCENARIOS = {
  /** Everything works, and ranks change. */
  live: { live: true },
  /** Everything works, and nothing changes by itself. */
  still: {},
  /** Every answer takes three seconds. */
  slow: { latency: 3000 },
  /** The answer never comes. */
  loading: { latency: Number.POSITIVE_INFINITY },
  /** Nobody is on any board. */
  empty: { content: 'nothing' },
  /** Every request fails. */
  error: { refusal: 'service-unavailable' },
  /** Rows of two minutes ago are there, and asking again fails. */
  stale: { refusal: 'service-unavailable', savedFor: 125_000 },
  /** Rows of a minute ago are there, and are being asked for again. */
  refreshing: { latency: Number.POSITIVE_INFINITY, savedFor: 60_000 },
  /** Rows of two minutes ago are there, and there is no network. */
  offline: { refusal: 'network', savedFor: 125_000, connection: 'offline' },
  /** Boards can be read, and nobody is signed in. */
  'signed-out': { live: true, signedOut: true },
  /** Boards are switched off. */
  unavailable: { refusal: 'board-unavailable' },
  /** The key does not list this page's origin. */
  setup: { refusal: 'origin-not-allowed' },
  /** Thousands of entries with all that is hard to show: long names, huge numbers, ties, right-to-left, markup. */
  huge: { live: true, content: 'extremes' },
} as const satisfies Record<string, Rules>;

export type Scenario = keyof typeof SCENARIOS;

export const SCENARIO_NAMES = Object.keys(SCENARIOS) as readonly Scenario[];

export const rulesOf = (scenario: Scenario): Rules => SCENARIOS[scenario];

const WORDS: Partial<Record<ErrorCode, string>> = {
  network: 'No readable answer from https://engage.example/v1/leaderboards: the server is down.',
  'service-unavailable': 'The service is not available right now. Try again in a moment.',
  'board-unavailable': 'This board is not available. Check its key, or switch it on.',
  'origin-not-allowed': 'The publishable key does not list https://shop.example. Add it to the origins of the key.',
  'not-identified': 'There is no user: call identify first.',
};

/** What a refusal says. */
export const wordsFor = (code: ErrorCode): string => WORDS[code] ?? 'The test asked for this refusal.';
