-- ARGV: session, now, version, sealed
local key = session_key(ARGV[1])
if not is_alive(key, ARGV[2]) then return 0 end
local known = redis.call('HMGET', key, 'version', 'sealed')
if known[1] ~= ARGV[3] or not known[2] then return 0 end
redis.call('HSET', key, 'sealed', ARGV[4])
redis.call('HINCRBY', key, 'version', 1)
return 1
