-- ARGV: 'subject' or 'provider_session', its name, now
local set = ARGV[1] == 'subject' and subject_key(ARGV[2]) or provider_session_key(ARGV[2])
local found = {}
for _, name in ipairs(redis.call('SMEMBERS', set)) do
  local key = session_key(name)
  if is_alive(key, ARGV[3]) and redis.call('HGET', key, ARGV[1]) == ARGV[2] then
    table.insert(found, { name, redis.call('HMGET', key, 'data', 'sealed', 'version', 'seen_at', 'expires_at') })
  else
    -- Ended by its time, or another's since.
    redis.call('SREM', set, name)
  end
end
return found
