import { EngagementLeaderboard } from './elements/leaderboard/leaderboard.ts';
import { define } from './internal/define.ts';

define('engagement-leaderboard', EngagementLeaderboard);
