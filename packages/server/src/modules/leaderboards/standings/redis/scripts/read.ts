import type { Script } from '../../../../../platform/redis/link.ts';
import { SHARED } from './shared.ts';

/**
 * One look at a board. Arguments: run, fingerprint, segment, kind, how many, place or id, its score, then ids asked for.
 * Replies nothing when the projection has to be built, else
 * `[version, entries, first, better, scores, [member, score, …], [rank noted, …], [asked, …]]`: `first` is the place of
 * the first row counted from 0, and one row before it and one after are given too; `better` and `scores` count what is
 * better than it. Asked is nothing, or `[member, score, place, better, level, scores, rank noted, ahead]` with
 * `[score, better, scores]` of the next better score, or nothing.
 */
export const READ: Script = {
  name: 'boardRead',
  lua: `${SHARED}
local run, print, segment, kind, many = ARGV[1], ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5])
local state = redis.call('HMGET', meta, 'live', 'version', 'ranks')
local live, ranks = state[1], state[3]
if not fits(live, run, print) then return false end
local entries = whole(live, segment)
if not entries then return false end
local board, guard, scores = at(live, 's', segment), at(live, 'h', segment), at(live, 'd', segment)
local noted = ranks and at(ranks, 'r', segment)
if noted and redis.call('HLEN', noted) ~= tonumber(redis.call('HGET', meta, 'r:' .. ranks .. ':' .. segment) or '0') then
  return false
end

local function memberOf(id)
  local held = redis.call('HGET', guard, id)
  return held and #held > 7 and string.sub(held, 8) .. id
end

local function better(score)
  return redis.call('ZCOUNT', board, '-inf', '(' .. score), redis.call('ZCOUNT', scores, '-inf', '(' .. score)
end

local function level(score)
  return redis.call('ZCOUNT', board, score, score)
end

-- Lua's own comparison of strings follows the locale.
local function isAfter(a, b)
  for i = 1, math.min(#a, #b) do
    local x, y = string.byte(a, i), string.byte(b, i)
    if x ~= y then return x > y end
  end
  return #a > #b
end

-- How many members stand up to a place, whether or not one stands there now.
local function upTo(score, member)
  local low = better(score)
  local high = low + level(score)
  while low < high do
    local middle = math.floor((low + high) / 2)
    if isAfter(redis.call('ZRANGE', board, middle, middle)[1], member) then high = middle else low = middle + 1 end
  end
  return low
end

local first, last = 0, many
if kind == 'after' then
  first = upTo(ARGV[7], ARGV[6])
  last = first + many
elseif kind == 'around' then
  local member = memberOf(ARGV[6])
  if member then
    local rank = redis.call('ZRANK', board, member)
    first, last = math.max(0, rank - many), rank + many + 1
  else
    last = -1
  end
end
local rows = last < first and {} or redis.call('ZRANGE', board, math.max(0, first - 1), last, 'WITHSCORES')

local function ranksNoted(members)
  local ids = {}
  for i, member in ipairs(members) do ids[i] = string.sub(member, 9) end
  return noted and #ids > 0 and redis.call('HMGET', noted, unpack(ids)) or {}
end

local members, own = {}, first > 0 and 3 or 1
for i = 1, #rows, 2 do members[#members + 1] = rows[i] end
local ahead, aheadScores = 0, 0
if first > 0 and rows[own + 1] then ahead, aheadScores = better(rows[own + 1]) end

local asked = {}
for i = 8, #ARGV do
  local member = memberOf(ARGV[i])
  if member then
    local score = redis.call('ZSCORE', board, member)
    local count, distinct = better(score)
    local next = false
    if count > 0 then
      local above = redis.call('ZRANGE', board, count - 1, count - 1, 'WITHSCORES')[2]
      local aboveCount, aboveDistinct = better(above)
      next = { above, aboveCount, aboveDistinct }
    end
    local rank = ranksNoted({ member })[1] or false
    asked[#asked + 1] = { member, score, redis.call('ZRANK', board, member), count, level(score), distinct, rank, next }
  end
end
return { state[2], entries, first, ahead, aheadScores, rows, ranksNoted(members), asked }
`,
};
