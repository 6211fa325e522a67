-- ARGV: session, now, holder, milliseconds
if not is_alive(session_key(ARGV[1]), ARGV[2]) then return 0 end
local key = lease_key(ARGV[1])
local holder = redis.call('GET', key)
if holder and holder ~= ARGV[3] then return 0 end
redis.call('SET', key, ARGV[3], 'PX', ARGV[4])
return 1
