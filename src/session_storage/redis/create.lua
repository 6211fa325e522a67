-- ARGV: session, now, data, expires_at
local key = session_key(ARGV[1])
if is_alive(key, ARGV[2]) then return 0 end
-- Not without need: after its first change a script is no longer refused for want of memory.
for _, remains in ipairs({ key, lease_key(ARGV[1]) }) do
  if redis.call('EXISTS', remains) == 1 then redis.call('DEL', remains) end
end
redis.call('HSET', key, 'data', ARGV[3], 'version', '0', 'seen_at', ARGV[2], 'expires_at', ARGV[4])
expire(key, ARGV[4])
return 1
