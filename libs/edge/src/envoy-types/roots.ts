/** What the edge's files hold: each of their resources is one of these. */
export const resources = [
  'envoy.config.cluster.v3.Cluster',
  'envoy.config.endpoint.v3.ClusterLoadAssignment',
  'envoy.config.listener.v3.Listener',
  'envoy.config.route.v3.RouteConfiguration',
  'envoy.config.route.v3.ScopedRouteConfiguration',
  'envoy.extensions.transport_sockets.tls.v3.Secret',
] as const;

/** What we put where Envoy takes any message; a line more gives the types of one more extension. */
export const extensions = [
  'envoy.config.overload.v3.ScaleTimersOverloadActionConfig',
  'envoy.config.route.v3.FilterConfig',
  'envoy.extensions.access_loggers.filters.cel.v3.ExpressionFilter',
  'envoy.extensions.access_loggers.stream.v3.StdoutAccessLog',
  'envoy.extensions.compression.brotli.compressor.v3.Brotli',
  'envoy.extensions.compression.gzip.compressor.v3.Gzip',
  'envoy.extensions.compression.zstd.compressor.v3.Zstd',
  'envoy.extensions.filters.http.basic_auth.v3.BasicAuth',
  'envoy.extensions.filters.http.basic_auth.v3.BasicAuthPerRoute',
  'envoy.extensions.filters.http.compressor.v3.Compressor',
  'envoy.extensions.filters.http.compressor.v3.CompressorPerRoute',
  'envoy.extensions.filters.http.ext_authz.v3.ExtAuthz',
  'envoy.extensions.filters.http.ext_authz.v3.ExtAuthzPerRoute',
  'envoy.extensions.filters.http.header_mutation.v3.HeaderMutation',
  'envoy.extensions.filters.http.header_mutation.v3.HeaderMutationPerRoute',
  'envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit',
  'envoy.extensions.filters.http.lua.v3.Lua',
  'envoy.extensions.filters.http.lua.v3.LuaPerRoute',
  'envoy.extensions.filters.http.rbac.v3.RBAC',
  'envoy.extensions.filters.http.rbac.v3.RBACPerRoute',
  'envoy.extensions.filters.http.router.v3.Router',
  'envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol',
  'envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
  'envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy',
  'envoy.extensions.http.early_header_mutation.header_mutation.v3.HeaderMutation',
  'envoy.extensions.http.original_ip_detection.xff.v3.XffConfig',
  'envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig',
  'envoy.extensions.resource_monitors.fixed_heap.v3.FixedHeapConfig',
  'envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate',
  'envoy.extensions.transport_sockets.proxy_protocol.v3.ProxyProtocolUpstreamTransport',
  'envoy.extensions.transport_sockets.quic.v3.QuicDownstreamTransport',
  'envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer',
  'envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext',
  'envoy.extensions.upstreams.http.v3.HttpProtocolOptions',
] as const;

/** What stands in a file by itself. */
export const documents = [
  'envoy.config.bootstrap.v3.Bootstrap',
  'envoy.service.discovery.v3.DiscoveryResponse',
] as const;

/** Packages that no field of ours leads to: expressions come as text. */
export const cut = ['google.api.expr.v1alpha1.'] as const;
