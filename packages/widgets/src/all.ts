import './leaderboard.ts';
import './provider.ts';
