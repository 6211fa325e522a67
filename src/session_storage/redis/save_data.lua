-- ARGV: session, now, data, expires_at
local key = session_key(ARGV[1])
if not is_alive(key, ARGV[2]) then return 0 end
redis.call('HSET', key, 'data', ARGV[3])
if redis.call('HEXISTS', key, 'sealed') == 0 then
  redis.call('HSET', key, 'expires_at', ARGV[4])
  expire(key, ARGV[4])
end
return 1
