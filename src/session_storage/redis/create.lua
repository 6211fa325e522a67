-- ARGV: session, now, data, expires_at
local key = session_key(ARGV[1])
if is_alive(key, ARGV[2]) then return 0 end
clear(key)
clear(lease_key(ARGV[1]))
redis.call('HSET', key, 'data', ARGV[3], 'version', '0', 'seen_at', ARGV[2], 'expires_at', ARGV[4])
expire(key, ARGV[4])
return 1
