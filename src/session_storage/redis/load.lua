-- ARGV: session, now
local key = session_key(ARGV[1])
if not is_alive(key, ARGV[2]) then return false end
return redis.call('HMGET', key, 'data', 'sealed', 'version', 'seen_at', 'expires_at')
