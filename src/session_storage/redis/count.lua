-- ARGV: thing, now, when a window ends that begins now
local key = count_key(ARGV[1])
if is_alive(key, ARGV[2]) then return { redis.call('HINCRBY', key, 'number', 1), redis.call('HGET', key, 'expires_at') } end
clear(key)
redis.call('HSET', key, 'number', '1', 'expires_at', ARGV[3])
expire(key, ARGV[3])
return { 1, ARGV[3] }
