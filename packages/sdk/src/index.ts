export { EngagementError, type ErrorCode } from './errors/engagement-error.ts';
export type * from './types.ts';
