-- Ask for plates in no order: most are not in the server's memory.
local most = tonumber(os.getenv("PLATES"))
math.randomseed(os.time())
function request()
  return wrk.format("GET", "/bench/" .. math.random(0, most - 1))
end
