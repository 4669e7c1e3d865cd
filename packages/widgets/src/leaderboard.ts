import { EngagementLeaderboard } from './elements/leaderboard/leaderboard.ts';
import { define } from './internal/define.ts';

define('engagement-leaderboard', EngagementLeaderboard);

// with the class come the types of its tag
export { EngagementLeaderboard };
