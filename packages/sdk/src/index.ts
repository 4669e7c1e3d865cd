export { createClient, init } from './client.ts';
export { whenDefaultClient } from './default-client.ts';
export { docsOf, EngagementError, type ErrorCode } from './errors/engagement-error.ts';
export type * from './types.ts';
