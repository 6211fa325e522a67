-- ARGV: thing, holder, expires_at
local key = verification_key(ARGV[1])
clear(key)
redis.call('HSET', key, 'holder', ARGV[2], 'tries', '0', 'expires_at', ARGV[3])
expire(key, ARGV[3])
return 1
