import { EngagementProvider } from './elements/provider/provider.ts';
import { define } from './internal/define.ts';

define('engagement-provider', EngagementProvider);
