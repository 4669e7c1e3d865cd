import type { Script } from '../../../../../platform/redis/link.ts';
import { SHARED } from './shared.ts';

/**
 * What is held of some ids. Arguments: run, fingerprint, segment, dense, then ids. Replies nothing when the projection
 * is absent, else for each id `[guard, score, well counted, rank noted]`, and as the last one when ranks were noted.
 */
export const PROBE: Script = {
  name: 'boardProbe',
  lua: `${SHARED}
local run, print, segment, dense = ARGV[1], ARGV[2], ARGV[3], ARGV[4] ~= ''
local state = redis.call('HMGET', meta, 'live', 'ranks', 'ranksAt')
local live, ranks = state[1], state[2]
if not fits(live, run, print) or not whole(live, segment) then return false end
local board, guard, counts, scores = at(live, 's', segment), at(live, 'h', segment), at(live, 'c', segment), at(live, 'd', segment)
local found = {}
for i = 5, #ARGV do
  local id = ARGV[i]
  local held = redis.call('HGET', guard, id)
  local score = held and #held > 7 and redis.call('ZSCORE', board, string.sub(held, 8) .. id)
  local counted = 1
  if dense and score then
    local count = redis.call('ZCOUNT', board, score, score)
    if tonumber(redis.call('HGET', counts, score) or '0') ~= count then counted = 0 end
    if redis.call('ZSCORE', scores, score) ~= score then counted = 0 end
  end
  local rank = ranks and redis.call('HGET', at(ranks, 'r', segment), id)
  found[#found + 1] = { held, score, counted, rank or false }
end
found[#found + 1] = state[3]
return found
`,
};

/**
 * A page of the ids that have an entry. Arguments: run, fingerprint, segment, cursor. Replies nothing when the
 * projection is absent, else `[cursor, [id, guard, …], how many distinct scores nobody has]`.
 */
export const LIST: Script = {
  name: 'boardList',
  lua: `${SHARED}
local live = redis.call('HGET', meta, 'live')
if not fits(live, ARGV[1], ARGV[2]) then return false end
local segment = ARGV[3]
local page = redis.call('HSCAN', at(live, 'h', segment), ARGV[4], 'COUNT', 1000)
local shown = {}
for i = 1, #page[2], 2 do
  if #page[2][i + 1] > 7 then
    shown[#shown + 1] = page[2][i]
    shown[#shown + 1] = page[2][i + 1]
  end
end
local surplus = 0
if ARGV[4] == '0' then
  surplus = math.abs(redis.call('ZCARD', at(live, 'd', segment)) - redis.call('HLEN', at(live, 'c', segment)))
end
return { page[1], shown, surplus }
`,
};

/**
 * A page of the members of a segment's board. Arguments: run, fingerprint, segment, cursor. Replies nothing when the
 * projection is absent, else `[cursor, how many of them no guard names]`: no write would ever meet those again.
 */
export const STRAYS: Script = {
  name: 'boardStrays',
  lua: `${SHARED}
local live = redis.call('HGET', meta, 'live')
if not fits(live, ARGV[1], ARGV[2]) then return false end
local segment = ARGV[3]
local page = redis.call('ZSCAN', at(live, 's', segment), ARGV[4], 'COUNT', 1000)
local guard, strays = at(live, 'h', segment), 0
for i = 1, #page[2], 2 do
  local member = page[2][i]
  local held = redis.call('HGET', guard, string.sub(member, 9))
  if not held or string.sub(held, 8) ~= string.sub(member, 1, 8) then strays = strays + 1 end
end
return { page[1], strays }
`,
};

/** The segments that are held. Arguments: run, fingerprint. */
export const SEGMENTS: Script = {
  name: 'boardSegments',
  lua: `${SHARED}
local live = redis.call('HGET', meta, 'live')
if not fits(live, ARGV[1], ARGV[2]) then return false end
return segments('n:' .. live .. ':')
`,
};
