-- ARGV: thing, now, expires_at
local key = used_key(ARGV[1])
local until_then = redis.call('GET', key)
if until_then and tonumber(until_then) > tonumber(ARGV[2]) then return 0 end
redis.call('SET', key, ARGV[3])
expire(key, ARGV[3])
return 1
