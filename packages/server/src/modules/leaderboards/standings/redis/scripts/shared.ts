/**
 * What the scripts share. All keys of a projection (one board in one period) begin with its meta key, whose hash tag
 * keeps them together:
 *
 *   meta                      which generation is live and which is being built, and what their keys must hold
 *   meta:<gen>:s:<segment>    the board: score (lower is better) and member, read ascending
 *   meta:<gen>:h:<segment>    the guard: id → version (7 bytes) and time reached (8 bytes; none when it was removed)
 *   meta:<gen>:d:<segment>    the distinct scores, for dense ranks
 *   meta:<gen>:c:<segment>    how many entries have each of them
 *   meta:<token>:r:<segment>  id → the rank that was noted
 *
 * The meta says how long each key must be, so that a key which was evicted or expired is never taken for an empty one.
 */
export const SHARED = `
local meta = KEYS[1]

local function at(gen, kind, segment)
  return meta .. ':' .. gen .. ':' .. kind .. ':' .. segment
end

-- How many entries a board has; nil when keys do not hold what the meta says.
local function whole(gen, segment)
  local held = redis.call('HMGET', meta, 'n:' .. gen .. ':' .. segment, 'd:' .. gen .. ':' .. segment)
  local entries, scores = tonumber(held[1] or '0'), tonumber(held[2] or '0')
  if redis.call('ZCARD', at(gen, 's', segment)) ~= entries then return nil end
  if redis.call('HLEN', at(gen, 'h', segment)) < entries then return nil end
  if redis.call('ZCARD', at(gen, 'd', segment)) ~= scores then return nil end
  return entries
end

local function fits(gen, run, print)
  if not gen then return false end
  local held = redis.call('HMGET', meta, 'run:' .. gen, 'print:' .. gen)
  return held[1] == run and held[2] == print
end

local function segments(prefix)
  local found = {}
  for _, field in ipairs(redis.call('HKEYS', meta)) do
    if string.sub(field, 1, #prefix) == prefix then found[#found + 1] = string.sub(field, #prefix + 1) end
  end
  return found
end

local function drop(gen)
  if not gen then return end
  for _, segment in ipairs(segments('n:' .. gen .. ':')) do
    redis.call('UNLINK', at(gen, 's', segment), at(gen, 'h', segment), at(gen, 'd', segment), at(gen, 'c', segment))
    redis.call('HDEL', meta, 'n:' .. gen .. ':' .. segment, 'd:' .. gen .. ':' .. segment)
  end
  redis.call('UNLINK', meta .. ':' .. gen .. ':journal')
  redis.call('HDEL', meta, 'run:' .. gen, 'print:' .. gen, 'base:' .. gen, 'beat:' .. gen)
end

local function dropRanks(token)
  if not token then return end
  for _, segment in ipairs(segments('r:' .. token .. ':')) do
    redis.call('UNLINK', at(token, 'r', segment))
    redis.call('HDEL', meta, 'r:' .. token .. ':' .. segment)
  end
end

local function expire(gen, segment, expiry)
  if expiry == '' then return end
  for _, kind in ipairs({ 's', 'h', 'd', 'c' }) do redis.call('PEXPIREAT', at(gen, kind, segment), expiry) end
end
`;

/**
 * Writes rows into one segment of a generation: each only if its version is not older than what is held. Rows are
 * packed as \`encodeRows\` packs them. Returns how many entries it changed, or nil when the generation is not whole.
 * What may be refused for want of memory is written first, so that all of it happens or nothing.
 */
export const APPLY = `
local CHUNK = 2000

local function countScores(gen, segment, moved)
  local scores, counts = at(gen, 'd', segment), at(gen, 'c', segment)
  for score, by in pairs(moved) do
    if by ~= 0 then
      local count = redis.call('HINCRBY', counts, score, by)
      if count == 0 then
        redis.call('HDEL', counts, score)
        redis.call('ZREM', scores, score)
      elseif count == by then
        redis.call('ZADD', scores, score, score)
      end
    end
  end
  redis.call('HSET', meta, 'd:' .. gen .. ':' .. segment, redis.call('ZCARD', scores))
end

local function apply(gen, segment, version, rows, dense)
  local entries = whole(gen, segment)
  if not entries then return nil end
  local board, guard = at(gen, 's', segment), at(gen, 'h', segment)
  local base = tonumber(redis.call('HGET', meta, 'base:' .. gen) or '0')
  local stamp = struct.pack('>I7', version)
  local place, changed = 1, 0
  while place <= #rows do
    local scores, times, ids, count, rowOf = {}, {}, {}, 0, {}
    while place <= #rows and count < CHUNK do
      local score, time, id
      score, time, id, place = struct.unpack('>Bc0c8I2c0', rows, place)
      -- What is held is looked up once for all rows: of two about one id only the later may count.
      local row = rowOf[id]
      if not row then
        count = count + 1
        row = count
        rowOf[id] = row
      end
      scores[row], times[row], ids[row] = score, time, id
    end
    local held = redis.call('HMGET', guard, unpack(ids))
    local put, puts, add, adds, gone, gones, old, olds = {}, 0, {}, 0, {}, 0, {}, 0
    local moved = {}
    for i = 1, count do
      local floor, member = base, nil
      if held[i] then
        floor = struct.unpack('>I7', held[i])
        if #held[i] > 7 then member = string.sub(held[i], 8) .. ids[i] end
      end
      if version >= floor then
        local shown = scores[i] ~= ''
        local new = shown and times[i] .. ids[i]
        put[puts + 1], put[puts + 2] = ids[i], shown and stamp .. times[i] or stamp
        puts = puts + 2
        if shown then
          add[adds + 1], add[adds + 2] = scores[i], new
          adds = adds + 2
          if not member then entries = entries + 1 end
          if dense then moved[scores[i]] = (moved[scores[i]] or 0) + 1 end
        elseif member then
          entries = entries - 1
        end
        if member then
          olds = olds + 1
          old[olds] = member
          if member ~= new then
            gones = gones + 1
            gone[gones] = member
          end
        end
      end
    end
    if dense and olds > 0 then
      for _, score in ipairs(redis.call('ZMSCORE', board, unpack(old))) do
        if score then moved[score] = (moved[score] or 0) - 1 end
      end
    end
    if puts > 0 then redis.call('HSET', guard, unpack(put)) end
    if adds > 0 then changed = changed + redis.call('ZADD', board, 'CH', unpack(add)) end
    if gones > 0 then changed = changed + redis.call('ZREM', board, unpack(gone)) end
    if dense then countScores(gen, segment, moved) end
  end
  redis.call('HSET', meta, 'n:' .. gen .. ':' .. segment, entries)
  return changed
end
`;
