/**
 * What Redis does with a member's hash in one step, as Lua. The hash is each script's one key.
 *
 * A member's hash has these fields:
 * - `change`: the change that visits are told of
 * - `changed`, `shown`: since then they were told of so many
 * - `next`: the last change of a storm, of which they are told afterwards
 * - `username`, `named`: the hash of the username, and when NATS told it
 * - `all`: "at reason", visits begun until `at` are over
 * - `order`: a counter
 * - `v:VISIT`: "begun seen ends reason order", with "-" for an open visit
 * Times are seconds since 1970, by the clock of the server that asks.
 */
import { changeSeconds, maxChanges, maxVisits, seenSeconds } from "../limits";

/** Keys stay this much longer than what they hold, in seconds: clocks differ. */
export const spareSeconds = 300;
/** Clocks of servers differ by this at most, in seconds: an end reaches a visit begun "later". */
const skewSeconds = 5;

/** What scripts share: each begins with it. */
export const shared = `
local key = KEYS[1]
local function visit_of(text)
  local begun, seen, ends, reason, order = string.match(text, '^(%d+) (%d+) (%d+) (%S+) (%d+)$')
  return { begun = tonumber(begun), seen = tonumber(seen), ends = tonumber(ends), reason = reason, order = tonumber(order) }
end
local function text_of(visit)
  return table.concat({ visit.begun, visit.seen, visit.ends, visit.reason, visit.order }, ' ')
end
local function visits_of()
  local found = {}
  local fields = redis.call('HGETALL', key)
  for i = 1, #fields, 2 do
    if string.sub(fields[i], 1, 2) == 'v:' then
      local visit = visit_of(fields[i + 1])
      visit.field = fields[i]
      found[#found + 1] = visit
    end
  end
  table.sort(found, function(a, b)
    if a.begun ~= b.begun then return a.begun < b.begun end
    return a.order < b.order
  end)
  return found
end
local function is_open(visit, now, idle)
  return visit.reason == '-' and now < visit.ends and now < visit.seen + idle
end
local function keep(seconds)
  if redis.call('TTL', key) < seconds then redis.pcall('EXPIRE', key, seconds) end
end
local fault = ''
local function write(...)
  local answer = redis.pcall(...)
  if type(answer) == 'table' and answer.err then fault = string.match(answer.err, '^-?(%u+)') or 'ERR' end
  return answer
end
local function over_until(at, reason)
  local before = redis.call('HGET', key, 'all')
  if before and tonumber(string.match(before, '^%d+')) >= at then return end
  write('HSET', key, 'all', at .. ' ' .. reason)
end
local function is_change_due(now, changed)
  return math.abs(now - (tonumber(changed or '') or 0)) >= ${changeSeconds}
end
local function show_change(change, now)
  local changed, shown = unpack(redis.call('HMGET', key, 'changed', 'shown'))
  shown = tonumber(shown or '') or 0
  if is_change_due(now, changed) then changed, shown = now, 0 end
  if shown >= ${maxChanges} then
    write('HSET', key, 'next', change)
    return false
  end
  write('HSET', key, 'change', change, 'changed', changed, 'shown', shown + 1)
  write('HDEL', key, 'next')
  return true
end
local function end_above(limit, now, idle)
  local open, ended = {}, {}
  for _, visit in ipairs(visits_of()) do
    if is_open(visit, now, idle) then open[#open + 1] = visit end
  end
  for i = 1, #open - limit do
    open[i].reason = 'limit'
    write('HSET', key, open[i].field, text_of(open[i]))
    ended[open[i].field] = true
  end
  return ended
end
local function over_by_all(begun)
  local all = redis.call('HGET', key, 'all')
  if not all then return '-' end
  local at, reason = string.match(all, '^(%d+) (%S+)$')
  return begun <= tonumber(at) and reason or '-'
end
`;

/** A script, with what it takes and what it gives. */
export interface Script {
  readonly lua: string;
}

/**
 * Reads a visit, and notes it if it is unknown. Then ends the oldest open ones above the limit. So
 * it does if a visit counts again that had lapsed: only the gate saw it for a while. An old copy of
 * a cookie brings an old username, which is left out.
 * Takes visit, begun, ends, now, idle seconds, limit, "1" for a visit that begins, the hash of the
 * username or "", and when NATS told it. Gives reason or "-", change or "", 1 if the visit was
 * unknown, the hash of the former username, if it is another, and "" or why it could not write: a
 * full Redis reads.
 */
export const lookScript: Script = {
  lua: `${shared}
local id, begun, ends, now, idle, limit, begins, username =
  ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6]), ARGV[7], ARGV[8]
local told_at = tonumber(ARGV[9])
local field = 'v:' .. id
local held, change, next_change, former, named =
  unpack(redis.call('HMGET', key, field, 'change', 'next', 'username', 'named'))
local reason = '-'
if held then
  local visit = visit_of(held)
  reason = visit.reason
  local has_lapsed = reason == '-' and not is_open(visit, now, idle)
  if reason == '-' and now - visit.seen >= ${seenSeconds} then
    visit.seen = now
    write('HSET', key, field, text_of(visit))
  end
  if has_lapsed and end_above(limit, now, idle)[field] then reason = 'limit' end
else
  if begins ~= '1' then reason = over_by_all(begun) end
  local order = write('HINCRBY', key, 'order', 1)
  if type(order) ~= 'number' then order = 0 end
  write('HSET', key, field, text_of({ begun = begun, seen = now, ends = ends, reason = reason, order = order }))
  local visits = {}
  for _, visit in ipairs(visits_of()) do
    if visit.ends <= now then
      write('HDEL', key, visit.field)
    else
      visits[#visits + 1] = visit
    end
  end
  if end_above(limit, now, idle)[field] then reason = 'limit' end
  for i = 1, #visits - ${maxVisits} do
    write('HDEL', key, visits[i].field)
    over_until(visits[i].begun, 'limit')
  end
  keep(ends - now + ${spareSeconds})
end
if next_change and show_change(next_change, now) then change = next_change end
named = tonumber(named or '') or 0
local renamed = username ~= '' and former ~= username and told_at >= named
if renamed or (former == username and told_at > named) then
  write('HSET', key, 'username', username, 'named', told_at)
end
return { reason, change or '', held and 0 or 1, renamed and former or '', fault }`,
};

/**
 * Reads a visit, notes nothing. Takes visit, begun and now. Gives reason or "-", and change or "".
 */
export const peekScript: Script = {
  lua: `${shared}
local held, change, changed, next_change =
  unpack(redis.call('HMGET', key, 'v:' .. ARGV[1], 'change', 'changed', 'next'))
if next_change and is_change_due(tonumber(ARGV[3]), changed) then change = next_change end
local reason = held and visit_of(held).reason or over_by_all(tonumber(ARGV[2]))
return { reason, change or '' }`,
};

/** Ends a visit, known or not. Takes visit, begun, ends, now and the reason. */
export const endScript: Script = {
  lua: `${shared}
local field, begun, ends, now, reason = 'v:' .. ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5]
local held = redis.call('HGET', key, field)
local visit = held and visit_of(held) or { begun = begun, seen = now, ends = ends, reason = '-', order = 0 }
if visit.reason ~= '-' then return 0 end
visit.reason = reason
redis.call('HSET', key, field, text_of(visit))
keep(ends - now + ${spareSeconds})
return 1`,
};

/**
 * Ends the visits of a known member, or only one. Takes now, idle seconds, the reason, the visit or
 * "" for all, and the longest life of a session in seconds. A write that comes late has "1" as
 * well: it spares visits begun after `now`, and counts for a member whom Redis has lost.
 * Gives when each open one began, or nothing if the member is unknown.
 */
export const endAllScript: Script = {
  lua: `${shared}
local now, idle, reason, only, longest = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3], ARGV[4], tonumber(ARGV[5])
local late = ARGV[6] == '1'
local latest = late and now or now + ${skewSeconds}
if redis.call('EXISTS', key) == 0 and (only ~= '' or not late) then return false end
local ended = {}
for _, visit in ipairs(visits_of()) do
  if visit.reason == '-' and (only == '' or visit.field == 'v:' .. only) and visit.begun <= latest then
    if is_open(visit, now, idle) then ended[#ended + 1] = visit.begun end
    visit.reason = reason
    write('HSET', key, visit.field, text_of(visit))
  end
end
if only == '' then
  over_until(now, reason)
  keep(longest + ${spareSeconds})
end
if fault ~= '' then return redis.error_reply(fault .. ' not written') end
return ended`,
};

/**
 * Notes a change of a known member, once. Visits learn of it at once, or after a storm of changes.
 * Takes its name and now. Gives 1, or nothing for unknown members.
 */
export const changeScript: Script = {
  lua: `${shared}
if redis.call('EXISTS', key) == 0 then return false end
local told, waiting = unpack(redis.call('HMGET', key, 'change', 'next'))
if told ~= ARGV[1] and waiting ~= ARGV[1] then show_change(ARGV[1], tonumber(ARGV[2])) end
if fault ~= '' then return redis.error_reply(fault .. ' not written') end
return 1`,
};

/** Takes now and idle seconds. Gives begun and seen of each open visit, oldest first. */
export const visitsScript: Script = {
  lua: `${shared}
local told = {}
for _, visit in ipairs(visits_of()) do
  if is_open(visit, tonumber(ARGV[1]), tonumber(ARGV[2])) then
    told[#told + 1] = visit.begun
    told[#told + 1] = visit.seen
  end
end
return told`,
};
