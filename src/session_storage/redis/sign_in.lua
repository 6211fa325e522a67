-- ARGV: session, now, sealed, expires_at, subject, provider session or ''
local key = session_key(ARGV[1])
if not is_alive(key, ARGV[2]) then return 0 end
local former = indexes_of(key)
-- The indexes first: were one of them refused, nobody would be signed in whom nobody can sign out.
local indexes = { [subject_key(ARGV[5])] = true }
if ARGV[6] ~= '' then indexes[provider_session_key(ARGV[6])] = true end
for index in pairs(indexes) do
  redis.call('SADD', index, ARGV[1])
  keep_index(index, ARGV[4])
end
redis.call('HDEL', key, 'provider_session')
redis.call('HSET', key, 'sealed', ARGV[3], 'subject', ARGV[5], 'seen_at', ARGV[2], 'expires_at', ARGV[4])
if ARGV[6] ~= '' then redis.call('HSET', key, 'provider_session', ARGV[6]) end
redis.call('HINCRBY', key, 'version', 1)
expire(key, ARGV[4])
for _, index in ipairs(former) do
  if not indexes[index] then redis.pcall('SREM', index, ARGV[1]) end
end
return 1
