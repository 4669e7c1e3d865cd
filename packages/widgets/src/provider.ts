import { EngagementProvider } from './elements/provider/provider.ts';
import { define } from './internal/define.ts';

define('engagement-provider', EngagementProvider);

// with the class come the types of its tag
export { EngagementProvider };
