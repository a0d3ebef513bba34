import type { Fault } from './fault.ts';

/** Dropped guards, swapped routes, missing flags, wrong numbers. */
export const faults: readonly Fault[] = [
  ...seed('filters/index.ts', {
    '  normalForm,\n  access,': '  access,',
    '  access,\n  limits,': '  limits,',
    '  limits,\n': '',
    '  blockedPaths,\n  maintenance,': '  maintenance,\n  blockedPaths,',
    '  maintenance,\n  pause,': '  pause,',
    '  pause,\n  signIns,': '  signIns,\n  pause,',
    '  escapedSlashes,\n  blockedPaths,': '  blockedPaths,',
    '  signIns,\n  basicAuth,': '  basicAuth,\n  signIns,',
    '  basicAuth,\n  authenticated,': '  authenticated,\n  basicAuth,',
    '  authenticated,\n  ...compress(),': '  ...compress(),',
  }),
  ...seed('filters/normal-form.ts', {
    "action: 'DENY'": "action: 'ALLOW'",
    '{ not_rule: path(wellFormed) }, ': '',
    ', path(ambiguous)': '',
  }),
  ...seed('filters/blocked-paths.ts', { 'status: 404': 'status: 200', '.toSorted()': '' }),
  ...seed('filters/basic-auth.ts', {
    "path.forwardAuthorization ? undefined : ['authorization']": 'undefined',
    'toSorted(mostSpecificFirst)': 'toSorted()',
    'b.path.length - a.path.length': 'a.path.length - b.path.length',
    '[name]: passwords(subject, path),': '',
    '...countedSignIns(subject),': '',
  }),
  ...seed('filters/authenticated.ts', {
    "action: 'DENY'": "action: 'LOG'",
    'not_id: oneOf(': 'not_id: oneOf([]) , ...oneOf(',
    'toSorted(byPath)': 'toReversed()',
  }),
  ...seed('filters/limits.ts', {
    'max_tokens: burst': 'max_tokens: requests',
    'fill_interval: duration(per)': "fill_interval: '1s'",
    'v6_prefix_mask_len: 64': 'v6_prefix_mask_len: 128',
    'always_consume_default_token_bucket: false': 'always_consume_default_token_bucket: true',
  }),
  ...seed('filters/access.ts', {
    "action: 'DENY'": "action: 'ALLOW'",
    'return [own, { remote_ip: mapped }]': 'return [own]',
  }),
  ...seed('filters/pause.ts', {
    'failure_mode_allow: true': 'failure_mode_allow: false',
    'clear_route_cache: true': 'clear_route_cache: false',
  }),
  ...seed('filters/router.ts', { 'suppress_envoy_headers: true': 'suppress_envoy_headers: false' }),
  ...seed('paths.ts', {
    "split('/').filter((segment) => segment !== '')": "split('/').slice(1)",
    '.join(rest + scripts)': '.join(rest)',
    'gap + alike(segment)': 'slash + alike(segment)',
  }),
  ...seed('early-headers.ts', {
    "    'x-envoy-',\n": '',
    "    'x-original-',\n": '',
    "    'x-http-method-override',\n": '',
    '`${prefix}.*`': 'prefix',
  }),
  ...seed('connection-manager.ts', {
    "headers_with_underscores_action: 'REJECT_REQUEST'": "headers_with_underscores_action: 'ALLOW'",
    'generate_request_id: true': 'generate_request_id: false',
    'always_set_request_id_in_response: true': 'always_set_request_id_in_response: false',
    "upgrade_configs: [{ upgrade_type: 'websocket' }],": '',
    "request_headers_timeout: '10s'": "request_headers_timeout: '0s'",
    "request_timeout: '0s'": "request_timeout: '5s'",
    "stream_idle_timeout: '300s'": "stream_idle_timeout: '3s'",
    "delayed_close_timeout: '60s',": '',
    'strip_trailing_host_dot: true,': '',
    '...errorPages(),': '',
    'override_stream_error_on_invalid_http_message: true':
      'override_stream_error_on_invalid_http_message: false',
  }),
  ...seed('client-address.ts', {
    'use_remote_address: true': 'use_remote_address: false',
    'proxies(plan) }, skip_xff_append: true': 'proxies(plan) }, skip_xff_append: false',
  }),
  ...seed('routes.ts', {
    'ignore_port_in_host_matching: true': 'ignore_port_in_host_matching: false',
    'validate_clusters: true': 'validate_clusters: false',
    '...forwardedHeaders,': '',
    'https_redirect: true': 'https_redirect: false',
    'status: 421': 'status: 404',
  }),
  ...seed('forward.ts', {
    "'GET|HEAD|OPTIONS'": "'GET|HEAD|OPTIONS|POST'",
    "timeout: '0s'": "timeout: '15s'",
    'destination.paused ? held(service) : {}': '{}',
    "'connect-failure,refused-stream,reset-before-request'": "'connect-failure,refused-stream,reset'",
    "overwrite('retry-after', '10')": '',
    'safely({ ...match, ...way.match })': 'safely(match)',
  }),
  ...seed('canary.ts', {
    'share(canary.release, weight), share(serving, buckets - weight)':
      'share(serving, weight), share(canary.release, buckets - weight)',
    'use_hash_policy: true': 'use_hash_policy: false',
    'HttpOnly; Secure': 'HttpOnly',
  }),
  ...seed('cluster.ts', {
    'ignore_health_on_host_removal: true': 'ignore_health_on_host_removal: false',
    'ignore_new_hosts_until_first_hc: true': 'ignore_new_hosts_until_first_hc: false',
    'healthy_panic_threshold: { value: 0 }': 'healthy_panic_threshold: { value: 50 }',
    'max_connections: 10_000': 'max_connections: 1024',
    'enforcing_consecutive_5xx: 0': 'enforcing_consecutive_5xx: 100',
    "!host.includes('*')": 'host !== name',
    'polledSource(plan': 'source(plan',
    "const connectTimeout = '0.4s'": "const connectTimeout = '5s'",
    "idle_timeout: '1s'": "idle_timeout: '4s'",
    'max_ejection_percent: 50': 'max_ejection_percent: 100',
  }),
  ...seed('health-check.ts', { 'reuse_connection: false': 'reuse_connection: true', 'end: 201': 'end: 600' }),
  ...seed('tls.ts', { "'TLSv1_2'": "'TLSv1_0'", "alpn_protocols: ['h2', 'http/1.1'],": '' }),
  ...seed('listener-parts.ts', {
    "transport_socket_connect_timeout: '10s',": '',
    'transport_socket: tlsSocket(plan),': '',
    'tcp_backlog_size: 4096,': '',
  }),
  ...seed('listener.ts', { '...frontListeners(plan),': '', '...chainMatch(plan, peer),': '' }),
  ...seed('front.ts', {
    "frontListener('http', http, front, httpChain(plan)),": '',
    "httpsChain(plan, 'client')": 'httpChain(plan)',
    'socket_address: { address, port_value: port }':
      "socket_address: { address: '0.0.0.0', port_value: port }",
    'freebind: true,': '',
    '...connectionBounds,': '',
    [`  listener_filters: [
    extension(
      'envoy.filters.listener.proxy_protocol',
      'envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol',
    ),
  ],
`]: '',
    'filter_chain_match: { direct_source_prefix_ranges: [cidrRange(`${from}/32`)] }, ': '',
    '/32`': '/24`',
  }),
  ...seed('balancer.ts', {
    'max_connect_attempts: 3,': '',
    "idle_timeout: '0s',": '',
    'health_checks: [healthCheck],': '',
    'outlier_detection: outlierDetection,': '',
    "version: 'V2'": "version: 'V1'",
    'node: { id: plan.name, cluster: plan.name },': '',
  }),
  ...seed('fragment.ts', {
    'live.releases.toSorted((a, b) => (a.release < b.release ? -1 : 1))': 'live.releases',
    '...(live.maintenance && { maintenance: live.maintenance }),': '',
    'paused: live.paused ?? false': 'paused: false',
    'sticky: service.sticky': "sticky: { cookie: 'client' }",
    'if (found) return found;': 'return found ?? live.releases[0] as LiveRelease;',
  }),
  ...seed('separate-parts.ts', {
    '.filter(([name]) => !isEndpointsFile(name))': '',
    '.sort(([a], [b]) => (a < b ? -1 : 1))': '',
    '.filter((name) => !there.has(name))': '',
    '[rest, [...new Set(missing)].sort()]': 'rest',
    ', ...clusters.map(hash)]': ']',
    'files[fileNames.httpsRoutes], files': 'files',
    '(?:cluster|name)': '(?:cluster)',
  }),
  ...seed('scope.ts', { "name: 'x-forwarded-proto'": "name: 'x-forwarded-host'" }),
  ...seed('gate.ts', { 'max_requests: 100_000, ': '' }),
  ...seed('bootstrap.ts', {
    'mode: 0o600': 'mode: 0o666',
    'memory * 0.8': 'memory * 1.2',
    'use_all_default_tags: true': 'use_all_default_tags: false',
  }),
  ...seed('edge.ts', {
    'refuseSharedClusters(known);': '',
    '...services, ...leaving.toSorted(byService)': '...services',
    'leaving.toSorted(byService)': 'leaving',
    'services.map(({ https }) => https)': 'services.map(({ http }) => http)',
    'services.map(({ http }) => withChallenges(http, challenges))': 'services.map(({ http }) => http)',
    'name === fileNames.httpsRoutes || isCertificateFile(name)': 'isCertificateFile(name)',
  }),
  ...seed('filters/escaped-slashes.ts', {
    "'[^?]*%2[Ff].*'": "'[^?]*%2F.*'",
    'status: 400': 'status: 404',
    '...unguarded(service),': '',
  }),
  ...seed('filters/compress.ts', {
    'uncompressible_response_codes: [206],': '',
    'weaken_etag_on_compress: true,': '',
    'min_content_length: 1024,': '',
    'all: [...assets, ...documents]': 'all: assets',
    '(library === gzip || compress.brotli)': 'true',
  }),
  ...seed('filters/sign-ins.ts', { 'Math.floor(limit / edge.concurrency)': 'limit' }),
  ...seed('filters/sign-ins-script.ts', {
    '+ 1 - limit': '- limit',
    'if not known.get(credentials) then': 'if true then',
    'if #authorization > longest then': 'if false then',
    'add(limits.service, limits.in_all, limits.per, now)': '',
  }),
  ...seed('error-pages.ts', { 'untouched(isGrpc),': '', 'headers_to_add: [notKept],': '' }),
  ...seed('own-pages.ts', { 'if (at < 0) return [[head, html]];': 'return [[head, html]];' }),
  ...seed('response-headers.ts', { 'addIfAbsent(name, literal(value))': 'addIfAbsent(name, value)' }),
  ...seed('access-log.ts', {
    '%PATH(NQ):1024%': '%REQ(:PATH)%',
    '%REQ(USER-AGENT):256%': '%REQ(AUTHORIZATION)%',
  }),
  ...seed('metrics.ts', {
    "exactly(':path', '/metrics')": '',
    "exactly(':method', 'GET'), ": '',
  }),
  ...seed('challenge.ts', {
    'host.domains.includes(challenge.host)': 'true',
    '[...ours.map(answer), ...(host.routes ?? [])]': '[...(host.routes ?? []), ...ours.map(answer)]',
  }),
  ...seed('transition.ts', {
    '{ ...both, ...otherFiles(current), ...both }, ': '',
    '{ ...both, ...next, ...both }, ': '',
    'isWanted(name) && isWhole(content)': 'isWanted(name)',
  }),
  ...seed('resource-file.ts', {
    'return version_info === contentHash(resources);': 'return version_info !== undefined;',
    "path: join(plan.edge.directory, file), poll_interval: '0.25s'": 'path: join(plan.edge.directory, file)',
  }),
  ...seed('last-good.ts', { 'Buffer.byteLength(content)': 'content.length' }),
  ...seed('admin.ts', {
    'count > (before.get(stat) ?? 0)': 'count >= (before.get(stat) ?? 0)',
    "reasons.length === 0 && health_status.eds_health_status === 'HEALTHY'": 'reasons.length === 0',
  }),
];

function seed(file: string, replacements: Readonly<Record<string, string>>): Fault[] {
  return Object.entries(replacements).map(([text, by]) => ({ file, text, by }));
}
