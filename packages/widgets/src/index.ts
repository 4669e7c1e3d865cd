export { EngagementDevtools } from './elements/devtools/devtools.ts';
export type { LeaderboardEventMap } from './elements/leaderboard/events.ts';
export { EngagementLeaderboard } from './elements/leaderboard/leaderboard.ts';
export type { LeaderboardState } from './elements/leaderboard/state.ts';
export { EngagementProvider } from './elements/provider/provider.ts';
export type { Messages, Terms } from './locales/terms.ts';
