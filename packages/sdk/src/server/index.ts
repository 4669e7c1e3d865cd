export { EngagementError, type ErrorCode } from '../errors/engagement-error.ts';
export { createTracker, type ServerEvent, type Tracker, type TrackerOptions } from './tracker.ts';
export { type SigningKey, signUserToken, type UserTokenOptions } from './user-token.ts';
export { verifyWebhook, type WebhookHeaders, type WebhookMessage, type WebhookOptions } from './webhook.ts';
