import type { Script } from '../../../../../platform/redis/link.ts';
import { SHARED } from './shared.ts';

/** Whether a projection is there and fits. Arguments: run, fingerprint. Replies `ok` or `absent`. */
export const CHECK: Script = {
  name: 'boardCheck',
  lua: `${SHARED}
return fits(redis.call('HGET', meta, 'live'), ARGV[1], ARGV[2]) and 'ok' or 'absent'
`,
};
