export * from './leaderboard.ts';
export * from './provider.ts';
