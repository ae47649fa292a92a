-- Asks the members area whether a request may enter. docs/servers/apache.conf calls it for the
-- files and PHP pages of the old site. One function for each gate of lib/gates.ts.
local http = require "socket.http"

local product = "http://localhost:3000"
-- The path of OIDC_REDIRECT_URI. If it lies in a gated folder, it is still the members area's.
local vanity = "/legacy/vanity.php"
-- Seconds. The check may call NATS, which takes at most five.
http.TIMEOUT = 15

-- Removes identity headers that the browser sent, in the spellings that PHP reads as one. From
-- Authorization, PHP makes PHP_AUTH_USER: the member's name in old pages.
local function scrub(r)
  for name in pairs(r:headers_in_table()) do
    local plain = name:lower():gsub("[_.]", "-")
    for _, identity in ipairs { "^oidc%-", "remote%-user", "forwarded%-user", "authorization" } do
      if plain:find(identity) then r.headers_in[name] = nil end
    end
  end
end

-- mod_proxy leaves a request with the variable "no-proxy" to Apache's own folders. Nothing but an
-- answer of 204 sets it: all other requests go to the members area, which answers at the same
-- address with its sign-in, its 403 page or 401. If it is down, mod_proxy answers 503.
local function admit(r, gate)
  if r.uri == vanity then return apache2.DECLINED end
  local _, status, headers = http.request {
    url = product .. "/api/auth/check?claims=1&gate=" .. gate,
    headers = { host = r.headers_in.Host, cookie = r.headers_in.Cookie },
    redirect = false,
  }
  -- Where two <Location> blocks match, Apache calls the functions of both. Both must admit.
  if status ~= 204 or r.notes.members_refused then
    r.notes.members_refused = "yes"
    r.subprocess_env["no-proxy"] = nil
    return apache2.DECLINED
  end
  scrub(r)
  for name, value in pairs(headers) do
    local claim = name:match("^oidc%-claim%-(.+)$")
    if claim then r.subprocess_env["OIDC_CLAIM_" .. claim] = value end
  end
  if headers["x-remote-user"] then r.user = headers["x-remote-user"] end
  -- The check renews the cookie of a member who is busy with these files only.
  if headers["set-cookie"] then r.err_headers_out["Set-Cookie"] = headers["set-cookie"] end
  r.subprocess_env["no-proxy"] = "yes"
  return apache2.DECLINED
end

function members(r) return admit(r, "members") end
function full(r) return admit(r, "full") end
