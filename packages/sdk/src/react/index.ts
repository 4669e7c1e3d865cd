export {
  EngagementProvider,
  type EngagementProviderProps,
  useBoard,
  useEngagement,
  useEngagementClient,
} from './react.ts';
