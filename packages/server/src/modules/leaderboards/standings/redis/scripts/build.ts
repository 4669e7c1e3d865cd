import type { Script } from '../../../../../platform/redis/link.ts';
import { APPLY, SHARED } from './shared.ts';

/** A build from which nothing has been heard for so long is taken to be dead. */
const SILENCE_MS = 10_000;

const MINE = `
local function beat(token)
  local now = redis.call('TIME')
  redis.call('HSET', meta, 'beat:' .. token, now[1] * 1000 + math.floor(now[2] / 1000))
end

local function mine(token)
  return redis.call('HGET', meta, 'building') == token
end
`;

/** From here on writers write to the new generation too. Arguments: run, fingerprint, token. Replies `ok` or `busy`. */
export const BEGIN: Script = {
  name: 'boardBegin',
  lua: `${SHARED}${MINE}
local run, print, token = ARGV[1], ARGV[2], ARGV[3]
local state = redis.call('HMGET', meta, 'building', 'live', 'ranks')
if state[1] then
  local now = redis.call('TIME')
  local heard = tonumber(redis.call('HGET', meta, 'beat:' .. state[1]) or '0')
  local silent = now[1] * 1000 + math.floor(now[2] / 1000) - heard
  if silent < ${SILENCE_MS} and fits(state[1], run, print) then return 'busy' end
  drop(state[1])
end
-- Ranks of another server may be of any age: the build brings new ones.
if not fits(state[2], run, print) then
  dropRanks(state[3])
  redis.call('HDEL', meta, 'ranks', 'ranksAt')
end
redis.call('HSET', meta, 'building', token, 'run:' .. token, run, 'print:' .. token, print)
beat(token)
return 'ok'
`,
};

/**
 * The snapshot has this version: whatever is older is in it or was undone before it. Arguments: token, version, dense.
 * Replies `ok`, or `lost` when the build is nobody's any more.
 */
export const BASE: Script = {
  name: 'boardBase',
  lua: `${SHARED}${APPLY}${MINE}
local token, base, dense = ARGV[1], tonumber(ARGV[2]), ARGV[3] ~= ''
if not mine(token) then return 'lost' end
redis.call('HSET', meta, 'base:' .. token, base)
local journal = meta .. ':' .. token .. ':journal'
local rows = redis.call('LRANGE', journal, 0, -1)
for i = 1, #rows, 3 do
  if tonumber(rows[i]) >= base then apply(token, rows[i + 1], tonumber(rows[i]), rows[i + 2], dense) end
end
redis.call('UNLINK', journal)
beat(token)
return 'ok'
`,
};

/** Rows of the snapshot. Arguments: token, version, dense, expiry, segment, rows. Replies `ok` or `lost`. */
export const LOAD: Script = {
  name: 'boardLoad',
  lua: `${SHARED}${APPLY}${MINE}
if not mine(ARGV[1]) then return 'lost' end
if not apply(ARGV[1], ARGV[5], tonumber(ARGV[2]), ARGV[6], ARGV[3] ~= '') then return 'lost' end
expire(ARGV[1], ARGV[5], ARGV[4])
beat(ARGV[1])
return 'ok'
`,
};

/** What was built is shown, at one instant. Arguments: token, version, expiry. Replies `ok` or `lost`. */
export const SWAP: Script = {
  name: 'boardSwap',
  lua: `${SHARED}${MINE}
local token, version, expiry = ARGV[1], tonumber(ARGV[2]), ARGV[3]
if not mine(token) then return 'lost' end
local state = redis.call('HMGET', meta, 'live', 'version')
redis.call('HSET', meta, 'live', token, 'version', math.max(version, tonumber(state[2] or '0')))
redis.call('HDEL', meta, 'building', 'beat:' .. token)
drop(state[1])
if expiry ~= '' then redis.call('PEXPIREAT', meta, expiry) end
return 'ok'
`,
};

/** Gives up a build. Arguments: token. */
export const ABANDON: Script = {
  name: 'boardAbandon',
  lua: `${SHARED}${MINE}
if not mine(ARGV[1]) then return 'lost' end
redis.call('HDEL', meta, 'building')
drop(ARGV[1])
return 'ok'
`,
};

/** Forgets a projection. */
export const DROP: Script = {
  name: 'boardDrop',
  lua: `${SHARED}
local state = redis.call('HMGET', meta, 'live', 'building', 'ranks')
drop(state[1])
drop(state[2])
dropRanks(state[3])
redis.call('UNLINK', meta)
return 'ok'
`,
};

/** Ranks that were noted, not shown yet. Arguments: token, expiry, segment, then id and rank in turn. */
export const LOAD_RANKS: Script = {
  name: 'boardLoadRanks',
  lua: `${SHARED}
if redis.call('HEXISTS', meta, 'live') + redis.call('HEXISTS', meta, 'building') == 0 then return 'lost' end
local token, expiry, segment = ARGV[1], ARGV[2], ARGV[3]
redis.call('HSET', at(token, 'r', segment), unpack(ARGV, 4))
redis.call('HSET', meta, 'r:' .. token .. ':' .. segment, redis.call('HLEN', at(token, 'r', segment)))
if expiry ~= '' then redis.call('PEXPIREAT', at(token, 'r', segment), expiry) end
return 'ok'
`,
};

/** Shows ranks in all segments at one instant, unless later ones are shown. Arguments: token, when they were noted. */
export const SWAP_RANKS: Script = {
  name: 'boardSwapRanks',
  lua: `${SHARED}
local state = redis.call('HMGET', meta, 'ranks', 'ranksAt')
if redis.call('HEXISTS', meta, 'live') + redis.call('HEXISTS', meta, 'building') == 0 then return 'lost' end
if tonumber(state[2] or '-1') > tonumber(ARGV[2]) then
  dropRanks(ARGV[1])
  return 'ok'
end
redis.call('HSET', meta, 'ranks', ARGV[1], 'ranksAt', ARGV[2])
dropRanks(state[1])
return 'ok'
`,
};
