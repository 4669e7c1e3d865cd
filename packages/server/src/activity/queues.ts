/** Reversals whose original has not come within a day. */
export const AWAITING_QUEUE = 'activity.awaiting-original';
export const AWAITING_SECONDS = 24 * 3600;

/** Dead letters on their way to the Kafka topic. */
export const DEAD_LETTER_QUEUE = 'activity.dead-letter';

/** Daily: counts of caps that are too old to matter. */
export const CAP_COUNTS_QUEUE = 'activity.cap-counts';
