import { connectRedis } from '../platform/redis/connect.ts';
import { type Finding, MAX_SKEW_MS, reasonOf } from './probes.ts';

const OLDEST = [6, 2] as const;

/** What Redis says of itself. It changes nothing. */
export async function probeRedis(url: string): Promise<Finding[]> {
  const client = connectRedis(url, { name: 'engagement-doctor', commandMs: 2000 });
  try {
    await new Promise((resolve, reject) => client.once('ready', resolve).once('error', reject));
    const info = fieldsOf(await client.info());
    const asked = Date.now();
    const [seconds, micros] = (await client.time()).map(Number) as [number, number];
    const skew = Math.round(Math.abs(seconds * 1000 + micros / 1000 - (asked + Date.now()) / 2));
    const [major = 0, minor = 0] = `${info.redis_version}`.split('.').map(Number);
    const isRecent = major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
    const policy = `${info.maxmemory_policy}`;
    const limit = info.maxmemory === '0' ? 'no memory limit' : `at most ${info.maxmemory_human}`;
    return [
      { name: 'Redis', ok: isRecent, detail: `Redis ${info.redis_version}; ${OLDEST.join('.')} or newer is needed` },
      {
        name: 'Redis memory',
        ok: policy === 'noeviction',
        detail: `${limit}, ${policy}${policy === 'noeviction' ? '' : ': boards that are evicted are built again and again; set noeviction'}`,
      },
      { name: 'Redis clock', ok: skew < MAX_SKEW_MS, detail: `${skew} ms from this machine's` },
    ];
  } catch (error) {
    return [{ name: 'Redis', ok: false, detail: `cannot be used: ${reasonOf(error)}` }];
  } finally {
    client.disconnect();
  }
}

function fieldsOf(info: string): Record<string, string> {
  const pairs = info.split('\r\n').map((line) => line.split(':'));
  return Object.fromEntries(pairs.map(([name, ...rest]) => [name, rest.join(':')]));
}
