import type { Activities, WhyTerms } from './terms.ts';

const ACTIVITIES: Activities = {
  'asset.downloaded': 'Download',
  'asset.published': 'Publication',
  'asset.viewed': 'View',
  'chargeback.won': 'Chargeback won',
  'creator.followed': 'New follower',
  'creator.unfollowed': 'Follower lost',
  'download.voided': 'Download voided',
  'link.clicked': 'Click',
  'page.viewed': 'Page view',
  'purchase.charged-back': 'Chargeback',
  'purchase.completed': 'Purchase',
  'purchase.refunded': 'Refund',
  'review.submitted': 'Review',
  'review.withdrawn': 'Review withdrawn',
  'season.placed': 'Season prize',
  'session.started': 'Visit',
  'user.signed-up': 'Sign-up',
};

const many = (count: number, one: string, other: string) => (count === 1 ? one : other);
const activities = (count: number, n: string) => `${n} ${many(count, 'activity', 'activities')}`;

/** The words of the reasons for a rank. */
export const enWhy: WhyTerms = {
  whyLoading: 'Looking it up',
  whyFailed: 'The reasons did not load.',
  whyFacts: 'What counts, newest first',
  activity: (type) => ACTIVITIES[type as keyof Activities] ?? null,
  whyNothing: 'Nothing counts any more.',
  whyCount: (count, n) => `${activities(count, n)} ${many(count, 'counts', 'count')}.`,
  whySum: (count, n, amount) => `${activities(count, n)} ${many(count, 'comes', 'add up')} to ${amount}.`,
  whyHighest: (count, n, amount) => `The highest of ${activities(count, n)} is ${amount}.`,
  whyLowest: (count, n, amount) => `The lowest of ${activities(count, n)} is ${amount}.`,
  whyUnique: (count, n, values, v) =>
    `${activities(count, n)} ${many(count, 'holds', 'hold')} ${v} different ${many(values, 'value', 'values')}.`,
  whyFirst: (when) => `It was first reached on ${when}.`,
  whyPrior: (count, n, mean) =>
    `Small numbers are drawn towards the mean of all, ${mean}, as if ${n} more ${many(count, 'activity', 'activities')} had it.`,
  whyGrowth: (days, d, now, before) =>
    `${now} in the first ${many(days, 'day', `${d} days`)} of this period, ${before} in ${many(days, 'the first', 'as many')} of the one before.`,
  whyBase: (base) => `Growth is told from ${base} on.`,
  whyFloor: (score) => `This board ranks from a score of ${score} on.`,
  whyFloorCount: (count, n) => `This board ranks from ${activities(count, n)} on.`,
  whyMet: 'You have reached that.',
  whyMissed: 'You have not reached that yet.',
  whyDropped: (count, n, amount) =>
    `${activities(count, n)} of these, worth ${amount}, ${many(count, 'is', 'are')} no longer kept one by one.`,
  whySealed: (score) => `The season was sealed with ${score}, and that stands.`,
  whyLater: (score) => `By now the activities come to ${score}.`,
  whyRanked: (rank, total) => `Rank ${rank} of ${total}.`,
  whyBest: 'Nobody has a better score.',
  whyBetter: (count, n) => `${n} ${many(count, 'entry has', 'entries have')} a better score.`,
  whyBetterScores: (count, n) => `There ${many(count, 'is', 'are')} ${n} better ${many(count, 'score', 'scores')}.`,
  whyBefore: (count, n) => `${n} ${many(count, 'entry stands', 'entries stand')} before you.`,
  whyTied: (count, n, score) => `You share ${score} with ${n} ${many(count, 'other', 'others')}.`,
  whyTieRule: 'Whoever reached a score first stands before.',
  whyReached: (when) => `You reached it on ${when}.`,
  whyIds: 'Where it was the same instant, the ids decide.',
  whyTieOrder: (ahead, behind) => `Before you: ${ahead}. After you: ${behind}.`,
  whyTaken: (percent) => `${percent} taken back`,
  whyOther: 'another activity decides',
};
