import { EngagementDevtools } from './elements/devtools/devtools.ts';
import { define } from './internal/define.ts';

define('engagement-devtools', EngagementDevtools);
