-- What the scripts share. A session is a hash; a set for each subject and each session at the provider names those that
-- belong to it. A count is a hash, and so is a verification. Keys hold hashes in hex, so that no name from outside becomes part of one.
--
-- By the caller's clock (`now`) all has ended at its `expires_at`; the server forgets it MARGIN seconds later, so
-- that a server whose clock is ahead ends none early, and forgets nothing that may be used once too soon.
local MARGIN = 60

local function session_key(name) return 'logto:session:' .. name end
local function lease_key(name) return 'logto:lease:' .. name end
local function subject_key(name) return 'logto:subject:' .. name end
local function provider_session_key(name) return 'logto:provider_session:' .. name end
local function used_key(name) return 'logto:used:' .. name end
local function count_key(name) return 'logto:count:' .. name end
local function verification_key(name) return 'logto:verification:' .. name end

-- Whether there is a session, a count or a verification. What cannot be read is none.
local function is_alive(key, now)
  local expires_at = redis.pcall('HGET', key, 'expires_at')
  if type(expires_at) ~= 'string' then return false end
  expires_at = tonumber(expires_at)
  return expires_at ~= nil and expires_at > tonumber(now)
end

-- Not without need: after its first change a script is no longer refused for want of memory.
local function clear(key)
  if redis.call('EXISTS', key) == 1 then redis.call('DEL', key) end
end

-- Whether the verification is there, and this holder's.
local function is_held(key, holder, now)
  return is_alive(key, now) and redis.call('HGET', key, 'holder') == holder
end

local function expire(key, expires_at)
  redis.call('EXPIREAT', key, string.format('%.0f', tonumber(expires_at) + MARGIN))
end

-- An index lives as long as the longest of its sessions.
local function keep_index(key, expires_at)
  local remaining = tonumber(expires_at) + MARGIN - tonumber(redis.call('TIME')[1])
  local kept = redis.call('TTL', key)
  if kept == -1 or kept < remaining then expire(key, expires_at) end
end

local function indexes_of(key)
  local names = redis.call('HMGET', key, 'subject', 'provider_session')
  local indexes = {}
  if names[1] then table.insert(indexes, subject_key(names[1])) end
  if names[2] then table.insert(indexes, provider_session_key(names[2])) end
  return indexes
end
