import { protect } from './protect.ts';

/**
 * Lua for each of the edge's workers, which share nothing. `respond`s 429 to credentials from where too many have been
 * wrong; who has signed in by then tells in the end whether they were right.
 */
export const signInsScript = (name: string): string => `
local longest = 256
local known_for = 24 * 60 * 60 * 1000

-- forgets what has not been set for a whole span
local function memory()
  local young, old, since = {}, {}, 0
  local kept = {}

  function kept.turn(now, span)
    if now >= since and now - since < span then return end
    old = now >= since and now - since < 2 * span and young or {}
    young, since = {}, now
  end

  function kept.get(key)
    return young[key] or old[key]
  end

  function kept.set(key, value)
    young[key], old[key] = value, nil
  end

  return kept
end

local failures, known = memory(), memory()

-- failures are forgotten one after the other, \`limit\` of them in \`per\` milliseconds
local function count(key, limit, per, now)
  local entry = failures.get(key)
  if not entry then return 0 end
  return math.max(0, entry.count - math.max(0, now - entry.at) * limit / per)
end

local function milliseconds_to_wait(key, limit, per, now)
  return math.max(0, (count(key, limit, per, now) + 1 - limit) * per / limit)
end

local function add(key, limit, per, now)
  failures.set(key, { count = count(key, limit, per, now) + 1, at = now })
end

local function groups_of(text)
  local groups = {}
  for group in text:gmatch('[^:]+') do groups[#groups + 1] = group end
  return groups
end

local function network_of(address)
  local head, tail = address:match('^(.-)::(.*)$')
  local groups, behind = groups_of(head or address), groups_of(tail or '')
  while #groups + #behind < 8 do groups[#groups + 1] = '0' end
  for _, group in ipairs(behind) do groups[#groups + 1] = group end
  return table.concat(groups, ':', 1, 4)
end

-- an IPv4 address, or the /64 network of an IPv6 one: who has one address there has all of them
local function client_of(address)
  local inside = address:match('^%[(.+)%]')
  if not inside then return address:match('^[^:]+') end
  return inside:match('%d+%.%d+%.%d+%.%d+$') or network_of(inside)
end

-- enough to know credentials again, and nothing to sign in with
local function fingerprint(text)
  local hash = 5381
  for index = 1, #text do hash = (hash * 33 + text:byte(index)) % 140737488355328 end
  return string.format('%d', hash)
end

local function limits_of(handle)
  local context = handle:filterContext()
  return {
    service = 'service ' .. context:get('service'),
    failures = context:get('failures'),
    in_all = context:get('failures_in_all'),
    per = context:get('per'),
  }
end

function envoy_on_request(handle)
  local authorization = handle:headers():get('authorization')
  if not authorization then return end
  if #authorization > longest then
    -- hashing so much would take a time that tells whether there is such a user
    authorization = 'Basic Og=='
    handle:headers():replace('authorization', authorization)
  end
  local info, now, limits = handle:streamInfo(), handle:timestamp(), limits_of(handle)
  failures.turn(now, limits.per)
  known.turn(now, known_for)
  local client = client_of(info:downstreamRemoteAddress())
  local credentials = client .. ' ' .. fingerprint(authorization)
  if not known.get(credentials) then
    local wait = math.max(
      milliseconds_to_wait(client, limits.failures, limits.per, now),
      milliseconds_to_wait(limits.service, limits.in_all, limits.per, now)
    )
    if wait > 0 then
      handle:respond(
        { [':status'] = '429', ['retry-after'] = string.format('%d', math.ceil(wait / 1000)) },
        ''
      )
      return
    end
  end
  info:dynamicMetadata():set('${name}', 'client', client)
  info:dynamicMetadata():set('${name}', 'credentials', credentials)
end

function envoy_on_response(handle)
  local metadata = handle:streamInfo():dynamicMetadata()
  local attempt = metadata:get('${name}')
  if not attempt then return end
  if metadata:get('${protect}') then
    known.set(attempt.credentials, true)
    return
  end
  local now, limits = handle:timestamp(), limits_of(handle)
  add(attempt.client, limits.failures, limits.per, now)
  add(limits.service, limits.in_all, limits.per, now)
end
`;
