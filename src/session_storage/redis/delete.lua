-- ARGV: session, now
local key = session_key(ARGV[1])
local alive = is_alive(key, ARGV[2])
if alive then
  -- A damaged index keeps nobody from signing out.
  for _, index in ipairs(indexes_of(key)) do redis.pcall('SREM', index, ARGV[1]) end
end
redis.call('DEL', key, lease_key(ARGV[1]))
return alive and 1 or 0
