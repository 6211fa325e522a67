-- ARGV: session, holder
local key = lease_key(ARGV[1])
if redis.call('GET', key) == ARGV[2] then redis.call('DEL', key) end
return 1
