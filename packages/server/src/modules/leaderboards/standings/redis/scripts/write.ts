import type { Script } from '../../../../../platform/redis/link.ts';
import { APPLY, SHARED } from './shared.ts';

/**
 * Writes what a commit came to, into the generation that is live and into the one that is being built. Until a build
 * knows which version its snapshot has, it keeps what comes in a journal.
 *
 * Arguments: run, fingerprint, version, dense (1 or empty), expiry (ms, or empty), then segment and rows in turn.
 * Replies `ok`, or `absent` when the rows are nowhere: the projection has to be built.
 */
export const WRITE: Script = {
  name: 'boardWrite',
  lua: `${SHARED}${APPLY}
local run, print, version, dense, expiry = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4] ~= '', ARGV[5]
local state = redis.call('HMGET', meta, 'live', 'building', 'version')
local live, building = state[1], state[2]
local kept = false

if fits(building, run, print) then
  kept = true
  local based = redis.call('HGET', meta, 'base:' .. building)
  for i = 6, #ARGV, 2 do
    if not based then
      redis.call('RPUSH', meta .. ':' .. building .. ':journal', ARGV[3], ARGV[i], ARGV[i + 1])
    elseif apply(building, ARGV[i], version, ARGV[i + 1], dense) then
      expire(building, ARGV[i], expiry)
    else
      drop(building)
      redis.call('HDEL', meta, 'building')
      kept = false
      break
    end
  end
end

if not fits(live, run, print) then return kept and 'ok' or 'absent' end
local changed = 0
for i = 6, #ARGV, 2 do
  local count = apply(live, ARGV[i], version, ARGV[i + 1], dense)
  if not count then
    drop(live)
    redis.call('HDEL', meta, 'live')
    return kept and 'ok' or 'absent'
  end
  changed = changed + count
  expire(live, ARGV[i], expiry)
end
-- An older version that comes late still makes another page, and pages are told apart by their versions.
local shown = tonumber(state[3] or '0')
if changed > 0 then redis.call('HSET', meta, 'version', math.max(version, shown + 1)) end
if expiry ~= '' then redis.call('PEXPIREAT', meta, expiry) end
return 'ok'
`,
};
