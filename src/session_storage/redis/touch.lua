-- ARGV: session, now, expires_at
local key = session_key(ARGV[1])
if not is_alive(key, ARGV[2]) then return 0 end
redis.call('HSET', key, 'seen_at', ARGV[2], 'expires_at', ARGV[3])
expire(key, ARGV[3])
for _, index in ipairs(indexes_of(key)) do keep_index(index, ARGV[3]) end
return 1
