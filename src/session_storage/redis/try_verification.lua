-- ARGV: thing, now, holder
local key = verification_key(ARGV[1])
if not is_held(key, ARGV[3], ARGV[2]) then return false end
return redis.call('HINCRBY', key, 'tries', 1)
