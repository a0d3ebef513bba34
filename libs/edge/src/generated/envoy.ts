// Written by `npx nx run edge:types` from the definitions in the Envoy binary.

/** Seconds with a unit: `0.1s`. */
export type Duration = `${number}s`;

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [name: string]: Json;
}

/** One of these fields and none of the others. */
export type OneOf<Fields> = {
  [Name in keyof Fields]: Pick<Fields, Name> & { readonly [Other in Exclude<keyof Fields, Name>]?: never };
}[keyof Fields];

export type AtMostOneOf<Fields> = OneOf<Fields> | { readonly [Name in keyof Fields]?: never };

/** A message with the name of its type. */
export type Any = { [Type in keyof Packed]: PackedAs<Type> }[keyof Packed];

export type PackedAs<Type extends keyof Packed> = Packed[Type] & {
  readonly '@type': `type.googleapis.com/${Type}`;
};

/** What is packed into Any, by full name. */
export interface Packed {
  readonly 'envoy.config.cluster.v3.Cluster': Cluster;
  readonly 'envoy.config.endpoint.v3.ClusterLoadAssignment': ClusterLoadAssignment;
  readonly 'envoy.config.listener.v3.Listener': Listener;
  readonly 'envoy.config.route.v3.RouteConfiguration': RouteConfiguration;
  readonly 'envoy.config.route.v3.ScopedRouteConfiguration': ScopedRouteConfiguration;
  readonly 'envoy.extensions.transport_sockets.tls.v3.Secret': Secret;
  readonly 'envoy.config.overload.v3.ScaleTimersOverloadActionConfig': ScaleTimersOverloadActionConfig;
  readonly 'envoy.config.route.v3.FilterConfig': FilterConfig;
  readonly 'envoy.extensions.access_loggers.filters.cel.v3.ExpressionFilter': ExpressionFilter;
  readonly 'envoy.extensions.access_loggers.stream.v3.StdoutAccessLog': StdoutAccessLog;
  readonly 'envoy.extensions.compression.brotli.compressor.v3.Brotli': Brotli;
  readonly 'envoy.extensions.compression.gzip.compressor.v3.Gzip': Gzip;
  readonly 'envoy.extensions.compression.zstd.compressor.v3.Zstd': Zstd;
  readonly 'envoy.extensions.filters.http.basic_auth.v3.BasicAuth': BasicAuth;
  readonly 'envoy.extensions.filters.http.basic_auth.v3.BasicAuthPerRoute': BasicAuthPerRoute;
  readonly 'envoy.extensions.filters.http.compressor.v3.Compressor': Compressor;
  readonly 'envoy.extensions.filters.http.compressor.v3.CompressorPerRoute': CompressorPerRoute;
  readonly 'envoy.extensions.filters.http.ext_authz.v3.ExtAuthz': ExtAuthz;
  readonly 'envoy.extensions.filters.http.ext_authz.v3.ExtAuthzPerRoute': ExtAuthzPerRoute;
  readonly 'envoy.extensions.filters.http.header_mutation.v3.HeaderMutation': ExtensionsFiltersHttpHeaderMutationHeaderMutation;
  readonly 'envoy.extensions.filters.http.header_mutation.v3.HeaderMutationPerRoute': HeaderMutationPerRoute;
  readonly 'envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit': LocalRateLimit;
  readonly 'envoy.extensions.filters.http.lua.v3.Lua': Lua;
  readonly 'envoy.extensions.filters.http.lua.v3.LuaPerRoute': LuaPerRoute;
  readonly 'envoy.extensions.filters.http.rbac.v3.RBAC': ExtensionsFiltersHttpRbacRBAC;
  readonly 'envoy.extensions.filters.http.rbac.v3.RBACPerRoute': RBACPerRoute;
  readonly 'envoy.extensions.filters.http.router.v3.Router': Router;
  readonly 'envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol': ProxyProtocol;
  readonly 'envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager': HttpConnectionManager;
  readonly 'envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy': TcpProxy;
  readonly 'envoy.extensions.http.early_header_mutation.header_mutation.v3.HeaderMutation': ExtensionsHttpEarlyHeaderMutationHeaderMutationHeaderMutation;
  readonly 'envoy.extensions.http.original_ip_detection.xff.v3.XffConfig': XffConfig;
  readonly 'envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig': DownstreamConnectionsConfig;
  readonly 'envoy.extensions.resource_monitors.fixed_heap.v3.FixedHeapConfig': FixedHeapConfig;
  readonly 'envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate': PreviousHostsPredicate;
  readonly 'envoy.extensions.transport_sockets.proxy_protocol.v3.ProxyProtocolUpstreamTransport': ProxyProtocolUpstreamTransport;
  readonly 'envoy.extensions.transport_sockets.quic.v3.QuicDownstreamTransport': QuicDownstreamTransport;
  readonly 'envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer': RawBuffer;
  readonly 'envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext': DownstreamTlsContext;
  readonly 'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': ExtensionsUpstreamsHttpHttpProtocolOptions;
}

/** envoy.config.accesslog.v3.AccessLog */
export interface AccessLog {
  readonly name?: string;
  readonly filter?: AccessLogFilter;
  readonly typed_config?: Any;
}

/** envoy.config.accesslog.v3.AccessLogFilter */
export type AccessLogFilter = OneOf<{
  readonly status_code_filter: StatusCodeFilter;
  readonly duration_filter: DurationFilter;
  readonly not_health_check_filter: NotHealthCheckFilter;
  readonly traceable_filter: TraceableFilter;
  readonly runtime_filter: RuntimeFilter;
  readonly and_filter: AndFilter;
  readonly or_filter: OrFilter;
  readonly header_filter: HeaderFilter;
  readonly response_flag_filter: ResponseFlagFilter;
  readonly grpc_status_filter: GrpcStatusFilter;
  readonly extension_filter: ExtensionFilter;
  readonly metadata_filter: MetadataFilter;
  readonly log_type_filter: LogTypeFilter;
}>;

/** envoy.config.accesslog.v3.AndFilter */
export interface AndFilter {
  readonly filters: readonly AccessLogFilter[];
}

/** envoy.config.accesslog.v3.ComparisonFilter */
export interface ComparisonFilter {
  readonly op?: ComparisonFilterOp;
  readonly value: RuntimeUInt32;
}

/** envoy.config.accesslog.v3.ComparisonFilter.Op */
export type ComparisonFilterOp = 'EQ' | 'GE' | 'LE' | 'NE';

/** envoy.config.accesslog.v3.DurationFilter */
export interface DurationFilter {
  readonly comparison: ComparisonFilter;
}

/** envoy.config.accesslog.v3.ExtensionFilter */
export interface ExtensionFilter {
  readonly name?: string;
  readonly typed_config?: Any;
}

/** envoy.config.accesslog.v3.GrpcStatusFilter */
export interface GrpcStatusFilter {
  readonly statuses?: readonly GrpcStatusFilterStatus[];
  readonly exclude?: boolean;
}

/** envoy.config.accesslog.v3.GrpcStatusFilter.Status */
export type GrpcStatusFilterStatus = 'OK' | 'CANCELED' | 'UNKNOWN' | 'INVALID_ARGUMENT' | 'DEADLINE_EXCEEDED' | 'NOT_FOUND' | 'ALREADY_EXISTS' | 'PERMISSION_DENIED' | 'RESOURCE_EXHAUSTED' | 'FAILED_PRECONDITION' | 'ABORTED' | 'OUT_OF_RANGE' | 'UNIMPLEMENTED' | 'INTERNAL' | 'UNAVAILABLE' | 'DATA_LOSS' | 'UNAUTHENTICATED';

/** envoy.config.accesslog.v3.HeaderFilter */
export interface HeaderFilter {
  readonly header: HeaderMatcher;
}

/** envoy.config.accesslog.v3.LogTypeFilter */
export interface LogTypeFilter {
  readonly types?: readonly AccessLogType[];
  readonly exclude?: boolean;
}

/** envoy.config.accesslog.v3.MetadataFilter */
export interface MetadataFilter {
  readonly matcher?: MetadataMatcher;
  readonly match_if_key_not_found?: boolean;
}

/** envoy.config.accesslog.v3.NotHealthCheckFilter */
export interface NotHealthCheckFilter {}

/** envoy.config.accesslog.v3.OrFilter */
export interface OrFilter {
  readonly filters: readonly AccessLogFilter[];
}

/** envoy.config.accesslog.v3.ResponseFlagFilter */
export interface ResponseFlagFilter {
  readonly flags?: readonly string[];
}

/** envoy.config.accesslog.v3.RuntimeFilter */
export interface RuntimeFilter {
  readonly runtime_key: string;
  readonly percent_sampled?: FractionalPercent;
  readonly use_independent_randomness?: boolean;
}

/** envoy.config.accesslog.v3.StatusCodeFilter */
export interface StatusCodeFilter {
  readonly comparison: ComparisonFilter;
}

/** envoy.config.accesslog.v3.TraceableFilter */
export interface TraceableFilter {}

/** envoy.config.bootstrap.v3.Admin */
export interface Admin {
  readonly access_log?: readonly AccessLog[];
  readonly profile_path?: string;
  readonly address?: Address;
  readonly socket_options?: readonly SocketOption[];
  readonly ignore_global_conn_limit?: boolean;
  readonly allow_paths?: readonly TypeMatcherStringMatcher[];
}

/** envoy.config.bootstrap.v3.Bootstrap */
export interface Bootstrap {
  readonly node?: Node;
  readonly node_context_params?: readonly string[];
  readonly static_resources?: BootstrapStaticResources;
  readonly dynamic_resources?: BootstrapDynamicResources;
  readonly cluster_manager?: ClusterManager;
  readonly hds_config?: ApiConfigSource;
  readonly flags_path?: string;
  readonly stats_sinks?: readonly StatsSink[];
  readonly deferred_stat_options?: BootstrapDeferredStatOptions;
  readonly stats_config?: StatsConfig;
  readonly stats_flush_interval?: Duration;
  readonly stats_flush_on_admin?: boolean;
  readonly stats_eviction_interval?: Duration;
  readonly watchdogs?: Watchdogs;
  readonly layered_runtime?: LayeredRuntime;
  readonly admin?: Admin;
  readonly overload_manager?: OverloadManager;
  readonly enable_dispatcher_stats?: boolean;
  readonly header_prefix?: string;
  readonly stats_server_version_override?: number;
  readonly typed_dns_resolver_config?: ConfigCoreTypedExtensionConfig;
  readonly bootstrap_extensions?: readonly ConfigCoreTypedExtensionConfig[];
  readonly fatal_actions?: readonly FatalAction[];
  readonly config_sources?: readonly ConfigSource[];
  readonly default_config_source?: ConfigSource;
  readonly default_socket_interface?: string;
  readonly certificate_provider_instances?: Readonly<Record<string, ConfigCoreTypedExtensionConfig>>;
  readonly inline_headers?: readonly CustomInlineHeader[];
  readonly perf_tracing_file_path?: string;
  readonly default_regex_engine?: ConfigCoreTypedExtensionConfig;
  readonly xds_delegate_extension?: ConfigCoreTypedExtensionConfig;
  readonly xds_config_tracker_extension?: ConfigCoreTypedExtensionConfig;
  readonly listener_manager?: ConfigCoreTypedExtensionConfig;
  readonly application_log_config?: BootstrapApplicationLogConfig;
  readonly grpc_async_client_manager_config?: BootstrapGrpcAsyncClientManagerConfig;
  readonly memory_allocator_manager?: MemoryAllocatorManager;
  readonly enable_worker_cpu_affinity?: boolean;
}

/** envoy.config.bootstrap.v3.Bootstrap.ApplicationLogConfig */
export interface BootstrapApplicationLogConfig {
  readonly log_format?: BootstrapApplicationLogConfigLogFormat;
}

/** envoy.config.bootstrap.v3.Bootstrap.ApplicationLogConfig.LogFormat */
export type BootstrapApplicationLogConfigLogFormat = OneOf<{
  readonly json_format: JsonObject;
  readonly text_format: string;
}>;

/** envoy.config.bootstrap.v3.Bootstrap.DeferredStatOptions */
export interface BootstrapDeferredStatOptions {
  readonly enable_deferred_creation_stats?: boolean;
}

/** envoy.config.bootstrap.v3.Bootstrap.DynamicResources */
export interface BootstrapDynamicResources {
  readonly lds_config?: ConfigSource;
  readonly lds_resources_locator?: string;
  readonly cds_config?: ConfigSource;
  readonly cds_resources_locator?: string;
  readonly ads_config?: ApiConfigSource;
}

/** envoy.config.bootstrap.v3.Bootstrap.GrpcAsyncClientManagerConfig */
export interface BootstrapGrpcAsyncClientManagerConfig {
  readonly max_cached_entry_idle_duration?: Duration;
}

/** envoy.config.bootstrap.v3.Bootstrap.StaticResources */
export interface BootstrapStaticResources {
  readonly listeners?: readonly Listener[];
  readonly clusters?: readonly Cluster[];
  readonly secrets?: readonly Secret[];
}

/** envoy.config.bootstrap.v3.ClusterManager */
export interface ClusterManager {
  readonly local_cluster_name?: string;
  readonly outlier_detection?: ClusterManagerOutlierDetection;
  readonly upstream_bind_config?: BindConfig;
  readonly load_stats_config?: ApiConfigSource;
  readonly enable_deferred_cluster_creation?: boolean;
}

/** envoy.config.bootstrap.v3.ClusterManager.OutlierDetection */
export interface ClusterManagerOutlierDetection {
  readonly event_log_path?: string;
  readonly event_service?: EventServiceConfig;
}

/** envoy.config.bootstrap.v3.CustomInlineHeader */
export interface CustomInlineHeader {
  readonly inline_header_name: string;
  readonly inline_header_type?: CustomInlineHeaderInlineHeaderType;
}

/** envoy.config.bootstrap.v3.CustomInlineHeader.InlineHeaderType */
export type CustomInlineHeaderInlineHeaderType = 'REQUEST_HEADER' | 'REQUEST_TRAILER' | 'RESPONSE_HEADER' | 'RESPONSE_TRAILER';

/** envoy.config.bootstrap.v3.FatalAction */
export interface FatalAction {
  readonly config?: ConfigCoreTypedExtensionConfig;
}

/** envoy.config.bootstrap.v3.LayeredRuntime */
export interface LayeredRuntime {
  readonly layers?: readonly RuntimeLayer[];
}

/** envoy.config.bootstrap.v3.MemoryAllocatorManager */
export interface MemoryAllocatorManager {
  readonly bytes_to_release?: number;
  readonly memory_release_interval?: Duration;
  readonly soft_memory_limit_bytes?: number;
  readonly max_per_cpu_cache_size_bytes?: number;
  readonly max_unfreed_memory_bytes?: number;
}

/** envoy.config.bootstrap.v3.RuntimeLayer */
export type RuntimeLayer = {
  readonly name: string;
} & OneOf<{
  readonly static_layer: JsonObject;
  readonly disk_layer: RuntimeLayerDiskLayer;
  readonly admin_layer: RuntimeLayerAdminLayer;
  readonly rtds_layer: RuntimeLayerRtdsLayer;
}>;

/** envoy.config.bootstrap.v3.RuntimeLayer.AdminLayer */
export interface RuntimeLayerAdminLayer {}

/** envoy.config.bootstrap.v3.RuntimeLayer.DiskLayer */
export interface RuntimeLayerDiskLayer {
  readonly symlink_root?: string;
  readonly subdirectory?: string;
  readonly append_service_cluster?: boolean;
}

/** envoy.config.bootstrap.v3.RuntimeLayer.RtdsLayer */
export interface RuntimeLayerRtdsLayer {
  readonly name?: string;
  readonly rtds_config?: ConfigSource;
}

/** envoy.config.bootstrap.v3.Watchdog */
export interface Watchdog {
  readonly actions?: readonly WatchdogWatchdogAction[];
  readonly miss_timeout?: Duration;
  readonly megamiss_timeout?: Duration;
  readonly kill_timeout?: Duration;
  readonly max_kill_timeout_jitter?: Duration;
  readonly multikill_timeout?: Duration;
  readonly multikill_threshold?: Percent;
}

/** envoy.config.bootstrap.v3.Watchdog.WatchdogAction */
export interface WatchdogWatchdogAction {
  readonly config?: ConfigCoreTypedExtensionConfig;
  readonly event?: WatchdogWatchdogActionWatchdogEvent;
}

/** envoy.config.bootstrap.v3.Watchdog.WatchdogAction.WatchdogEvent */
export type WatchdogWatchdogActionWatchdogEvent = 'UNKNOWN' | 'KILL' | 'MULTIKILL' | 'MEGAMISS' | 'MISS';

/** envoy.config.bootstrap.v3.Watchdogs */
export interface Watchdogs {
  readonly main_thread_watchdog?: Watchdog;
  readonly worker_watchdog?: Watchdog;
}

/** envoy.config.cluster.v3.CircuitBreakers */
export interface CircuitBreakers {
  readonly thresholds?: readonly CircuitBreakersThresholds[];
  readonly per_host_thresholds?: readonly CircuitBreakersThresholds[];
}

/** envoy.config.cluster.v3.CircuitBreakers.Thresholds */
export interface CircuitBreakersThresholds {
  readonly priority?: RoutingPriority;
  readonly max_connections?: number;
  readonly max_pending_requests?: number;
  readonly max_requests?: number;
  readonly max_retries?: number;
  readonly retry_budget?: CircuitBreakersThresholdsRetryBudget;
  readonly track_remaining?: boolean;
  readonly max_connection_pools?: number;
}

/** envoy.config.cluster.v3.CircuitBreakers.Thresholds.RetryBudget */
export interface CircuitBreakersThresholdsRetryBudget {
  readonly budget_percent?: Percent;
  readonly budget_interval?: Duration;
  readonly min_retry_concurrency?: number;
}

/** envoy.config.cluster.v3.Cluster */
export type Cluster = {
  readonly transport_socket_matches?: readonly ClusterTransportSocketMatch[];
  readonly transport_socket_matcher?: Matcher;
  readonly name: string;
  readonly alt_stat_name?: string;
  readonly stats_matcher?: StatsMatcher;
  readonly eds_cluster_config?: ClusterEdsClusterConfig;
  readonly connect_timeout?: Duration;
  readonly per_connection_buffer_limit_bytes?: number;
  readonly per_connection_buffer_high_watermark_timeout?: Duration;
  readonly lb_policy?: ClusterLbPolicy;
  readonly load_assignment?: ClusterLoadAssignment;
  readonly health_checks?: readonly HealthCheck[];
  readonly circuit_breakers?: CircuitBreakers;
  readonly typed_extension_protocol_options?: Readonly<Record<string, Any>>;
  readonly dns_lookup_family?: ClusterDnsLookupFamily;
  readonly typed_dns_resolver_config?: ConfigCoreTypedExtensionConfig;
  readonly wait_for_warm_on_init?: boolean;
  readonly outlier_detection?: OutlierDetection;
  readonly cleanup_interval?: Duration;
  readonly upstream_bind_config?: BindConfig;
  readonly lb_subset_config?: ClusterLbSubsetConfig;
  readonly common_lb_config?: ClusterCommonLbConfig;
  readonly transport_socket?: TransportSocket;
  readonly metadata?: Metadata;
  readonly upstream_connection_options?: UpstreamConnectionOptions;
  readonly close_connections_on_host_health_failure?: boolean;
  readonly ignore_health_on_host_removal?: boolean;
  readonly filters?: readonly ConfigClusterFilter[];
  readonly load_balancing_policy?: LoadBalancingPolicy;
  readonly lrs_server?: ConfigSource;
  readonly lrs_report_endpoint_metrics?: readonly string[];
  readonly upstream_config?: ConfigCoreTypedExtensionConfig;
  readonly track_cluster_stats?: TrackClusterStats;
  readonly preconnect_policy?: ClusterPreconnectPolicy;
  readonly connection_pool_per_downstream_connection?: boolean;
  readonly queuing_policies?: ClusterQueuingPolicies;
} & AtMostOneOf<{
  readonly type: ClusterDiscoveryType;
  readonly cluster_type: ClusterCustomClusterType;
}> & AtMostOneOf<{
  readonly ring_hash_lb_config: ClusterRingHashLbConfig;
  readonly maglev_lb_config: ClusterMaglevLbConfig;
  readonly original_dst_lb_config: ClusterOriginalDstLbConfig;
  readonly least_request_lb_config: ClusterLeastRequestLbConfig;
  readonly round_robin_lb_config: ClusterRoundRobinLbConfig;
}>;

/** envoy.config.cluster.v3.Cluster.CommonLbConfig */
export type ClusterCommonLbConfig = {
  readonly healthy_panic_threshold?: Percent;
  readonly update_merge_window?: Duration;
  readonly ignore_new_hosts_until_first_hc?: boolean;
  readonly close_connections_on_host_set_change?: boolean;
  readonly consistent_hashing_lb_config?: ClusterCommonLbConfigConsistentHashingLbConfig;
  readonly override_host_status?: HealthStatusSet;
} & AtMostOneOf<{
  readonly zone_aware_lb_config: ClusterCommonLbConfigZoneAwareLbConfig;
  readonly locality_weighted_lb_config: ClusterCommonLbConfigLocalityWeightedLbConfig;
}>;

/** envoy.config.cluster.v3.Cluster.CommonLbConfig.ConsistentHashingLbConfig */
export interface ClusterCommonLbConfigConsistentHashingLbConfig {
  readonly use_hostname_for_hashing?: boolean;
  readonly hash_balance_factor?: number;
}

/** envoy.config.cluster.v3.Cluster.CommonLbConfig.LocalityWeightedLbConfig */
export interface ClusterCommonLbConfigLocalityWeightedLbConfig {}

/** envoy.config.cluster.v3.Cluster.CommonLbConfig.ZoneAwareLbConfig */
export interface ClusterCommonLbConfigZoneAwareLbConfig {
  readonly routing_enabled?: Percent;
  readonly min_cluster_size?: number;
  readonly fail_traffic_on_panic?: boolean;
}

/** envoy.config.cluster.v3.Cluster.CustomClusterType */
export interface ClusterCustomClusterType {
  readonly name: string;
  readonly typed_config?: Any;
}

/** envoy.config.cluster.v3.Cluster.DiscoveryType */
export type ClusterDiscoveryType = 'STATIC' | 'STRICT_DNS' | 'LOGICAL_DNS' | 'EDS' | 'ORIGINAL_DST';

/** envoy.config.cluster.v3.Cluster.DnsLookupFamily */
export type ClusterDnsLookupFamily = 'AUTO' | 'V4_ONLY' | 'V6_ONLY' | 'V4_PREFERRED' | 'ALL';

/** envoy.config.cluster.v3.Cluster.EdsClusterConfig */
export interface ClusterEdsClusterConfig {
  readonly eds_config?: ConfigSource;
  readonly service_name?: string;
}

/** envoy.config.cluster.v3.Cluster.LbPolicy */
export type ClusterLbPolicy = 'ROUND_ROBIN' | 'LEAST_REQUEST' | 'RING_HASH' | 'RANDOM' | 'MAGLEV' | 'CLUSTER_PROVIDED' | 'LOAD_BALANCING_POLICY_CONFIG';

/** envoy.config.cluster.v3.Cluster.LbSubsetConfig */
export interface ClusterLbSubsetConfig {
  readonly fallback_policy?: ClusterLbSubsetConfigLbSubsetFallbackPolicy;
  readonly default_subset?: JsonObject;
  readonly subset_selectors?: readonly ClusterLbSubsetConfigLbSubsetSelector[];
  readonly locality_weight_aware?: boolean;
  readonly scale_locality_weight?: boolean;
  readonly panic_mode_any?: boolean;
  readonly list_as_any?: boolean;
  readonly metadata_fallback_policy?: ClusterLbSubsetConfigLbSubsetMetadataFallbackPolicy;
}

/** envoy.config.cluster.v3.Cluster.LbSubsetConfig.LbSubsetFallbackPolicy */
export type ClusterLbSubsetConfigLbSubsetFallbackPolicy = 'NO_FALLBACK' | 'ANY_ENDPOINT' | 'DEFAULT_SUBSET';

/** envoy.config.cluster.v3.Cluster.LbSubsetConfig.LbSubsetMetadataFallbackPolicy */
export type ClusterLbSubsetConfigLbSubsetMetadataFallbackPolicy = 'METADATA_NO_FALLBACK' | 'FALLBACK_LIST';

/** envoy.config.cluster.v3.Cluster.LbSubsetConfig.LbSubsetSelector */
export interface ClusterLbSubsetConfigLbSubsetSelector {
  readonly keys?: readonly string[];
  readonly single_host_per_subset?: boolean;
  readonly fallback_policy?: ClusterLbSubsetConfigLbSubsetSelectorLbSubsetSelectorFallbackPolicy;
  readonly fallback_keys_subset?: readonly string[];
}

/** envoy.config.cluster.v3.Cluster.LbSubsetConfig.LbSubsetSelector.LbSubsetSelectorFallbackPolicy */
export type ClusterLbSubsetConfigLbSubsetSelectorLbSubsetSelectorFallbackPolicy = 'NOT_DEFINED' | 'NO_FALLBACK' | 'ANY_ENDPOINT' | 'DEFAULT_SUBSET' | 'KEYS_SUBSET';

/** envoy.config.cluster.v3.Cluster.LeastRequestLbConfig */
export interface ClusterLeastRequestLbConfig {
  readonly choice_count?: number;
  readonly active_request_bias?: RuntimeDouble;
  readonly slow_start_config?: ClusterSlowStartConfig;
}

/** envoy.config.cluster.v3.Cluster.MaglevLbConfig */
export interface ClusterMaglevLbConfig {
  readonly table_size?: number;
}

/** envoy.config.cluster.v3.Cluster.OriginalDstLbConfig */
export interface ClusterOriginalDstLbConfig {
  readonly use_http_header?: boolean;
  readonly http_header_name?: string;
  readonly upstream_port_override?: number;
  readonly metadata_key?: MetadataKey;
}

/** envoy.config.cluster.v3.Cluster.PreconnectPolicy */
export interface ClusterPreconnectPolicy {
  readonly per_upstream_preconnect_ratio?: number;
  readonly predictive_preconnect_ratio?: number;
  readonly preconnect_enabled_metadata?: MetadataMatcher;
}

/** envoy.config.cluster.v3.Cluster.QueuingPolicies */
export interface ClusterQueuingPolicies {
  readonly pending_rq_policy?: ConfigCoreTypedExtensionConfig;
}

/** envoy.config.cluster.v3.Cluster.RingHashLbConfig */
export interface ClusterRingHashLbConfig {
  readonly minimum_ring_size?: number;
  readonly hash_function?: ClusterRingHashLbConfigHashFunction;
  readonly maximum_ring_size?: number;
}

/** envoy.config.cluster.v3.Cluster.RingHashLbConfig.HashFunction */
export type ClusterRingHashLbConfigHashFunction = 'XX_HASH' | 'MURMUR_HASH_2';

/** envoy.config.cluster.v3.Cluster.RoundRobinLbConfig */
export interface ClusterRoundRobinLbConfig {
  readonly slow_start_config?: ClusterSlowStartConfig;
}

/** envoy.config.cluster.v3.Cluster.SlowStartConfig */
export interface ClusterSlowStartConfig {
  readonly slow_start_window?: Duration;
  readonly aggression?: RuntimeDouble;
  readonly min_weight_percent?: Percent;
}

/** envoy.config.cluster.v3.Cluster.TransportSocketMatch */
export interface ClusterTransportSocketMatch {
  readonly name: string;
  readonly match?: JsonObject;
  readonly transport_socket?: TransportSocket;
}

/** envoy.config.cluster.v3.Filter */
export interface ConfigClusterFilter {
  readonly name: string;
  readonly typed_config?: Any;
  readonly config_discovery?: ExtensionConfigSource;
}

/** envoy.config.cluster.v3.LoadBalancingPolicy */
export interface LoadBalancingPolicy {
  readonly policies?: readonly LoadBalancingPolicyPolicy[];
}

/** envoy.config.cluster.v3.LoadBalancingPolicy.Policy */
export interface LoadBalancingPolicyPolicy {
  readonly typed_extension_config?: ConfigCoreTypedExtensionConfig;
}

/** envoy.config.cluster.v3.OutlierDetection */
export interface OutlierDetection {
  readonly consecutive_5xx?: number;
  readonly interval?: Duration;
  readonly base_ejection_time?: Duration;
  readonly max_ejection_percent?: number;
  readonly enforcing_consecutive_5xx?: number;
  readonly enforcing_success_rate?: number;
  readonly success_rate_minimum_hosts?: number;
  readonly success_rate_request_volume?: number;
  readonly success_rate_stdev_factor?: number;
  readonly consecutive_gateway_failure?: number;
  readonly enforcing_consecutive_gateway_failure?: number;
  readonly split_external_local_origin_errors?: boolean;
  readonly consecutive_local_origin_failure?: number;
  readonly enforcing_consecutive_local_origin_failure?: number;
  readonly enforcing_local_origin_success_rate?: number;
  readonly failure_percentage_threshold?: number;
  readonly enforcing_failure_percentage?: number;
  readonly enforcing_failure_percentage_local_origin?: number;
  readonly failure_percentage_minimum_hosts?: number;
  readonly failure_percentage_request_volume?: number;
  readonly max_ejection_time?: Duration;
  readonly max_ejection_time_jitter?: Duration;
  readonly successful_active_health_check_uneject_host?: boolean;
  readonly monitors?: readonly ConfigCoreTypedExtensionConfig[];
  readonly always_eject_one_host?: boolean;
  readonly detect_degraded_hosts?: boolean;
}

/** envoy.config.cluster.v3.TrackClusterStats */
export interface TrackClusterStats {
  readonly timeout_budgets?: boolean;
  readonly request_response_sizes?: boolean;
  readonly per_endpoint_stats?: boolean;
}

/** envoy.config.cluster.v3.UpstreamConnectionOptions */
export interface UpstreamConnectionOptions {
  readonly tcp_keepalive?: TcpKeepalive;
  readonly set_local_interface_name_on_upstream_connections?: boolean;
  readonly happy_eyeballs_config?: UpstreamConnectionOptionsHappyEyeballsConfig;
}

/** envoy.config.cluster.v3.UpstreamConnectionOptions.FirstAddressFamilyVersion */
export type UpstreamConnectionOptionsFirstAddressFamilyVersion = 'DEFAULT' | 'V4' | 'V6' | 'PIPE' | 'INTERNAL';

/** envoy.config.cluster.v3.UpstreamConnectionOptions.HappyEyeballsConfig */
export interface UpstreamConnectionOptionsHappyEyeballsConfig {
  readonly first_address_family_version?: UpstreamConnectionOptionsFirstAddressFamilyVersion;
  readonly first_address_family_count?: number;
}

/** envoy.config.common.matcher.v3.HttpGenericBodyMatch */
export interface HttpGenericBodyMatch {
  readonly bytes_limit?: number;
  readonly patterns: readonly HttpGenericBodyMatchGenericTextMatch[];
}

/** envoy.config.common.matcher.v3.HttpGenericBodyMatch.GenericTextMatch */
export type HttpGenericBodyMatchGenericTextMatch = OneOf<{
  readonly string_match: string;
  readonly binary_match: string;
}>;

/** envoy.config.common.matcher.v3.HttpHeadersMatch */
export interface HttpHeadersMatch {
  readonly headers?: readonly HeaderMatcher[];
}

/** envoy.config.common.matcher.v3.MatchPredicate */
export type MatchPredicate = OneOf<{
  readonly or_match: MatchPredicateMatchSet;
  readonly and_match: MatchPredicateMatchSet;
  readonly not_match: MatchPredicate;
  readonly any_match: boolean;
  readonly http_request_headers_match: HttpHeadersMatch;
  readonly http_request_trailers_match: HttpHeadersMatch;
  readonly http_response_headers_match: HttpHeadersMatch;
  readonly http_response_trailers_match: HttpHeadersMatch;
  readonly http_request_generic_body_match: HttpGenericBodyMatch;
  readonly http_response_generic_body_match: HttpGenericBodyMatch;
}>;

/** envoy.config.common.matcher.v3.MatchPredicate.MatchSet */
export interface MatchPredicateMatchSet {
  readonly rules: readonly MatchPredicate[];
}

/** envoy.config.common.mutation_rules.v3.HeaderMutation */
export type ConfigCommonMutationRulesHeaderMutation = OneOf<{
  readonly remove: string;
  readonly append: HeaderValueOption;
  readonly remove_on_match: HeaderMutationRemoveOnMatch;
}>;

/** envoy.config.common.mutation_rules.v3.HeaderMutation.RemoveOnMatch */
export interface HeaderMutationRemoveOnMatch {
  readonly key_matcher: TypeMatcherStringMatcher;
}

/** envoy.config.common.mutation_rules.v3.HeaderMutationRules */
export interface HeaderMutationRules {
  readonly allow_all_routing?: boolean;
  readonly allow_envoy?: boolean;
  readonly disallow_system?: boolean;
  readonly disallow_all?: boolean;
  readonly allow_expression?: TypeMatcherRegexMatcher;
  readonly disallow_expression?: TypeMatcherRegexMatcher;
  readonly disallow_is_error?: boolean;
}

/** envoy.config.core.v3.Address */
export type Address = OneOf<{
  readonly socket_address: SocketAddress;
  readonly pipe: Pipe;
  readonly envoy_internal_address: EnvoyInternalAddress;
}>;

/** envoy.config.core.v3.AggregatedConfigSource */
export interface AggregatedConfigSource {}

/** envoy.config.core.v3.AlternateProtocolsCacheOptions */
export interface AlternateProtocolsCacheOptions {
  readonly name: string;
  readonly max_entries?: number;
  readonly key_value_store_config?: ConfigCoreTypedExtensionConfig;
  readonly prepopulated_entries?: readonly AlternateProtocolsCacheOptionsAlternateProtocolsCacheEntry[];
  readonly canonical_suffixes?: readonly string[];
}

/** envoy.config.core.v3.AlternateProtocolsCacheOptions.AlternateProtocolsCacheEntry */
export interface AlternateProtocolsCacheOptionsAlternateProtocolsCacheEntry {
  readonly hostname?: string;
  readonly port?: number;
}

/** envoy.config.core.v3.ApiConfigSource */
export interface ApiConfigSource {
  readonly api_type?: ApiConfigSourceApiType;
  readonly transport_api_version?: ApiVersion;
  readonly cluster_names?: readonly string[];
  readonly grpc_services?: readonly GrpcService[];
  readonly refresh_delay?: Duration;
  readonly request_timeout?: Duration;
  readonly rate_limit_settings?: RateLimitSettings;
  readonly set_node_on_first_message_only?: boolean;
  readonly config_validators?: readonly ConfigCoreTypedExtensionConfig[];
}

/** envoy.config.core.v3.ApiConfigSource.ApiType */
export type ApiConfigSourceApiType = 'REST' | 'GRPC' | 'DELTA_GRPC' | 'AGGREGATED_GRPC' | 'AGGREGATED_DELTA_GRPC';

/** envoy.config.core.v3.ApiVersion */
export type ApiVersion = 'AUTO' | 'V3';

/** envoy.config.core.v3.BackoffStrategy */
export interface BackoffStrategy {
  readonly base_interval: Duration;
  readonly max_interval?: Duration;
}

/** envoy.config.core.v3.BindConfig */
export interface BindConfig {
  readonly source_address?: SocketAddress;
  readonly freebind?: boolean;
  readonly socket_options?: readonly SocketOption[];
  readonly extra_source_addresses?: readonly ExtraSourceAddress[];
  readonly local_address_selector?: ConfigCoreTypedExtensionConfig;
  readonly validate_network_namespaces?: boolean;
}

/** envoy.config.core.v3.BuildVersion */
export interface BuildVersion {
  readonly version?: SemanticVersion;
  readonly metadata?: JsonObject;
}

/** envoy.config.core.v3.CelExpressionConfig */
export interface CelExpressionConfig {
  readonly enable_string_conversion?: boolean;
  readonly enable_string_concat?: boolean;
  readonly enable_string_functions?: boolean;
}

/** envoy.config.core.v3.CidrRange */
export interface ConfigCoreCidrRange {
  readonly address_prefix: string;
  readonly prefix_len?: number;
}

/** envoy.config.core.v3.ConfigSource */
export type ConfigSource = {
  readonly authorities?: readonly Authority[];
  readonly initial_fetch_timeout?: Duration;
  readonly resource_api_version?: ApiVersion;
} & OneOf<{
  readonly path_config_source: PathConfigSource;
  readonly api_config_source: ApiConfigSource;
  readonly ads: AggregatedConfigSource;
  readonly self: SelfConfigSource;
}>;

/** envoy.config.core.v3.ControlPlane */
export interface ControlPlane {
  readonly identifier?: string;
}

/** envoy.config.core.v3.DataSource */
export type DataSource = {
  readonly watched_directory?: WatchedDirectory;
} & OneOf<{
  readonly filename: string;
  readonly inline_bytes: string;
  readonly inline_string: string;
  readonly environment_variable: string;
}>;

/** envoy.config.core.v3.EnvoyInternalAddress */
export interface EnvoyInternalAddress {
  readonly server_listener_name: string;
  readonly endpoint_id?: string;
}

/** envoy.config.core.v3.EventServiceConfig */
export interface EventServiceConfig {
  readonly grpc_service: GrpcService;
}

/** envoy.config.core.v3.Extension */
export interface Extension {
  readonly name?: string;
  readonly category?: string;
  readonly version?: BuildVersion;
  readonly disabled?: boolean;
  readonly type_urls?: readonly string[];
}

/** envoy.config.core.v3.ExtensionConfigSource */
export interface ExtensionConfigSource {
  readonly config_source: ConfigSource;
  readonly default_config?: Any;
  readonly apply_default_config_without_warming?: boolean;
  readonly type_urls: readonly string[];
}

/** envoy.config.core.v3.ExtraSourceAddress */
export interface ExtraSourceAddress {
  readonly address: SocketAddress;
  readonly socket_options?: SocketOptionsOverride;
}

/** envoy.config.core.v3.GrpcService */
export type GrpcService = {
  readonly timeout?: Duration;
  readonly initial_metadata?: readonly HeaderValue[];
  readonly retry_policy?: ConfigCoreRetryPolicy;
} & OneOf<{
  readonly envoy_grpc: GrpcServiceEnvoyGrpc;
  readonly google_grpc: GrpcServiceGoogleGrpc;
}>;

/** envoy.config.core.v3.GrpcService.EnvoyGrpc */
export interface GrpcServiceEnvoyGrpc {
  readonly cluster_name: string;
  readonly authority?: string;
  readonly retry_policy?: ConfigCoreRetryPolicy;
  readonly max_receive_message_length?: number;
  readonly skip_envoy_headers?: boolean;
}

/** envoy.config.core.v3.GrpcService.GoogleGrpc */
export interface GrpcServiceGoogleGrpc {
  readonly target_uri: string;
  readonly channel_credentials?: GrpcServiceGoogleGrpcChannelCredentials;
  readonly channel_credentials_plugin?: readonly Any[];
  readonly call_credentials?: readonly GrpcServiceGoogleGrpcCallCredentials[];
  readonly call_credentials_plugin?: readonly Any[];
  readonly stat_prefix: string;
  readonly credentials_factory_name?: string;
  readonly config?: JsonObject;
  readonly per_stream_buffer_limit_bytes?: number;
  readonly channel_args?: GrpcServiceGoogleGrpcChannelArgs;
}

/** envoy.config.core.v3.GrpcService.GoogleGrpc.CallCredentials */
export type GrpcServiceGoogleGrpcCallCredentials = OneOf<{
  readonly access_token: string;
  readonly google_compute_engine: Readonly<Record<string, never>>;
  readonly google_refresh_token: string;
  readonly service_account_jwt_access: GrpcServiceGoogleGrpcCallCredentialsServiceAccountJWTAccessCredentials;
  readonly google_iam: GrpcServiceGoogleGrpcCallCredentialsGoogleIAMCredentials;
  readonly from_plugin: GrpcServiceGoogleGrpcCallCredentialsMetadataCredentialsFromPlugin;
  readonly sts_service: GrpcServiceGoogleGrpcCallCredentialsStsService;
}>;

/** envoy.config.core.v3.GrpcService.GoogleGrpc.CallCredentials.GoogleIAMCredentials */
export interface GrpcServiceGoogleGrpcCallCredentialsGoogleIAMCredentials {
  readonly authorization_token?: string;
  readonly authority_selector?: string;
}

/** envoy.config.core.v3.GrpcService.GoogleGrpc.CallCredentials.MetadataCredentialsFromPlugin */
export interface GrpcServiceGoogleGrpcCallCredentialsMetadataCredentialsFromPlugin {
  readonly name?: string;
  readonly typed_config?: Any;
}

/** envoy.config.core.v3.GrpcService.GoogleGrpc.CallCredentials.ServiceAccountJWTAccessCredentials */
export interface GrpcServiceGoogleGrpcCallCredentialsServiceAccountJWTAccessCredentials {
  readonly json_key?: string;
  readonly token_lifetime_seconds?: number;
}

/** envoy.config.core.v3.GrpcService.GoogleGrpc.CallCredentials.StsService */
export interface GrpcServiceGoogleGrpcCallCredentialsStsService {
  readonly token_exchange_service_uri?: string;
  readonly resource?: string;
  readonly audience?: string;
  readonly scope?: string;
  readonly requested_token_type?: string;
  readonly subject_token_path: string;
  readonly subject_token_type: string;
  readonly actor_token_path?: string;
  readonly actor_token_type?: string;
}

/** envoy.config.core.v3.GrpcService.GoogleGrpc.ChannelArgs */
export interface GrpcServiceGoogleGrpcChannelArgs {
  readonly args?: Readonly<Record<string, GrpcServiceGoogleGrpcChannelArgsValue>>;
}

/** envoy.config.core.v3.GrpcService.GoogleGrpc.ChannelArgs.Value */
export type GrpcServiceGoogleGrpcChannelArgsValue = OneOf<{
  readonly string_value: string;
  readonly int_value: number;
}>;

/** envoy.config.core.v3.GrpcService.GoogleGrpc.ChannelCredentials */
export type GrpcServiceGoogleGrpcChannelCredentials = OneOf<{
  readonly ssl_credentials: GrpcServiceGoogleGrpcSslCredentials;
  readonly google_default: Readonly<Record<string, never>>;
  readonly local_credentials: GrpcServiceGoogleGrpcGoogleLocalCredentials;
}>;

/** envoy.config.core.v3.GrpcService.GoogleGrpc.GoogleLocalCredentials */
export interface GrpcServiceGoogleGrpcGoogleLocalCredentials {}

/** envoy.config.core.v3.GrpcService.GoogleGrpc.SslCredentials */
export interface GrpcServiceGoogleGrpcSslCredentials {
  readonly root_certs?: DataSource;
  readonly private_key?: DataSource;
  readonly cert_chain?: DataSource;
}

/** envoy.config.core.v3.HeaderValue */
export interface HeaderValue {
  readonly key: string;
  readonly value?: string;
  readonly raw_value?: string;
}

/** envoy.config.core.v3.HeaderValueOption */
export interface HeaderValueOption {
  readonly header: HeaderValue;
  readonly append_action?: HeaderValueOptionHeaderAppendAction;
  readonly keep_empty_value?: boolean;
}

/** envoy.config.core.v3.HeaderValueOption.HeaderAppendAction */
export type HeaderValueOptionHeaderAppendAction = 'APPEND_IF_EXISTS_OR_ADD' | 'ADD_IF_ABSENT' | 'OVERWRITE_IF_EXISTS_OR_ADD' | 'OVERWRITE_IF_EXISTS';

/** envoy.config.core.v3.HealthCheck */
export type HealthCheck = {
  readonly name?: string;
  readonly timeout: Duration;
  readonly interval: Duration;
  readonly initial_jitter?: Duration;
  readonly interval_jitter?: Duration;
  readonly interval_jitter_percent?: number;
  readonly unhealthy_threshold: number;
  readonly healthy_threshold: number;
  readonly alt_port?: number;
  readonly reuse_connection?: boolean;
  readonly no_traffic_interval?: Duration;
  readonly no_traffic_healthy_interval?: Duration;
  readonly unhealthy_interval?: Duration;
  readonly unhealthy_edge_interval?: Duration;
  readonly healthy_edge_interval?: Duration;
  readonly event_logger?: readonly ConfigCoreTypedExtensionConfig[];
  readonly event_service?: EventServiceConfig;
  readonly always_log_health_check_failures?: boolean;
  readonly always_log_health_check_success?: boolean;
  readonly tls_options?: HealthCheckTlsOptions;
  readonly transport_socket_match_criteria?: JsonObject;
} & OneOf<{
  readonly http_health_check: HealthCheckHttpHealthCheck;
  readonly tcp_health_check: HealthCheckTcpHealthCheck;
  readonly grpc_health_check: HealthCheckGrpcHealthCheck;
  readonly custom_health_check: HealthCheckCustomHealthCheck;
}>;

/** envoy.config.core.v3.HealthCheck.CustomHealthCheck */
export interface HealthCheckCustomHealthCheck {
  readonly name: string;
  readonly typed_config?: Any;
}

/** envoy.config.core.v3.HealthCheck.GrpcHealthCheck */
export interface HealthCheckGrpcHealthCheck {
  readonly service_name?: string;
  readonly authority?: string;
  readonly initial_metadata?: readonly HeaderValueOption[];
}

/** envoy.config.core.v3.HealthCheck.HttpHealthCheck */
export interface HealthCheckHttpHealthCheck {
  readonly host?: string;
  readonly path: string;
  readonly send?: HealthCheckPayload;
  readonly receive?: readonly HealthCheckPayload[];
  readonly response_buffer_size?: number;
  readonly request_headers_to_add?: readonly HeaderValueOption[];
  readonly request_headers_to_remove?: readonly string[];
  readonly expected_statuses?: readonly Int64Range[];
  readonly retriable_statuses?: readonly Int64Range[];
  readonly codec_client_type?: CodecClientType;
  readonly use_alpn_protocol?: boolean;
  readonly service_name_matcher?: TypeMatcherStringMatcher;
  readonly method?: RequestMethod;
}

/** envoy.config.core.v3.HealthCheck.Payload */
export type HealthCheckPayload = OneOf<{
  readonly text: string;
  readonly binary: string;
}>;

/** envoy.config.core.v3.HealthCheck.TcpHealthCheck */
export interface HealthCheckTcpHealthCheck {
  readonly send?: HealthCheckPayload;
  readonly receive?: readonly HealthCheckPayload[];
  readonly proxy_protocol_config?: ProxyProtocolConfig;
}

/** envoy.config.core.v3.HealthCheck.TlsOptions */
export interface HealthCheckTlsOptions {
  readonly alpn_protocols?: readonly string[];
}

/** envoy.config.core.v3.HealthStatus */
export type HealthStatus = 'UNKNOWN' | 'HEALTHY' | 'UNHEALTHY' | 'DRAINING' | 'TIMEOUT' | 'DEGRADED';

/** envoy.config.core.v3.HealthStatusSet */
export interface HealthStatusSet {
  readonly statuses?: readonly HealthStatus[];
}

/** envoy.config.core.v3.Http1ProtocolOptions */
export interface Http1ProtocolOptions {
  readonly allow_absolute_url?: boolean;
  readonly accept_http_10?: boolean;
  readonly default_host_for_http_10?: string;
  readonly header_key_format?: Http1ProtocolOptionsHeaderKeyFormat;
  readonly enable_trailers?: boolean;
  readonly allow_chunked_length?: boolean;
  readonly override_stream_error_on_invalid_http_message?: boolean;
  readonly send_fully_qualified_url?: boolean;
  readonly allow_custom_methods?: boolean;
  readonly ignore_http_11_upgrade?: readonly TypeMatcherStringMatcher[];
}

/** envoy.config.core.v3.Http1ProtocolOptions.HeaderKeyFormat */
export type Http1ProtocolOptionsHeaderKeyFormat = OneOf<{
  readonly proper_case_words: Http1ProtocolOptionsHeaderKeyFormatProperCaseWords;
  readonly stateful_formatter: ConfigCoreTypedExtensionConfig;
}>;

/** envoy.config.core.v3.Http1ProtocolOptions.HeaderKeyFormat.ProperCaseWords */
export interface Http1ProtocolOptionsHeaderKeyFormatProperCaseWords {}

/** envoy.config.core.v3.Http2ProtocolOptions */
export interface Http2ProtocolOptions {
  readonly hpack_table_size?: number;
  readonly max_concurrent_streams?: number;
  readonly initial_stream_window_size?: number;
  readonly initial_connection_window_size?: number;
  readonly allow_connect?: boolean;
  readonly allow_metadata?: boolean;
  readonly max_outbound_frames?: number;
  readonly max_outbound_control_frames?: number;
  readonly max_consecutive_inbound_frames_with_empty_payload?: number;
  readonly max_inbound_priority_frames_per_stream?: number;
  readonly max_inbound_window_update_frames_per_data_frame_sent?: number;
  readonly override_stream_error_on_invalid_http_message?: boolean;
  readonly custom_settings_parameters?: readonly Http2ProtocolOptionsSettingsParameter[];
  readonly connection_keepalive?: KeepaliveSettings;
  readonly use_oghttp2_codec?: boolean;
  readonly max_metadata_size?: number;
  readonly enable_huffman_encoding?: boolean;
  readonly max_header_field_size_kb?: number;
  readonly disallow_obs_text?: boolean;
  readonly stream_reset_burst?: number;
  readonly stream_reset_rate?: number;
}

/** envoy.config.core.v3.Http2ProtocolOptions.SettingsParameter */
export interface Http2ProtocolOptionsSettingsParameter {
  readonly identifier: number;
  readonly value: number;
}

/** envoy.config.core.v3.Http3ProtocolOptions */
export interface Http3ProtocolOptions {
  readonly quic_protocol_options?: ConfigCoreQuicProtocolOptions;
  readonly override_stream_error_on_invalid_http_message?: boolean;
  readonly allow_extended_connect?: boolean;
  readonly allow_metadata?: boolean;
  readonly disable_qpack?: boolean;
  readonly disable_connection_flow_control_for_streams?: boolean;
  readonly disallow_obs_text?: boolean;
}

/** envoy.config.core.v3.HttpProtocolOptions */
export interface ConfigCoreHttpProtocolOptions {
  readonly idle_timeout?: Duration;
  readonly max_connection_duration?: Duration;
  readonly max_connection_duration_jitter?: Percent;
  readonly max_headers_count?: number;
  readonly max_response_headers_kb?: number;
  readonly max_stream_duration?: Duration;
  readonly headers_with_underscores_action?: HttpProtocolOptionsHeadersWithUnderscoresAction;
  readonly max_requests_per_connection?: number;
}

/** envoy.config.core.v3.HttpProtocolOptions.HeadersWithUnderscoresAction */
export type HttpProtocolOptionsHeadersWithUnderscoresAction = 'ALLOW' | 'REJECT_REQUEST' | 'DROP_HEADER';

/** envoy.config.core.v3.HttpUri */
export interface HttpUri {
  readonly uri: string;
  readonly cluster: string;
  readonly timeout: Duration;
}

/** envoy.config.core.v3.JsonFormatOptions */
export interface JsonFormatOptions {}

/** envoy.config.core.v3.KeepaliveSettings */
export interface KeepaliveSettings {
  readonly interval?: Duration;
  readonly timeout: Duration;
  readonly interval_jitter?: Percent;
  readonly connection_idle_interval?: Duration;
}

/** envoy.config.core.v3.KeyValueAppend */
export interface KeyValueAppend {
  readonly record?: KeyValuePair;
  readonly action?: KeyValueAppendKeyValueAppendAction;
}

/** envoy.config.core.v3.KeyValueAppend.KeyValueAppendAction */
export type KeyValueAppendKeyValueAppendAction = 'APPEND_IF_EXISTS_OR_ADD' | 'ADD_IF_ABSENT' | 'OVERWRITE_IF_EXISTS_OR_ADD' | 'OVERWRITE_IF_EXISTS';

/** envoy.config.core.v3.KeyValueMutation */
export interface KeyValueMutation {
  readonly append?: KeyValueAppend;
  readonly remove?: string;
}

/** envoy.config.core.v3.KeyValuePair */
export interface KeyValuePair {
  readonly key: string;
  readonly value?: Json;
}

/** envoy.config.core.v3.Locality */
export interface Locality {
  readonly region?: string;
  readonly zone?: string;
  readonly sub_zone?: string;
}

/** envoy.config.core.v3.Metadata */
export interface Metadata {
  readonly filter_metadata?: Readonly<Record<string, JsonObject>>;
  readonly typed_filter_metadata?: Readonly<Record<string, Any>>;
}

/** envoy.config.core.v3.Node */
export type Node = {
  readonly id?: string;
  readonly cluster?: string;
  readonly metadata?: JsonObject;
  readonly dynamic_parameters?: Readonly<Record<string, ContextParams>>;
  readonly locality?: Locality;
  readonly user_agent_name?: string;
  readonly extensions?: readonly Extension[];
  readonly client_features?: readonly string[];
} & AtMostOneOf<{
  readonly user_agent_version: string;
  readonly user_agent_build_version: BuildVersion;
}>;

/** envoy.config.core.v3.PathConfigSource */
export interface PathConfigSource {
  readonly path: string;
  readonly watched_directory?: WatchedDirectory;
  readonly poll_interval?: Duration;
}

/** envoy.config.core.v3.Pipe */
export interface Pipe {
  readonly path: string;
  readonly mode?: number;
}

/** envoy.config.core.v3.ProxyProtocolConfig */
export interface ProxyProtocolConfig {
  readonly version?: ProxyProtocolConfigVersion;
  readonly pass_through_tlvs?: ProxyProtocolPassThroughTLVs;
  readonly added_tlvs?: readonly TlvEntry[];
}

/** envoy.config.core.v3.ProxyProtocolConfig.Version */
export type ProxyProtocolConfigVersion = 'V1' | 'V2';

/** envoy.config.core.v3.ProxyProtocolPassThroughTLVs */
export interface ProxyProtocolPassThroughTLVs {
  readonly match_type?: ProxyProtocolPassThroughTLVsPassTLVsMatchType;
  readonly tlv_type?: readonly number[];
}

/** envoy.config.core.v3.ProxyProtocolPassThroughTLVs.PassTLVsMatchType */
export type ProxyProtocolPassThroughTLVsPassTLVsMatchType = 'INCLUDE_ALL' | 'INCLUDE';

/** envoy.config.core.v3.QuicKeepAliveSettings */
export interface QuicKeepAliveSettings {
  readonly max_interval?: Duration;
  readonly initial_interval?: Duration;
}

/** envoy.config.core.v3.QuicProtocolOptions */
export interface ConfigCoreQuicProtocolOptions {
  readonly max_concurrent_streams?: number;
  readonly initial_stream_window_size?: number;
  readonly initial_connection_window_size?: number;
  readonly num_timeouts_to_trigger_port_migration?: number;
  readonly connection_keepalive?: QuicKeepAliveSettings;
  readonly connection_options?: string;
  readonly client_connection_options?: string;
  readonly idle_network_timeout?: Duration;
  readonly max_packet_length?: number;
  readonly client_packet_writer?: ConfigCoreTypedExtensionConfig;
  readonly connection_migration?: QuicProtocolOptionsConnectionMigrationSettings;
  readonly memory_reduction_timeout?: Duration;
  readonly enable_scone?: boolean;
}

/** envoy.config.core.v3.QuicProtocolOptions.ConnectionMigrationSettings */
export interface QuicProtocolOptionsConnectionMigrationSettings {
  readonly migrate_idle_connections?: QuicProtocolOptionsConnectionMigrationSettingsMigrateIdleConnectionSettings;
  readonly max_time_on_non_default_network?: Duration;
}

/** envoy.config.core.v3.QuicProtocolOptions.ConnectionMigrationSettings.MigrateIdleConnectionSettings */
export interface QuicProtocolOptionsConnectionMigrationSettingsMigrateIdleConnectionSettings {
  readonly max_idle_time_before_migration?: Duration;
}

/** envoy.config.core.v3.RateLimitSettings */
export interface RateLimitSettings {
  readonly max_tokens?: number;
  readonly fill_rate?: number;
}

/** envoy.config.core.v3.RequestMethod */
export type RequestMethod = 'METHOD_UNSPECIFIED' | 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'CONNECT' | 'OPTIONS' | 'TRACE' | 'PATCH';

/** envoy.config.core.v3.RetryPolicy */
export interface ConfigCoreRetryPolicy {
  readonly retry_back_off?: BackoffStrategy;
  readonly num_retries?: number;
  readonly retry_on?: string;
  readonly retry_priority?: ConfigCoreRetryPolicyRetryPriority;
  readonly retry_host_predicate?: readonly ConfigCoreRetryPolicyRetryHostPredicate[];
  readonly host_selection_retry_max_attempts?: number;
}

/** envoy.config.core.v3.RetryPolicy.RetryHostPredicate */
export interface ConfigCoreRetryPolicyRetryHostPredicate {
  readonly name: string;
  readonly typed_config?: Any;
}

/** envoy.config.core.v3.RetryPolicy.RetryPriority */
export interface ConfigCoreRetryPolicyRetryPriority {
  readonly name: string;
  readonly typed_config?: Any;
}

/** envoy.config.core.v3.RoutingPriority */
export type RoutingPriority = 'DEFAULT' | 'HIGH';

/** envoy.config.core.v3.RuntimeDouble */
export interface RuntimeDouble {
  readonly default_value?: number;
  readonly runtime_key?: string;
}

/** envoy.config.core.v3.RuntimeFeatureFlag */
export interface RuntimeFeatureFlag {
  readonly default_value: boolean;
  readonly runtime_key?: string;
}

/** envoy.config.core.v3.RuntimeFractionalPercent */
export interface RuntimeFractionalPercent {
  readonly default_value: FractionalPercent;
  readonly runtime_key?: string;
}

/** envoy.config.core.v3.RuntimeUInt32 */
export interface RuntimeUInt32 {
  readonly default_value?: number;
  readonly runtime_key?: string;
}

/** envoy.config.core.v3.RuntimeUInt64 */
export interface RuntimeUInt64 {
  readonly default_value?: number;
  readonly runtime_key?: string;
}

/** envoy.config.core.v3.SchemeHeaderTransformation */
export interface SchemeHeaderTransformation {
  readonly scheme_to_overwrite?: string;
  readonly match_upstream?: boolean;
}

/** envoy.config.core.v3.SelfConfigSource */
export interface SelfConfigSource {
  readonly transport_api_version?: ApiVersion;
}

/** envoy.config.core.v3.SocketAddress */
export type SocketAddress = {
  readonly protocol?: SocketAddressProtocol;
  readonly address: string;
  readonly resolver_name?: string;
  readonly ipv4_compat?: boolean;
  readonly network_namespace_filepath?: string;
} & OneOf<{
  readonly port_value: number;
  readonly named_port: string;
}>;

/** envoy.config.core.v3.SocketAddress.Protocol */
export type SocketAddressProtocol = 'TCP' | 'UDP';

/** envoy.config.core.v3.SocketCmsgHeaders */
export interface SocketCmsgHeaders {
  readonly level?: number;
  readonly type?: number;
  readonly expected_size?: number;
}

/** envoy.config.core.v3.SocketOption */
export type SocketOption = {
  readonly description?: string;
  readonly level?: number;
  readonly name?: number;
  readonly state?: SocketOptionSocketState;
  readonly type?: SocketOptionSocketType;
  readonly ip_version?: SocketOptionSocketIpVersion;
} & OneOf<{
  readonly int_value: number;
  readonly buf_value: string;
}>;

/** envoy.config.core.v3.SocketOption.SocketIpVersion */
export type SocketOptionSocketIpVersion = 'SOCKET_IP_VERSION_UNSPECIFIED' | 'SOCKET_IP_VERSION_IPV4' | 'SOCKET_IP_VERSION_IPV6';

/** envoy.config.core.v3.SocketOption.SocketState */
export type SocketOptionSocketState = 'STATE_PREBIND' | 'STATE_BOUND' | 'STATE_LISTENING';

/** envoy.config.core.v3.SocketOption.SocketType */
export interface SocketOptionSocketType {
  readonly stream?: SocketOptionSocketTypeStream;
  readonly datagram?: SocketOptionSocketTypeDatagram;
}

/** envoy.config.core.v3.SocketOption.SocketType.Datagram */
export interface SocketOptionSocketTypeDatagram {}

/** envoy.config.core.v3.SocketOption.SocketType.Stream */
export interface SocketOptionSocketTypeStream {}

/** envoy.config.core.v3.SocketOptionsOverride */
export interface SocketOptionsOverride {
  readonly socket_options?: readonly SocketOption[];
}

/** envoy.config.core.v3.SubstitutionFormatString */
export type SubstitutionFormatString = {
  readonly omit_empty_values?: boolean;
  readonly content_type?: string;
  readonly formatters?: readonly ConfigCoreTypedExtensionConfig[];
  readonly json_format_options?: JsonFormatOptions;
} & OneOf<{
  readonly json_format: JsonObject;
  readonly text_format_source: DataSource;
}>;

/** envoy.config.core.v3.TcpKeepalive */
export interface TcpKeepalive {
  readonly keepalive_probes?: number;
  readonly keepalive_time?: number;
  readonly keepalive_interval?: number;
}

/** envoy.config.core.v3.TlvEntry */
export interface TlvEntry {
  readonly type?: number;
  readonly value?: string;
  readonly format_string?: SubstitutionFormatString;
}

/** envoy.config.core.v3.TrafficDirection */
export type TrafficDirection = 'UNSPECIFIED' | 'INBOUND' | 'OUTBOUND';

/** envoy.config.core.v3.TransportSocket */
export interface TransportSocket {
  readonly name: string;
  readonly typed_config?: Any;
}

/** envoy.config.core.v3.TypedExtensionConfig */
export interface ConfigCoreTypedExtensionConfig {
  readonly name: string;
  readonly typed_config: Any;
}

/** envoy.config.core.v3.UdpSocketConfig */
export interface UdpSocketConfig {
  readonly max_rx_datagram_size?: number;
  readonly prefer_gro?: boolean;
}

/** envoy.config.core.v3.UpstreamHttpProtocolOptions */
export interface UpstreamHttpProtocolOptions {
  readonly auto_sni?: boolean;
  readonly auto_san_validation?: boolean;
  readonly override_auto_sni_header?: string;
}

/** envoy.config.core.v3.WatchedDirectory */
export interface WatchedDirectory {
  readonly path: string;
  readonly watch_modify?: boolean;
}

/** envoy.config.endpoint.v3.ClusterLoadAssignment */
export interface ClusterLoadAssignment {
  readonly cluster_name: string;
  readonly endpoints?: readonly LocalityLbEndpoints[];
  readonly named_endpoints?: Readonly<Record<string, Endpoint>>;
  readonly policy?: ClusterLoadAssignmentPolicy;
}

/** envoy.config.endpoint.v3.ClusterLoadAssignment.Policy */
export interface ClusterLoadAssignmentPolicy {
  readonly drop_overloads?: readonly ClusterLoadAssignmentPolicyDropOverload[];
  readonly overprovisioning_factor?: number;
  readonly endpoint_stale_after?: Duration;
  readonly weighted_priority_health?: boolean;
}

/** envoy.config.endpoint.v3.ClusterLoadAssignment.Policy.DropOverload */
export interface ClusterLoadAssignmentPolicyDropOverload {
  readonly category: string;
  readonly drop_percentage?: FractionalPercent;
}

/** envoy.config.endpoint.v3.Endpoint */
export interface Endpoint {
  readonly address?: Address;
  readonly health_check_config?: EndpointHealthCheckConfig;
  readonly hostname?: string;
  readonly additional_addresses?: readonly EndpointAdditionalAddress[];
  readonly observability_name?: string;
}

/** envoy.config.endpoint.v3.Endpoint.AdditionalAddress */
export interface EndpointAdditionalAddress {
  readonly address?: Address;
}

/** envoy.config.endpoint.v3.Endpoint.HealthCheckConfig */
export interface EndpointHealthCheckConfig {
  readonly port_value?: number;
  readonly hostname?: string;
  readonly address?: Address;
  readonly disable_active_health_check?: boolean;
}

/** envoy.config.endpoint.v3.LbEndpoint */
export type LbEndpoint = {
  readonly health_status?: HealthStatus;
  readonly metadata?: Metadata;
  readonly load_balancing_weight?: number;
} & AtMostOneOf<{
  readonly endpoint: Endpoint;
  readonly endpoint_name: string;
}>;

/** envoy.config.endpoint.v3.LedsClusterLocalityConfig */
export interface LedsClusterLocalityConfig {
  readonly leds_config?: ConfigSource;
  readonly leds_collection_name?: string;
}

/** envoy.config.endpoint.v3.LocalityLbEndpoints */
export interface LocalityLbEndpoints {
  readonly locality?: Locality;
  readonly metadata?: Metadata;
  readonly lb_endpoints?: readonly LbEndpoint[];
  readonly leds_cluster_locality_config?: LedsClusterLocalityConfig;
  readonly load_balancing_weight?: number;
  readonly priority?: number;
  readonly proximity?: number;
}

/** envoy.config.listener.v3.AdditionalAddress */
export interface AdditionalAddress {
  readonly address?: Address;
  readonly socket_options?: SocketOptionsOverride;
  readonly tcp_keepalive?: TcpKeepalive;
}

/** envoy.config.listener.v3.ApiListener */
export interface ApiListener {
  readonly api_listener?: Any;
}

/** envoy.config.listener.v3.Filter */
export type ConfigListenerFilter = {
  readonly name: string;
} & AtMostOneOf<{
  readonly typed_config: Any;
  readonly config_discovery: ExtensionConfigSource;
}>;

/** envoy.config.listener.v3.FilterChain */
export interface FilterChain {
  readonly filter_chain_match?: FilterChainMatch;
  readonly filters?: readonly ConfigListenerFilter[];
  readonly metadata?: Metadata;
  readonly transport_socket?: TransportSocket;
  readonly transport_socket_connect_timeout?: Duration;
  readonly name?: string;
}

/** envoy.config.listener.v3.FilterChainMatch */
export interface FilterChainMatch {
  readonly destination_port?: number;
  readonly prefix_ranges?: readonly ConfigCoreCidrRange[];
  readonly address_suffix?: string;
  readonly suffix_len?: number;
  readonly direct_source_prefix_ranges?: readonly ConfigCoreCidrRange[];
  readonly source_type?: FilterChainMatchConnectionSourceType;
  readonly source_prefix_ranges?: readonly ConfigCoreCidrRange[];
  readonly source_ports?: readonly number[];
  readonly server_names?: readonly string[];
  readonly transport_protocol?: string;
  readonly application_protocols?: readonly string[];
}

/** envoy.config.listener.v3.FilterChainMatch.ConnectionSourceType */
export type FilterChainMatchConnectionSourceType = 'ANY' | 'SAME_IP_OR_LOOPBACK' | 'EXTERNAL';

/** envoy.config.listener.v3.Listener */
export interface Listener {
  readonly name?: string;
  readonly address?: Address;
  readonly additional_addresses?: readonly AdditionalAddress[];
  readonly stat_prefix?: string;
  readonly stats_matcher?: StatsMatcher;
  readonly filter_chains?: readonly FilterChain[];
  readonly fcds_config?: ListenerFcdsConfig;
  readonly filter_chain_matcher?: Matcher;
  readonly use_original_dst?: boolean;
  readonly default_filter_chain?: FilterChain;
  readonly per_connection_buffer_limit_bytes?: number;
  readonly per_connection_buffer_high_watermark_timeout?: Duration;
  readonly metadata?: Metadata;
  readonly drain_type?: ListenerDrainType;
  readonly listener_filters?: readonly ListenerFilter[];
  readonly listener_filters_timeout?: Duration;
  readonly continue_on_listener_filters_timeout?: boolean;
  readonly transparent?: boolean;
  readonly freebind?: boolean;
  readonly socket_options?: readonly SocketOption[];
  readonly tcp_fast_open_queue_length?: number;
  readonly traffic_direction?: TrafficDirection;
  readonly udp_listener_config?: UdpListenerConfig;
  readonly api_listener?: ApiListener;
  readonly connection_balance_config?: ListenerConnectionBalanceConfig;
  readonly enable_reuse_port?: boolean;
  readonly access_log?: readonly AccessLog[];
  readonly tcp_backlog_size?: number;
  readonly max_connections_to_accept_per_socket_event?: number;
  readonly bind_to_port?: boolean;
  readonly internal_listener?: ListenerInternalListenerConfig;
  readonly enable_mptcp?: boolean;
  readonly ignore_global_conn_limit?: boolean;
  readonly bypass_overload_manager?: boolean;
  readonly tcp_keepalive?: TcpKeepalive;
}

/** envoy.config.listener.v3.Listener.ConnectionBalanceConfig */
export type ListenerConnectionBalanceConfig = OneOf<{
  readonly exact_balance: ListenerConnectionBalanceConfigExactBalance;
  readonly extend_balance: ConfigCoreTypedExtensionConfig;
  readonly cpu_locality_balance: ListenerConnectionBalanceConfigCpuLocalityBalance;
}>;

/** envoy.config.listener.v3.Listener.ConnectionBalanceConfig.CpuLocalityBalance */
export interface ListenerConnectionBalanceConfigCpuLocalityBalance {}

/** envoy.config.listener.v3.Listener.ConnectionBalanceConfig.ExactBalance */
export interface ListenerConnectionBalanceConfigExactBalance {}

/** envoy.config.listener.v3.Listener.DrainType */
export type ListenerDrainType = 'DEFAULT' | 'MODIFY_ONLY';

/** envoy.config.listener.v3.Listener.FcdsConfig */
export interface ListenerFcdsConfig {
  readonly name?: string;
  readonly config_source?: ConfigSource;
}

/** envoy.config.listener.v3.Listener.InternalListenerConfig */
export interface ListenerInternalListenerConfig {}

/** envoy.config.listener.v3.ListenerFilter */
export type ListenerFilter = {
  readonly name: string;
  readonly filter_disabled?: ListenerFilterChainMatchPredicate;
} & AtMostOneOf<{
  readonly typed_config: Any;
  readonly config_discovery: ExtensionConfigSource;
}>;

/** envoy.config.listener.v3.ListenerFilterChainMatchPredicate */
export type ListenerFilterChainMatchPredicate = OneOf<{
  readonly or_match: ListenerFilterChainMatchPredicateMatchSet;
  readonly and_match: ListenerFilterChainMatchPredicateMatchSet;
  readonly not_match: ListenerFilterChainMatchPredicate;
  readonly any_match: boolean;
  readonly destination_port_range: Int32Range;
}>;

/** envoy.config.listener.v3.ListenerFilterChainMatchPredicate.MatchSet */
export interface ListenerFilterChainMatchPredicateMatchSet {
  readonly rules: readonly ListenerFilterChainMatchPredicate[];
}

/** envoy.config.listener.v3.QuicProtocolOptions */
export interface ConfigListenerQuicProtocolOptions {
  readonly quic_protocol_options?: ConfigCoreQuicProtocolOptions;
  readonly idle_timeout?: Duration;
  readonly crypto_handshake_timeout?: Duration;
  readonly enabled?: RuntimeFeatureFlag;
  readonly packets_to_read_to_connection_count_ratio?: number;
  readonly crypto_stream_config?: ConfigCoreTypedExtensionConfig;
  readonly proof_source_config?: ConfigCoreTypedExtensionConfig;
  readonly connection_id_generator_config?: ConfigCoreTypedExtensionConfig;
  readonly server_preferred_address_config?: ConfigCoreTypedExtensionConfig;
  readonly send_disable_active_migration?: boolean;
  readonly connection_debug_visitor_config?: ConfigCoreTypedExtensionConfig;
  readonly save_cmsg_config?: readonly SocketCmsgHeaders[];
  readonly reject_new_connections?: boolean;
  readonly max_sessions_per_event_loop?: number;
}

/** envoy.config.listener.v3.UdpListenerConfig */
export interface UdpListenerConfig {
  readonly downstream_socket_config?: UdpSocketConfig;
  readonly quic_options?: ConfigListenerQuicProtocolOptions;
  readonly udp_packet_packet_writer_config?: ConfigCoreTypedExtensionConfig;
}

/** envoy.config.metrics.v3.HistogramBucketSettings */
export interface HistogramBucketSettings {
  readonly match: TypeMatcherStringMatcher;
  readonly buckets?: readonly number[];
  readonly bins?: number;
}

/** envoy.config.metrics.v3.StatsConfig */
export interface StatsConfig {
  readonly stats_tags?: readonly TagSpecifier[];
  readonly use_all_default_tags?: boolean;
  readonly stats_matcher?: StatsMatcher;
  readonly histogram_bucket_settings?: readonly HistogramBucketSettings[];
  readonly allow_default_tag_overrides?: boolean;
}

/** envoy.config.metrics.v3.StatsMatcher */
export type StatsMatcher = OneOf<{
  readonly reject_all: boolean;
  readonly exclusion_list: ListStringMatcher;
  readonly inclusion_list: ListStringMatcher;
}>;

/** envoy.config.metrics.v3.StatsSink */
export interface StatsSink {
  readonly name?: string;
  readonly typed_config?: Any;
}

/** envoy.config.metrics.v3.TagSpecifier */
export type TagSpecifier = {
  readonly tag_name?: string;
} & AtMostOneOf<{
  readonly regex: string;
  readonly fixed_value: string;
}>;

/** envoy.config.overload.v3.BufferFactoryConfig */
export interface BufferFactoryConfig {
  readonly minimum_account_to_track_power_of_two?: number;
}

/** envoy.config.overload.v3.LoadShedPoint */
export interface LoadShedPoint {
  readonly name: string;
  readonly triggers: readonly Trigger[];
}

/** envoy.config.overload.v3.OverloadAction */
export interface OverloadAction {
  readonly name: string;
  readonly triggers: readonly Trigger[];
  readonly typed_config?: Any;
}

/** envoy.config.overload.v3.OverloadManager */
export interface OverloadManager {
  readonly refresh_interval?: Duration;
  readonly resource_monitors: readonly ResourceMonitor[];
  readonly actions?: readonly OverloadAction[];
  readonly loadshed_points?: readonly LoadShedPoint[];
  readonly buffer_factory_config?: BufferFactoryConfig;
}

/** envoy.config.overload.v3.ResourceMonitor */
export interface ResourceMonitor {
  readonly name: string;
  readonly typed_config?: Any;
}

/** envoy.config.overload.v3.ScaleTimersOverloadActionConfig */
export interface ScaleTimersOverloadActionConfig {
  readonly timer_scale_factors: readonly ScaleTimersOverloadActionConfigScaleTimer[];
}

/** envoy.config.overload.v3.ScaleTimersOverloadActionConfig.ScaleTimer */
export type ScaleTimersOverloadActionConfigScaleTimer = {
  readonly timer?: ScaleTimersOverloadActionConfigTimerType;
} & OneOf<{
  readonly min_timeout: Duration;
  readonly min_scale: Percent;
}>;

/** envoy.config.overload.v3.ScaleTimersOverloadActionConfig.TimerType */
export type ScaleTimersOverloadActionConfigTimerType = 'UNSPECIFIED' | 'HTTP_DOWNSTREAM_CONNECTION_IDLE' | 'HTTP_DOWNSTREAM_STREAM_IDLE' | 'TRANSPORT_SOCKET_CONNECT' | 'HTTP_DOWNSTREAM_CONNECTION_MAX' | 'HTTP_DOWNSTREAM_STREAM_FLUSH';

/** envoy.config.overload.v3.ScaledTrigger */
export interface ScaledTrigger {
  readonly scaling_threshold?: number;
  readonly saturation_threshold?: number;
}

/** envoy.config.overload.v3.ThresholdTrigger */
export interface ThresholdTrigger {
  readonly value?: number;
}

/** envoy.config.overload.v3.Trigger */
export type Trigger = {
  readonly name: string;
} & OneOf<{
  readonly threshold: ThresholdTrigger;
  readonly scaled: ScaledTrigger;
}>;

/** envoy.config.rbac.v3.MetadataSource */
export type MetadataSource = 'DYNAMIC' | 'ROUTE';

/** envoy.config.rbac.v3.Permission */
export type Permission = OneOf<{
  readonly and_rules: PermissionSet;
  readonly or_rules: PermissionSet;
  readonly any: boolean;
  readonly header: HeaderMatcher;
  readonly url_path: PathMatcher;
  readonly destination_ip: ConfigCoreCidrRange;
  readonly destination_port: number;
  readonly destination_port_range: Int32Range;
  readonly not_rule: Permission;
  readonly requested_server_name: TypeMatcherStringMatcher;
  readonly matcher: ConfigCoreTypedExtensionConfig;
  readonly uri_template: ConfigCoreTypedExtensionConfig;
  readonly sourced_metadata: SourcedMetadata;
}>;

/** envoy.config.rbac.v3.Permission.Set */
export interface PermissionSet {
  readonly rules: readonly Permission[];
}

/** envoy.config.rbac.v3.Policy */
export interface Policy {
  readonly permissions: readonly Permission[];
  readonly principals: readonly Principal[];
  readonly cel_config?: CelExpressionConfig;
}

/** envoy.config.rbac.v3.Principal */
export type Principal = OneOf<{
  readonly and_ids: PrincipalSet;
  readonly or_ids: PrincipalSet;
  readonly any: boolean;
  readonly authenticated: PrincipalAuthenticated;
  readonly direct_remote_ip: ConfigCoreCidrRange;
  readonly remote_ip: ConfigCoreCidrRange;
  readonly header: HeaderMatcher;
  readonly url_path: PathMatcher;
  readonly filter_state: FilterStateMatcher;
  readonly not_id: Principal;
  readonly sourced_metadata: SourcedMetadata;
  readonly custom: ConfigCoreTypedExtensionConfig;
}>;

/** envoy.config.rbac.v3.Principal.Authenticated */
export interface PrincipalAuthenticated {
  readonly principal_name?: TypeMatcherStringMatcher;
}

/** envoy.config.rbac.v3.Principal.Set */
export interface PrincipalSet {
  readonly ids: readonly Principal[];
}

/** envoy.config.rbac.v3.RBAC */
export interface ConfigRbacRBAC {
  readonly action?: RBACAction;
  readonly policies?: Readonly<Record<string, Policy>>;
  readonly audit_logging_options?: RBACAuditLoggingOptions;
}

/** envoy.config.rbac.v3.RBAC.Action */
export type RBACAction = 'ALLOW' | 'DENY' | 'LOG';

/** envoy.config.rbac.v3.RBAC.AuditLoggingOptions */
export interface RBACAuditLoggingOptions {
  readonly audit_condition?: RBACAuditLoggingOptionsAuditCondition;
  readonly logger_configs?: readonly RBACAuditLoggingOptionsAuditLoggerConfig[];
}

/** envoy.config.rbac.v3.RBAC.AuditLoggingOptions.AuditCondition */
export type RBACAuditLoggingOptionsAuditCondition = 'NONE' | 'ON_DENY' | 'ON_ALLOW' | 'ON_DENY_AND_ALLOW';

/** envoy.config.rbac.v3.RBAC.AuditLoggingOptions.AuditLoggerConfig */
export interface RBACAuditLoggingOptionsAuditLoggerConfig {
  readonly audit_logger?: ConfigCoreTypedExtensionConfig;
  readonly is_optional?: boolean;
}

/** envoy.config.rbac.v3.SourcedMetadata */
export interface SourcedMetadata {
  readonly metadata_matcher: MetadataMatcher;
  readonly metadata_source?: MetadataSource;
}

/** envoy.config.route.v3.ClusterSpecifierPlugin */
export interface ClusterSpecifierPlugin {
  readonly extension: ConfigCoreTypedExtensionConfig;
  readonly is_optional?: boolean;
}

/** envoy.config.route.v3.CookieMatcher */
export interface CookieMatcher {
  readonly name: string;
  readonly string_match: TypeMatcherStringMatcher;
  readonly invert_match?: boolean;
}

/** envoy.config.route.v3.Decorator */
export interface Decorator {
  readonly operation: string;
  readonly propagate?: boolean;
}

/** envoy.config.route.v3.DirectResponseAction */
export interface DirectResponseAction {
  readonly status?: number;
  readonly body?: DataSource;
  readonly body_format?: SubstitutionFormatString;
}

/** envoy.config.route.v3.FilterAction */
export interface FilterAction {
  readonly action?: Any;
}

/** envoy.config.route.v3.FilterConfig */
export interface FilterConfig {
  readonly config?: Any;
  readonly is_optional?: boolean;
  readonly disabled?: boolean;
}

/** envoy.config.route.v3.HeaderMatcher */
export type HeaderMatcher = {
  readonly name: string;
  readonly invert_match?: boolean;
  readonly treat_missing_header_as_empty?: boolean;
} & AtMostOneOf<{
  readonly range_match: Int64Range;
  readonly present_match: boolean;
  readonly string_match: TypeMatcherStringMatcher;
}>;

/** envoy.config.route.v3.HedgePolicy */
export interface HedgePolicy {
  readonly initial_requests?: number;
  readonly additional_request_chance?: FractionalPercent;
  readonly hedge_on_per_try_timeout?: boolean;
}

/** envoy.config.route.v3.InternalRedirectPolicy */
export interface InternalRedirectPolicy {
  readonly max_internal_redirects?: number;
  readonly redirect_response_codes?: readonly number[];
  readonly predicates?: readonly ConfigCoreTypedExtensionConfig[];
  readonly allow_cross_scheme_redirect?: boolean;
  readonly response_headers_to_copy?: readonly string[];
}

/** envoy.config.route.v3.NonForwardingAction */
export interface NonForwardingAction {}

/** envoy.config.route.v3.QueryParameterMatcher */
export type QueryParameterMatcher = {
  readonly name: string;
} & AtMostOneOf<{
  readonly string_match: TypeMatcherStringMatcher;
  readonly present_match: boolean;
}>;

/** envoy.config.route.v3.RateLimit */
export interface RateLimit {
  readonly stage?: number;
  readonly disable_key?: string;
  readonly actions: readonly RateLimitAction[];
  readonly limit?: RateLimitOverride;
  readonly hits_addend?: RateLimitHitsAddend;
  readonly apply_on_stream_done?: boolean;
  readonly x_ratelimit_option?: RateLimitXRateLimitOption;
}

/** envoy.config.route.v3.RateLimit.Action */
export type RateLimitAction = OneOf<{
  readonly source_cluster: RateLimitActionSourceCluster;
  readonly destination_cluster: RateLimitActionDestinationCluster;
  readonly request_headers: RateLimitActionRequestHeaders;
  readonly query_parameters: RateLimitActionQueryParameters;
  readonly remote_address: RateLimitActionRemoteAddress;
  readonly generic_key: RateLimitActionGenericKey;
  readonly header_value_match: RateLimitActionHeaderValueMatch;
  readonly metadata: RateLimitActionMetaData;
  readonly extension: ConfigCoreTypedExtensionConfig;
  readonly masked_remote_address: RateLimitActionMaskedRemoteAddress;
  readonly query_parameter_value_match: RateLimitActionQueryParameterValueMatch;
  readonly remote_address_match: RateLimitActionRemoteAddressMatch;
}>;

/** envoy.config.route.v3.RateLimit.Action.DestinationCluster */
export interface RateLimitActionDestinationCluster {}

/** envoy.config.route.v3.RateLimit.Action.GenericKey */
export interface RateLimitActionGenericKey {
  readonly descriptor_value: string;
  readonly default_value?: string;
  readonly descriptor_key?: string;
}

/** envoy.config.route.v3.RateLimit.Action.HeaderValueMatch */
export interface RateLimitActionHeaderValueMatch {
  readonly descriptor_value: string;
  readonly default_value?: string;
  readonly descriptor_key?: string;
  readonly expect_match?: boolean;
  readonly headers: readonly HeaderMatcher[];
}

/** envoy.config.route.v3.RateLimit.Action.MaskedRemoteAddress */
export interface RateLimitActionMaskedRemoteAddress {
  readonly v4_prefix_mask_len?: number;
  readonly v6_prefix_mask_len?: number;
}

/** envoy.config.route.v3.RateLimit.Action.MetaData */
export interface RateLimitActionMetaData {
  readonly descriptor_key: string;
  readonly metadata_key: MetadataKey;
  readonly default_value?: string;
  readonly source?: RateLimitActionMetaDataSource;
  readonly skip_if_absent?: boolean;
}

/** envoy.config.route.v3.RateLimit.Action.MetaData.Source */
export type RateLimitActionMetaDataSource = 'DYNAMIC' | 'ROUTE_ENTRY' | 'CLUSTER_ENTRY' | 'CLUSTER_LOCALITY_ENTRY';

/** envoy.config.route.v3.RateLimit.Action.QueryParameterValueMatch */
export interface RateLimitActionQueryParameterValueMatch {
  readonly descriptor_value: string;
  readonly default_value?: string;
  readonly descriptor_key?: string;
  readonly expect_match?: boolean;
  readonly query_parameters: readonly QueryParameterMatcher[];
}

/** envoy.config.route.v3.RateLimit.Action.QueryParameters */
export interface RateLimitActionQueryParameters {
  readonly query_parameter_name: string;
  readonly descriptor_key: string;
  readonly skip_if_absent?: boolean;
}

/** envoy.config.route.v3.RateLimit.Action.RemoteAddress */
export interface RateLimitActionRemoteAddress {}

/** envoy.config.route.v3.RateLimit.Action.RemoteAddressMatch */
export interface RateLimitActionRemoteAddressMatch {
  readonly descriptor_value: string;
  readonly descriptor_key?: string;
  readonly default_value?: string;
  readonly address_matcher: AddressMatcher;
}

/** envoy.config.route.v3.RateLimit.Action.RequestHeaders */
export interface RateLimitActionRequestHeaders {
  readonly header_name: string;
  readonly descriptor_key: string;
  readonly skip_if_absent?: boolean;
}

/** envoy.config.route.v3.RateLimit.Action.SourceCluster */
export interface RateLimitActionSourceCluster {}

/** envoy.config.route.v3.RateLimit.HitsAddend */
export interface RateLimitHitsAddend {
  readonly number?: number;
  readonly format?: string;
  readonly is_negative_hits?: boolean;
}

/** envoy.config.route.v3.RateLimit.Override */
export type RateLimitOverride = OneOf<{
  readonly dynamic_metadata: RateLimitOverrideDynamicMetadata;
  readonly rate_limit: RateLimitOverrideRateLimitOverride;
}>;

/** envoy.config.route.v3.RateLimit.Override.DynamicMetadata */
export interface RateLimitOverrideDynamicMetadata {
  readonly metadata_key: MetadataKey;
}

/** envoy.config.route.v3.RateLimit.Override.RateLimitOverride */
export interface RateLimitOverrideRateLimitOverride {
  readonly requests_per_unit?: number;
  readonly unit?: RateLimitUnit;
}

/** envoy.config.route.v3.RateLimit.XRateLimitOption */
export type RateLimitXRateLimitOption = 'UNSPECIFIED' | 'OFF' | 'DRAFT_VERSION_03';

/** envoy.config.route.v3.RedirectAction */
export type RedirectAction = {
  readonly host_redirect?: string;
  readonly port_redirect?: number;
  readonly response_code?: RedirectActionRedirectResponseCode;
  readonly strip_query?: boolean;
} & AtMostOneOf<{
  readonly https_redirect: boolean;
  readonly scheme_redirect: string;
}> & AtMostOneOf<{
  readonly path_redirect: string;
  readonly prefix_rewrite: string;
  readonly regex_rewrite: RegexMatchAndSubstitute;
  readonly path_rewrite: string;
}>;

/** envoy.config.route.v3.RedirectAction.RedirectResponseCode */
export type RedirectActionRedirectResponseCode = 'MOVED_PERMANENTLY' | 'FOUND' | 'SEE_OTHER' | 'TEMPORARY_REDIRECT' | 'PERMANENT_REDIRECT';

/** envoy.config.route.v3.RetryPolicy */
export interface ConfigRouteRetryPolicy {
  readonly retry_on?: string;
  readonly num_retries?: number;
  readonly per_try_timeout?: Duration;
  readonly per_try_idle_timeout?: Duration;
  readonly retry_priority?: ConfigRouteRetryPolicyRetryPriority;
  readonly retry_host_predicate?: readonly ConfigRouteRetryPolicyRetryHostPredicate[];
  readonly retry_options_predicates?: readonly ConfigCoreTypedExtensionConfig[];
  readonly host_selection_retry_max_attempts?: number;
  readonly retriable_status_codes?: readonly number[];
  readonly retry_back_off?: RetryPolicyRetryBackOff;
  readonly rate_limited_retry_back_off?: RetryPolicyRateLimitedRetryBackOff;
  readonly retriable_headers?: readonly HeaderMatcher[];
  readonly retriable_request_headers?: readonly HeaderMatcher[];
  readonly refresh_cluster_on_retry?: boolean;
}

/** envoy.config.route.v3.RetryPolicy.RateLimitedRetryBackOff */
export interface RetryPolicyRateLimitedRetryBackOff {
  readonly reset_headers: readonly RetryPolicyResetHeader[];
  readonly max_interval?: Duration;
}

/** envoy.config.route.v3.RetryPolicy.ResetHeader */
export interface RetryPolicyResetHeader {
  readonly name: string;
  readonly format?: RetryPolicyResetHeaderFormat;
}

/** envoy.config.route.v3.RetryPolicy.ResetHeaderFormat */
export type RetryPolicyResetHeaderFormat = 'SECONDS' | 'UNIX_TIMESTAMP';

/** envoy.config.route.v3.RetryPolicy.RetryBackOff */
export interface RetryPolicyRetryBackOff {
  readonly base_interval: Duration;
  readonly max_interval?: Duration;
}

/** envoy.config.route.v3.RetryPolicy.RetryHostPredicate */
export interface ConfigRouteRetryPolicyRetryHostPredicate {
  readonly name: string;
  readonly typed_config?: Any;
}

/** envoy.config.route.v3.RetryPolicy.RetryPriority */
export interface ConfigRouteRetryPolicyRetryPriority {
  readonly name: string;
  readonly typed_config?: Any;
}

/** envoy.config.route.v3.Route */
export type Route = {
  readonly name?: string;
  readonly match: RouteMatch;
  readonly metadata?: Metadata;
  readonly decorator?: Decorator;
  readonly typed_per_filter_config?: Readonly<Record<string, Any>>;
  readonly request_headers_to_add?: readonly HeaderValueOption[];
  readonly request_headers_to_remove?: readonly string[];
  readonly response_headers_to_add?: readonly HeaderValueOption[];
  readonly response_headers_to_remove?: readonly string[];
  readonly tracing?: Tracing;
  readonly stat_prefix?: string;
  readonly request_body_buffer_limit?: number;
  readonly route_specifiers?: readonly ConfigCoreTypedExtensionConfig[];
} & OneOf<{
  readonly route: RouteAction;
  readonly redirect: RedirectAction;
  readonly direct_response: DirectResponseAction;
  readonly filter_action: FilterAction;
  readonly non_forwarding_action: NonForwardingAction;
}>;

/** envoy.config.route.v3.RouteAction */
export type RouteAction = {
  readonly cluster_not_found_response_code?: RouteActionClusterNotFoundResponseCode;
  readonly metadata_match?: Metadata;
  readonly prefix_rewrite?: string;
  readonly regex_rewrite?: RegexMatchAndSubstitute;
  readonly path_rewrite_policy?: ConfigCoreTypedExtensionConfig;
  readonly path_rewrite?: string;
  readonly append_x_forwarded_host?: boolean;
  readonly timeout?: Duration;
  readonly idle_timeout?: Duration;
  readonly flush_timeout?: Duration;
  readonly early_data_policy?: ConfigCoreTypedExtensionConfig;
  readonly retry_policy?: ConfigRouteRetryPolicy;
  readonly retry_policy_typed_config?: Any;
  readonly request_mirror_policies?: readonly RouteActionRequestMirrorPolicy[];
  readonly priority?: RoutingPriority;
  readonly rate_limits?: readonly RateLimit[];
  readonly hash_policy?: readonly RouteActionHashPolicy[];
  readonly upgrade_configs?: readonly RouteActionUpgradeConfig[];
  readonly internal_redirect_policy?: InternalRedirectPolicy;
  readonly hedge_policy?: HedgePolicy;
  readonly max_stream_duration?: RouteActionMaxStreamDuration;
} & OneOf<{
  readonly cluster: string;
  readonly cluster_header: string;
  readonly weighted_clusters: WeightedCluster;
  readonly cluster_specifier_plugin: string;
  readonly inline_cluster_specifier_plugin: ClusterSpecifierPlugin;
}> & AtMostOneOf<{
  readonly host_rewrite_literal: string;
  readonly auto_host_rewrite: boolean;
  readonly host_rewrite_header: string;
  readonly host_rewrite_path_regex: RegexMatchAndSubstitute;
  readonly host_rewrite: string;
}>;

/** envoy.config.route.v3.RouteAction.ClusterNotFoundResponseCode */
export type RouteActionClusterNotFoundResponseCode = 'SERVICE_UNAVAILABLE' | 'NOT_FOUND' | 'INTERNAL_SERVER_ERROR';

/** envoy.config.route.v3.RouteAction.HashPolicy */
export type RouteActionHashPolicy = {
  readonly terminal?: boolean;
} & OneOf<{
  readonly header: RouteActionHashPolicyHeader;
  readonly cookie: RouteActionHashPolicyCookie;
  readonly connection_properties: RouteActionHashPolicyConnectionProperties;
  readonly query_parameter: RouteActionHashPolicyQueryParameter;
  readonly filter_state: RouteActionHashPolicyFilterState;
}>;

/** envoy.config.route.v3.RouteAction.HashPolicy.ConnectionProperties */
export interface RouteActionHashPolicyConnectionProperties {
  readonly source_ip?: boolean;
}

/** envoy.config.route.v3.RouteAction.HashPolicy.Cookie */
export interface RouteActionHashPolicyCookie {
  readonly name: string;
  readonly ttl?: Duration;
  readonly path?: string;
  readonly attributes?: readonly RouteActionHashPolicyCookieAttribute[];
}

/** envoy.config.route.v3.RouteAction.HashPolicy.CookieAttribute */
export interface RouteActionHashPolicyCookieAttribute {
  readonly name: string;
  readonly value?: string;
}

/** envoy.config.route.v3.RouteAction.HashPolicy.FilterState */
export interface RouteActionHashPolicyFilterState {
  readonly key: string;
}

/** envoy.config.route.v3.RouteAction.HashPolicy.Header */
export interface RouteActionHashPolicyHeader {
  readonly header_name: string;
  readonly regex_rewrite?: RegexMatchAndSubstitute;
}

/** envoy.config.route.v3.RouteAction.HashPolicy.QueryParameter */
export interface RouteActionHashPolicyQueryParameter {
  readonly name: string;
}

/** envoy.config.route.v3.RouteAction.MaxStreamDuration */
export interface RouteActionMaxStreamDuration {
  readonly max_stream_duration?: Duration;
  readonly grpc_timeout_header_max?: Duration;
  readonly grpc_timeout_header_offset?: Duration;
}

/** envoy.config.route.v3.RouteAction.RequestMirrorPolicy */
export interface RouteActionRequestMirrorPolicy {
  readonly cluster?: string;
  readonly cluster_header?: string;
  readonly runtime_fraction?: RuntimeFractionalPercent;
  readonly trace_sampled?: boolean;
  readonly disable_shadow_host_suffix_append?: boolean;
  readonly request_headers_mutations?: readonly ConfigCommonMutationRulesHeaderMutation[];
  readonly host_rewrite_literal?: string;
}

/** envoy.config.route.v3.RouteAction.UpgradeConfig */
export interface RouteActionUpgradeConfig {
  readonly upgrade_type: string;
  readonly enabled?: boolean;
  readonly connect_config?: RouteActionUpgradeConfigConnectConfig;
}

/** envoy.config.route.v3.RouteAction.UpgradeConfig.ConnectConfig */
export interface RouteActionUpgradeConfigConnectConfig {
  readonly proxy_protocol_config?: ProxyProtocolConfig;
  readonly allow_post?: boolean;
}

/** envoy.config.route.v3.RouteConfiguration */
export interface RouteConfiguration {
  readonly name?: string;
  readonly virtual_hosts?: readonly VirtualHost[];
  readonly vhds?: Vhds;
  readonly internal_only_headers?: readonly string[];
  readonly response_headers_to_add?: readonly HeaderValueOption[];
  readonly response_headers_to_remove?: readonly string[];
  readonly request_headers_to_add?: readonly HeaderValueOption[];
  readonly request_headers_to_remove?: readonly string[];
  readonly most_specific_header_mutations_wins?: boolean;
  readonly validate_clusters?: boolean;
  readonly max_direct_response_body_size_bytes?: number;
  readonly cluster_specifier_plugins?: readonly ClusterSpecifierPlugin[];
  readonly request_mirror_policies?: readonly RouteActionRequestMirrorPolicy[];
  readonly ignore_port_in_host_matching?: boolean;
  readonly vhost_header?: string;
  readonly ignore_path_parameters_in_path_matching?: boolean;
  readonly typed_per_filter_config?: Readonly<Record<string, Any>>;
  readonly metadata?: Metadata;
  readonly route_specifiers?: readonly ConfigCoreTypedExtensionConfig[];
}

/** envoy.config.route.v3.RouteMatch */
export type RouteMatch = {
  readonly case_sensitive?: boolean;
  readonly runtime_fraction?: RuntimeFractionalPercent;
  readonly headers?: readonly HeaderMatcher[];
  readonly query_parameters?: readonly QueryParameterMatcher[];
  readonly cookies?: readonly CookieMatcher[];
  readonly grpc?: RouteMatchGrpcRouteMatchOptions;
  readonly tls_context?: RouteMatchTlsContextMatchOptions;
  readonly dynamic_metadata?: readonly MetadataMatcher[];
  readonly filter_state?: readonly FilterStateMatcher[];
} & OneOf<{
  readonly prefix: string;
  readonly path: string;
  readonly safe_regex: TypeMatcherRegexMatcher;
  readonly connect_matcher: RouteMatchConnectMatcher;
  readonly path_separated_prefix: string;
  readonly path_match_policy: ConfigCoreTypedExtensionConfig;
}>;

/** envoy.config.route.v3.RouteMatch.ConnectMatcher */
export interface RouteMatchConnectMatcher {}

/** envoy.config.route.v3.RouteMatch.GrpcRouteMatchOptions */
export interface RouteMatchGrpcRouteMatchOptions {}

/** envoy.config.route.v3.RouteMatch.TlsContextMatchOptions */
export interface RouteMatchTlsContextMatchOptions {
  readonly presented?: boolean;
  readonly validated?: boolean;
}

/** envoy.config.route.v3.ScopedRouteConfiguration */
export interface ScopedRouteConfiguration {
  readonly on_demand?: boolean;
  readonly name: string;
  readonly route_configuration_name?: string;
  readonly route_configuration?: RouteConfiguration;
  readonly key: ScopedRouteConfigurationKey;
}

/** envoy.config.route.v3.ScopedRouteConfiguration.Key */
export interface ScopedRouteConfigurationKey {
  readonly fragments: readonly ScopedRouteConfigurationKeyFragment[];
}

/** envoy.config.route.v3.ScopedRouteConfiguration.Key.Fragment */
export interface ScopedRouteConfigurationKeyFragment {
  readonly string_key: string;
}

/** envoy.config.route.v3.Tracing */
export interface Tracing {
  readonly client_sampling?: FractionalPercent;
  readonly random_sampling?: FractionalPercent;
  readonly overall_sampling?: FractionalPercent;
  readonly custom_tags?: readonly CustomTag[];
  readonly operation?: string;
  readonly upstream_operation?: string;
}

/** envoy.config.route.v3.Vhds */
export interface Vhds {
  readonly config_source: ConfigSource;
}

/** envoy.config.route.v3.VirtualCluster */
export interface VirtualCluster {
  readonly headers?: readonly HeaderMatcher[];
  readonly name: string;
}

/** envoy.config.route.v3.VirtualHost */
export interface VirtualHost {
  readonly name: string;
  readonly domains: readonly string[];
  readonly routes?: readonly Route[];
  readonly matcher?: Matcher;
  readonly require_tls?: VirtualHostTlsRequirementType;
  readonly virtual_clusters?: readonly VirtualCluster[];
  readonly rate_limits?: readonly RateLimit[];
  readonly request_headers_to_add?: readonly HeaderValueOption[];
  readonly request_headers_to_remove?: readonly string[];
  readonly response_headers_to_add?: readonly HeaderValueOption[];
  readonly response_headers_to_remove?: readonly string[];
  readonly typed_per_filter_config?: Readonly<Record<string, Any>>;
  readonly include_request_attempt_count?: boolean;
  readonly include_attempt_count_in_response?: boolean;
  readonly retry_policy?: ConfigRouteRetryPolicy;
  readonly retry_policy_typed_config?: Any;
  readonly hedge_policy?: HedgePolicy;
  readonly include_is_timeout_retry_header?: boolean;
  readonly request_body_buffer_limit?: number;
  readonly request_mirror_policies?: readonly RouteActionRequestMirrorPolicy[];
  readonly metadata?: Metadata;
  readonly route_specifiers?: readonly ConfigCoreTypedExtensionConfig[];
}

/** envoy.config.route.v3.VirtualHost.TlsRequirementType */
export type VirtualHostTlsRequirementType = 'NONE' | 'EXTERNAL_ONLY' | 'ALL';

/** envoy.config.route.v3.WeightedCluster */
export type WeightedCluster = {
  readonly clusters: readonly WeightedClusterClusterWeight[];
  readonly runtime_key_prefix?: string;
} & AtMostOneOf<{
  readonly header_name: string;
  readonly use_hash_policy: boolean;
}>;

/** envoy.config.route.v3.WeightedCluster.ClusterWeight */
export interface WeightedClusterClusterWeight {
  readonly name?: string;
  readonly cluster_header?: string;
  readonly weight?: number;
  readonly metadata_match?: Metadata;
  readonly request_headers_to_add?: readonly HeaderValueOption[];
  readonly request_headers_to_remove?: readonly string[];
  readonly response_headers_to_add?: readonly HeaderValueOption[];
  readonly response_headers_to_remove?: readonly string[];
  readonly typed_per_filter_config?: Readonly<Record<string, Any>>;
  readonly host_rewrite_literal?: string;
}

/** envoy.config.trace.v3.Tracing.Http */
export interface TracingHttp {
  readonly name: string;
  readonly typed_config?: Any;
}

/** envoy.data.accesslog.v3.AccessLogType */
export type AccessLogType = 'NotSet' | 'TcpUpstreamConnected' | 'TcpPeriodic' | 'TcpConnectionStart' | 'TcpConnectionEnd' | 'DownstreamStart' | 'DownstreamPeriodic' | 'DownstreamEnd' | 'UpstreamPoolReady' | 'UpstreamPeriodic' | 'UpstreamEnd' | 'DownstreamTunnelSuccessfullyEstablished' | 'UdpTunnelUpstreamConnected' | 'UdpPeriodic' | 'UdpSessionEnd';

/** envoy.extensions.access_loggers.filters.cel.v3.ExpressionFilter */
export interface ExpressionFilter {
  readonly expression?: string;
  readonly cel_config?: CelExpressionConfig;
}

/** envoy.extensions.access_loggers.stream.v3.StdoutAccessLog */
export interface StdoutAccessLog {
  readonly log_format?: SubstitutionFormatString;
}

/** envoy.extensions.common.ratelimit.v3.LocalClusterRateLimit */
export interface LocalClusterRateLimit {}

/** envoy.extensions.common.ratelimit.v3.LocalRateLimitDescriptor */
export interface LocalRateLimitDescriptor {
  readonly entries: readonly RateLimitDescriptorEntry[];
  readonly token_bucket: TokenBucket;
  readonly shadow_mode?: boolean;
}

/** envoy.extensions.common.ratelimit.v3.RateLimitDescriptor.Entry */
export interface RateLimitDescriptorEntry {
  readonly key: string;
  readonly value?: string;
}

/** envoy.extensions.common.ratelimit.v3.VhRateLimitsOptions */
export type VhRateLimitsOptions = 'OVERRIDE' | 'INCLUDE' | 'IGNORE';

/** envoy.extensions.common.ratelimit.v3.XRateLimitHeadersRFCVersion */
export type XRateLimitHeadersRFCVersion = 'OFF' | 'DRAFT_VERSION_03';

/** envoy.extensions.compression.brotli.compressor.v3.Brotli */
export interface Brotli {
  readonly quality?: number;
  readonly encoder_mode?: BrotliEncoderMode;
  readonly window_bits?: number;
  readonly input_block_bits?: number;
  readonly chunk_size?: number;
  readonly disable_literal_context_modeling?: boolean;
}

/** envoy.extensions.compression.brotli.compressor.v3.Brotli.EncoderMode */
export type BrotliEncoderMode = 'DEFAULT' | 'GENERIC' | 'TEXT' | 'FONT';

/** envoy.extensions.compression.gzip.compressor.v3.Gzip */
export interface Gzip {
  readonly memory_level?: number;
  readonly compression_level?: GzipCompressionLevel;
  readonly compression_strategy?: GzipCompressionStrategy;
  readonly window_bits?: number;
  readonly chunk_size?: number;
}

/** envoy.extensions.compression.gzip.compressor.v3.Gzip.CompressionLevel */
export type GzipCompressionLevel = 'DEFAULT_COMPRESSION' | 'BEST_SPEED' | 'COMPRESSION_LEVEL_1' | 'COMPRESSION_LEVEL_2' | 'COMPRESSION_LEVEL_3' | 'COMPRESSION_LEVEL_4' | 'COMPRESSION_LEVEL_5' | 'COMPRESSION_LEVEL_6' | 'COMPRESSION_LEVEL_7' | 'COMPRESSION_LEVEL_8' | 'COMPRESSION_LEVEL_9' | 'BEST_COMPRESSION';

/** envoy.extensions.compression.gzip.compressor.v3.Gzip.CompressionStrategy */
export type GzipCompressionStrategy = 'DEFAULT_STRATEGY' | 'FILTERED' | 'HUFFMAN_ONLY' | 'RLE' | 'FIXED';

/** envoy.extensions.compression.zstd.compressor.v3.Zstd */
export interface Zstd {
  readonly compression_level?: number;
  readonly enable_checksum?: boolean;
  readonly strategy?: ZstdStrategy;
  readonly dictionary?: DataSource;
  readonly chunk_size?: number;
}

/** envoy.extensions.compression.zstd.compressor.v3.Zstd.Strategy */
export type ZstdStrategy = 'DEFAULT' | 'FAST' | 'DFAST' | 'GREEDY' | 'LAZY' | 'LAZY2' | 'BTLAZY2' | 'BTOPT' | 'BTULTRA' | 'BTULTRA2';

/** envoy.extensions.filters.http.basic_auth.v3.BasicAuth */
export interface BasicAuth {
  readonly users?: DataSource;
  readonly forward_username_header?: string;
  readonly authentication_header?: string;
  readonly allow_missing?: boolean;
  readonly emit_dynamic_metadata?: boolean;
  readonly realm?: string;
}

/** envoy.extensions.filters.http.basic_auth.v3.BasicAuthPerRoute */
export interface BasicAuthPerRoute {
  readonly users: DataSource;
  readonly realm?: string;
}

/** envoy.extensions.filters.http.compressor.v3.Compressor */
export interface Compressor {
  readonly compressor_library: ConfigCoreTypedExtensionConfig;
  readonly request_direction_config?: CompressorRequestDirectionConfig;
  readonly response_direction_config?: CompressorResponseDirectionConfig;
  readonly choose_first?: boolean;
}

/** envoy.extensions.filters.http.compressor.v3.Compressor.CommonDirectionConfig */
export interface CompressorCommonDirectionConfig {
  readonly enabled?: RuntimeFeatureFlag;
  readonly min_content_length?: number;
  readonly content_type_matcher?: readonly TypeMatcherStringMatcher[];
}

/** envoy.extensions.filters.http.compressor.v3.Compressor.RequestDirectionConfig */
export interface CompressorRequestDirectionConfig {
  readonly common_config?: CompressorCommonDirectionConfig;
}

/** envoy.extensions.filters.http.compressor.v3.Compressor.ResponseDirectionConfig */
export interface CompressorResponseDirectionConfig {
  readonly common_config?: CompressorCommonDirectionConfig;
  readonly disable_on_etag_header?: boolean;
  readonly weaken_etag_on_compress?: boolean;
  readonly remove_accept_encoding_header?: boolean;
  readonly uncompressible_response_codes?: readonly number[];
  readonly status_header_enabled?: boolean;
}

/** envoy.extensions.filters.http.compressor.v3.CompressorOverrides */
export interface CompressorOverrides {
  readonly response_direction_config?: ResponseDirectionOverrides;
  readonly compressor_library?: ConfigCoreTypedExtensionConfig;
}

/** envoy.extensions.filters.http.compressor.v3.CompressorPerRoute */
export type CompressorPerRoute = OneOf<{
  readonly disabled: boolean;
  readonly overrides: CompressorOverrides;
}>;

/** envoy.extensions.filters.http.compressor.v3.ResponseDirectionOverrides */
export interface ResponseDirectionOverrides {
  readonly remove_accept_encoding_header?: boolean;
}

/** envoy.extensions.filters.http.ext_authz.v3.AuthorizationRequest */
export interface AuthorizationRequest {
  readonly headers_to_add?: readonly HeaderValue[];
}

/** envoy.extensions.filters.http.ext_authz.v3.AuthorizationResponse */
export interface AuthorizationResponse {
  readonly allowed_upstream_headers?: ListStringMatcher;
  readonly allowed_upstream_headers_to_append?: ListStringMatcher;
  readonly allowed_client_headers?: ListStringMatcher;
  readonly allowed_client_headers_on_success?: ListStringMatcher;
  readonly dynamic_metadata_from_headers?: ListStringMatcher;
}

/** envoy.extensions.filters.http.ext_authz.v3.BufferSettings */
export interface BufferSettings {
  readonly max_request_bytes?: number;
  readonly allow_partial_message?: boolean;
  readonly pack_as_bytes?: boolean;
}

/** envoy.extensions.filters.http.ext_authz.v3.CheckSettings */
export type CheckSettings = {
  readonly context_extensions?: Readonly<Record<string, string>>;
  readonly disable_request_body_buffering?: boolean;
  readonly with_request_body?: BufferSettings;
  readonly emit_client_span?: boolean;
} & AtMostOneOf<{
  readonly grpc_service: GrpcService;
  readonly http_service: HttpService;
}>;

/** envoy.extensions.filters.http.ext_authz.v3.ExtAuthz */
export type ExtAuthz = {
  readonly transport_api_version?: ApiVersion;
  readonly failure_mode_allow?: boolean;
  readonly failure_mode_allow_header_add?: boolean;
  readonly with_request_body?: BufferSettings;
  readonly clear_route_cache?: boolean;
  readonly clear_route_cache_headers?: readonly string[];
  readonly status_on_error?: HttpStatus;
  readonly validate_mutations?: boolean;
  readonly metadata_context_namespaces?: readonly string[];
  readonly typed_metadata_context_namespaces?: readonly string[];
  readonly route_metadata_context_namespaces?: readonly string[];
  readonly route_typed_metadata_context_namespaces?: readonly string[];
  readonly filter_enabled?: RuntimeFractionalPercent;
  readonly filter_enabled_metadata?: MetadataMatcher;
  readonly deny_at_disable?: RuntimeFeatureFlag;
  readonly include_peer_certificate?: boolean;
  readonly stat_prefix?: string;
  readonly bootstrap_metadata_labels_key?: string;
  readonly allowed_headers?: ListStringMatcher;
  readonly disallowed_headers?: ListStringMatcher;
  readonly include_tls_session?: boolean;
  readonly charge_cluster_response_stats?: boolean;
  readonly encode_raw_headers?: boolean;
  readonly decoder_header_mutation_rules?: HeaderMutationRules;
  readonly enable_dynamic_metadata_ingestion?: boolean;
  readonly filter_metadata?: JsonObject;
  readonly emit_filter_state_stats?: boolean;
  readonly max_denied_response_body_bytes?: number;
  readonly enforce_response_header_limits?: boolean;
  readonly shadow_mode?: boolean;
  readonly emit_client_span?: boolean;
} & AtMostOneOf<{
  readonly grpc_service: GrpcService;
  readonly http_service: HttpService;
}>;

/** envoy.extensions.filters.http.ext_authz.v3.ExtAuthzPerRoute */
export type ExtAuthzPerRoute = OneOf<{
  readonly disabled: boolean;
  readonly check_settings: CheckSettings;
}>;

/** envoy.extensions.filters.http.ext_authz.v3.HttpService */
export interface HttpService {
  readonly server_uri?: HttpUri;
  readonly path_prefix?: string;
  readonly path_override?: string;
  readonly authorization_request?: AuthorizationRequest;
  readonly authorization_response?: AuthorizationResponse;
  readonly retry_policy?: ConfigCoreRetryPolicy;
}

/** envoy.extensions.filters.http.header_mutation.v3.HeaderMutation */
export interface ExtensionsFiltersHttpHeaderMutationHeaderMutation {
  readonly mutations?: Mutations;
  readonly most_specific_header_mutations_wins?: boolean;
}

/** envoy.extensions.filters.http.header_mutation.v3.HeaderMutationPerRoute */
export interface HeaderMutationPerRoute {
  readonly mutations?: Mutations;
}

/** envoy.extensions.filters.http.header_mutation.v3.Mutations */
export interface Mutations {
  readonly request_mutations?: readonly ConfigCommonMutationRulesHeaderMutation[];
  readonly query_parameter_mutations?: readonly KeyValueMutation[];
  readonly response_mutations?: readonly ConfigCommonMutationRulesHeaderMutation[];
  readonly response_trailers_mutations?: readonly ConfigCommonMutationRulesHeaderMutation[];
  readonly request_trailers_mutations?: readonly ConfigCommonMutationRulesHeaderMutation[];
  readonly formatters?: readonly ConfigCoreTypedExtensionConfig[];
}

/** envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit */
export interface LocalRateLimit {
  readonly stat_prefix: string;
  readonly status?: HttpStatus;
  readonly token_bucket?: TokenBucket;
  readonly filter_enabled?: RuntimeFractionalPercent;
  readonly filter_enforced?: RuntimeFractionalPercent;
  readonly request_headers_to_add_when_not_enforced?: readonly HeaderValueOption[];
  readonly response_headers_to_add?: readonly HeaderValueOption[];
  readonly descriptors?: readonly LocalRateLimitDescriptor[];
  readonly stage?: number;
  readonly local_rate_limit_per_downstream_connection?: boolean;
  readonly local_cluster_rate_limit?: LocalClusterRateLimit;
  readonly enable_x_ratelimit_headers?: XRateLimitHeadersRFCVersion;
  readonly vh_rate_limits?: VhRateLimitsOptions;
  readonly always_consume_default_token_bucket?: boolean;
  readonly rate_limited_as_resource_exhausted?: boolean;
  readonly rate_limits?: readonly RateLimit[];
  readonly max_dynamic_descriptors?: number;
  readonly enable_retry_after_header?: boolean;
}

/** envoy.extensions.filters.http.lua.v3.Lua */
export interface Lua {
  readonly source_codes?: Readonly<Record<string, DataSource>>;
  readonly default_source_code?: DataSource;
  readonly stat_prefix?: string;
  readonly clear_route_cache?: boolean;
  readonly filter_context?: JsonObject;
  readonly package_paths?: readonly string[];
  readonly package_cpaths?: readonly string[];
  readonly shared_vm_id?: string;
}

/** envoy.extensions.filters.http.lua.v3.LuaPerRoute */
export type LuaPerRoute = {
  readonly filter_context?: JsonObject;
  readonly package_paths?: readonly string[];
  readonly package_cpaths?: readonly string[];
  readonly shared_vm_id?: string;
} & AtMostOneOf<{
  readonly disabled: boolean;
  readonly name: string;
  readonly source_code: DataSource;
}>;

/** envoy.extensions.filters.http.rbac.v3.RBAC */
export interface ExtensionsFiltersHttpRbacRBAC {
  readonly rules?: ConfigRbacRBAC;
  readonly rules_stat_prefix?: string;
  readonly matcher?: Matcher;
  readonly shadow_rules?: ConfigRbacRBAC;
  readonly shadow_matcher?: Matcher;
  readonly shadow_rules_stat_prefix?: string;
  readonly track_per_rule_stats?: boolean;
}

/** envoy.extensions.filters.http.rbac.v3.RBACPerRoute */
export interface RBACPerRoute {
  readonly rbac?: ExtensionsFiltersHttpRbacRBAC;
}

/** envoy.extensions.filters.http.router.v3.Router */
export interface Router {
  readonly dynamic_stats?: boolean;
  readonly upstream_log?: readonly AccessLog[];
  readonly upstream_log_options?: RouterUpstreamAccessLogOptions;
  readonly suppress_envoy_headers?: boolean;
  readonly strict_check_headers?: readonly string[];
  readonly respect_expected_rq_timeout?: boolean;
  readonly suppress_grpc_request_failure_code_stats?: boolean;
  readonly upstream_http_filters?: readonly HttpFilter[];
  readonly reject_connect_request_early_data?: boolean;
}

/** envoy.extensions.filters.http.router.v3.Router.UpstreamAccessLogOptions */
export interface RouterUpstreamAccessLogOptions {
  readonly flush_upstream_log_on_upstream_stream?: boolean;
  readonly upstream_log_flush_interval?: Duration;
}

/** envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol */
export interface ProxyProtocol {
  readonly rules?: readonly ProxyProtocolRule[];
  readonly allow_requests_without_proxy_protocol?: boolean;
  readonly pass_through_tlvs?: ProxyProtocolPassThroughTLVs;
  readonly disallowed_versions?: readonly ProxyProtocolConfigVersion[];
  readonly stat_prefix?: string;
  readonly tlv_location?: ProxyProtocolTlvLocation;
}

/** envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol.KeyValuePair */
export interface ProxyProtocolKeyValuePair {
  readonly metadata_namespace?: string;
  readonly key: string;
  readonly value_string_encoding?: ProxyProtocolKeyValuePairValueStringEncoding;
}

/** envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol.KeyValuePair.ValueStringEncoding */
export type ProxyProtocolKeyValuePairValueStringEncoding = 'UNSPECIFIED' | 'SANITIZED_UTF8' | 'BASE64';

/** envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol.Rule */
export interface ProxyProtocolRule {
  readonly tlv_type?: number;
  readonly on_tlv_present?: ProxyProtocolKeyValuePair;
}

/** envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol.TlvLocation */
export type ProxyProtocolTlvLocation = 'DYNAMIC_METADATA' | 'FILTER_STATE';

/** envoy.extensions.filters.network.http_connection_manager.v3.ForwardProtoConfig */
export interface ForwardProtoConfig {
  readonly https_destination_ports?: readonly number[];
  readonly http_destination_ports?: readonly number[];
}

/** envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager */
export type HttpConnectionManager = {
  readonly codec_type?: HttpConnectionManagerCodecType;
  readonly stat_prefix: string;
  readonly http_filters?: readonly HttpFilter[];
  readonly add_user_agent?: boolean;
  readonly tracing?: HttpConnectionManagerTracing;
  readonly common_http_protocol_options?: ConfigCoreHttpProtocolOptions;
  readonly http1_safe_max_connection_duration?: boolean;
  readonly http_protocol_options?: Http1ProtocolOptions;
  readonly http2_protocol_options?: Http2ProtocolOptions;
  readonly http3_protocol_options?: Http3ProtocolOptions;
  readonly server_name?: string;
  readonly server_header_transformation?: HttpConnectionManagerServerHeaderTransformation;
  readonly scheme_header_transformation?: SchemeHeaderTransformation;
  readonly max_request_headers_kb?: number;
  readonly stream_idle_timeout?: Duration;
  readonly stream_flush_timeout?: Duration;
  readonly request_timeout?: Duration;
  readonly request_headers_timeout?: Duration;
  readonly drain_timeout?: Duration;
  readonly drain_timeout_jitter?: Percent;
  readonly delayed_close_timeout?: Duration;
  readonly access_log?: readonly AccessLog[];
  readonly access_log_options?: HttpConnectionManagerHcmAccessLogOptions;
  readonly use_remote_address?: boolean;
  readonly xff_num_trusted_hops?: number;
  readonly original_ip_detection_extensions?: readonly ConfigCoreTypedExtensionConfig[];
  readonly early_header_mutation_extensions?: readonly ConfigCoreTypedExtensionConfig[];
  readonly internal_address_config?: HttpConnectionManagerInternalAddressConfig;
  readonly skip_xff_append?: boolean;
  readonly via?: string;
  readonly generate_request_id?: boolean;
  readonly preserve_external_request_id?: boolean;
  readonly always_set_request_id_in_response?: boolean;
  readonly forward_client_cert_details?: HttpConnectionManagerForwardClientCertDetails;
  readonly set_current_client_cert_details?: HttpConnectionManagerSetCurrentClientCertDetails;
  readonly forward_client_cert_matcher?: Matcher;
  readonly proxy_100_continue?: boolean;
  readonly represent_ipv4_remote_address_as_ipv4_mapped_ipv6?: boolean;
  readonly upgrade_configs?: readonly HttpConnectionManagerUpgradeConfig[];
  readonly normalize_path?: boolean;
  readonly merge_slashes?: boolean;
  readonly path_with_escaped_slashes_action?: HttpConnectionManagerPathWithEscapedSlashesAction;
  readonly request_id_extension?: RequestIDExtension;
  readonly local_reply_config?: LocalReplyConfig;
  readonly strip_matching_host_port?: boolean;
  readonly strip_any_host_port?: boolean;
  readonly stream_error_on_invalid_http_message?: boolean;
  readonly path_normalization_options?: HttpConnectionManagerPathNormalizationOptions;
  readonly strip_trailing_host_dot?: boolean;
  readonly proxy_status_config?: HttpConnectionManagerProxyStatusConfig;
  readonly typed_header_validation_config?: ConfigCoreTypedExtensionConfig;
  readonly append_x_forwarded_port?: boolean;
  readonly append_local_overload?: boolean;
  readonly add_proxy_protocol_connection_state?: boolean;
  readonly forward_proto_config?: ForwardProtoConfig;
  readonly record_route_resolution_stats?: boolean;
} & OneOf<{
  readonly rds: Rds;
  readonly route_config: RouteConfiguration;
  readonly scoped_routes: ScopedRoutes;
}>;

/** envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.CodecType */
export type HttpConnectionManagerCodecType = 'AUTO' | 'HTTP1' | 'HTTP2' | 'HTTP3';

/** envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.ForwardClientCertDetails */
export type HttpConnectionManagerForwardClientCertDetails = 'SANITIZE' | 'FORWARD_ONLY' | 'APPEND_FORWARD' | 'SANITIZE_SET' | 'ALWAYS_FORWARD_ONLY';

/** envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.ForwardClientCertFormat */
export type HttpConnectionManagerForwardClientCertFormat = 'TEXT' | 'JSON';

/** envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.HcmAccessLogOptions */
export interface HttpConnectionManagerHcmAccessLogOptions {
  readonly access_log_flush_interval?: Duration;
  readonly flush_access_log_on_new_request?: boolean;
  readonly flush_log_on_tunnel_successfully_established?: boolean;
}

/** envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.InternalAddressConfig */
export interface HttpConnectionManagerInternalAddressConfig {
  readonly unix_sockets?: boolean;
  readonly cidr_ranges?: readonly ConfigCoreCidrRange[];
}

/** envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.PathNormalizationOptions */
export interface HttpConnectionManagerPathNormalizationOptions {
  readonly forwarding_transformation?: PathTransformation;
  readonly http_filter_transformation?: PathTransformation;
}

/** envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.PathWithEscapedSlashesAction */
export type HttpConnectionManagerPathWithEscapedSlashesAction = 'IMPLEMENTATION_SPECIFIC_DEFAULT' | 'KEEP_UNCHANGED' | 'REJECT_REQUEST' | 'UNESCAPE_AND_REDIRECT' | 'UNESCAPE_AND_FORWARD';

/** envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.ProxyStatusConfig */
export type HttpConnectionManagerProxyStatusConfig = {
  readonly remove_details?: boolean;
  readonly remove_connection_termination_details?: boolean;
  readonly remove_response_flags?: boolean;
  readonly set_recommended_response_code?: boolean;
} & AtMostOneOf<{
  readonly use_node_id: boolean;
  readonly literal_proxy_name: string;
}>;

/** envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.ServerHeaderTransformation */
export type HttpConnectionManagerServerHeaderTransformation = 'OVERWRITE' | 'APPEND_IF_ABSENT' | 'PASS_THROUGH';

/** envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.SetCurrentClientCertDetails */
export interface HttpConnectionManagerSetCurrentClientCertDetails {
  readonly subject?: boolean;
  readonly cert?: boolean;
  readonly chain?: boolean;
  readonly dns?: boolean;
  readonly uri?: boolean;
  readonly issuer?: boolean;
  readonly format?: HttpConnectionManagerForwardClientCertFormat;
}

/** envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.Tracing */
export interface HttpConnectionManagerTracing {
  readonly client_sampling?: Percent;
  readonly random_sampling?: Percent;
  readonly overall_sampling?: Percent;
  readonly verbose?: boolean;
  readonly max_path_tag_length?: number;
  readonly custom_tags?: readonly CustomTag[];
  readonly provider?: TracingHttp;
  readonly spawn_upstream_span?: boolean;
  readonly operation?: string;
  readonly upstream_operation?: string;
  readonly no_context_propagation?: boolean;
}

/** envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.UpgradeConfig */
export interface HttpConnectionManagerUpgradeConfig {
  readonly upgrade_type?: string;
  readonly filters?: readonly HttpFilter[];
  readonly enabled?: boolean;
}

/** envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter */
export type HttpFilter = {
  readonly name: string;
  readonly is_optional?: boolean;
  readonly disabled?: boolean;
} & AtMostOneOf<{
  readonly typed_config: Any;
  readonly config_discovery: ExtensionConfigSource;
}>;

/** envoy.extensions.filters.network.http_connection_manager.v3.LocalReplyConfig */
export interface LocalReplyConfig {
  readonly mappers?: readonly ResponseMapper[];
  readonly body_format?: SubstitutionFormatString;
}

/** envoy.extensions.filters.network.http_connection_manager.v3.Rds */
export interface Rds {
  readonly config_source?: ConfigSource;
  readonly route_config_name?: string;
}

/** envoy.extensions.filters.network.http_connection_manager.v3.RequestIDExtension */
export interface RequestIDExtension {
  readonly typed_config?: Any;
}

/** envoy.extensions.filters.network.http_connection_manager.v3.ResponseMapper */
export interface ResponseMapper {
  readonly filter: AccessLogFilter;
  readonly status_code?: number;
  readonly body?: DataSource;
  readonly body_format_override?: SubstitutionFormatString;
  readonly headers_to_add?: readonly HeaderValueOption[];
}

/** envoy.extensions.filters.network.http_connection_manager.v3.ScopedRds */
export interface ScopedRds {
  readonly scoped_rds_config_source: ConfigSource;
  readonly srds_resources_locator?: string;
}

/** envoy.extensions.filters.network.http_connection_manager.v3.ScopedRouteConfigurationsList */
export interface ScopedRouteConfigurationsList {
  readonly scoped_route_configurations: readonly ScopedRouteConfiguration[];
}

/** envoy.extensions.filters.network.http_connection_manager.v3.ScopedRoutes */
export type ScopedRoutes = {
  readonly name: string;
  readonly scope_key_builder: ScopedRoutesScopeKeyBuilder;
  readonly rds_config_source?: ConfigSource;
} & OneOf<{
  readonly scoped_route_configurations_list: ScopedRouteConfigurationsList;
  readonly scoped_rds: ScopedRds;
}>;

/** envoy.extensions.filters.network.http_connection_manager.v3.ScopedRoutes.ScopeKeyBuilder */
export interface ScopedRoutesScopeKeyBuilder {
  readonly fragments: readonly ScopedRoutesScopeKeyBuilderFragmentBuilder[];
}

/** envoy.extensions.filters.network.http_connection_manager.v3.ScopedRoutes.ScopeKeyBuilder.FragmentBuilder */
export interface ScopedRoutesScopeKeyBuilderFragmentBuilder {
  readonly header_value_extractor: ScopedRoutesScopeKeyBuilderFragmentBuilderHeaderValueExtractor;
}

/** envoy.extensions.filters.network.http_connection_manager.v3.ScopedRoutes.ScopeKeyBuilder.FragmentBuilder.HeaderValueExtractor */
export type ScopedRoutesScopeKeyBuilderFragmentBuilderHeaderValueExtractor = {
  readonly name: string;
  readonly element_separator?: string;
} & AtMostOneOf<{
  readonly index: number;
  readonly element: ScopedRoutesScopeKeyBuilderFragmentBuilderHeaderValueExtractorKvElement;
}>;

/** envoy.extensions.filters.network.http_connection_manager.v3.ScopedRoutes.ScopeKeyBuilder.FragmentBuilder.HeaderValueExtractor.KvElement */
export interface ScopedRoutesScopeKeyBuilderFragmentBuilderHeaderValueExtractorKvElement {
  readonly separator: string;
  readonly key: string;
}

/** envoy.extensions.filters.network.tcp_proxy.v3.ProxyProtocolTlvMergePolicy */
export type ProxyProtocolTlvMergePolicy = 'ADD_IF_ABSENT' | 'OVERWRITE_BY_TYPE_IF_EXISTS_OR_ADD' | 'APPEND_IF_EXISTS_OR_ADD';

/** envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy */
export type TcpProxy = {
  readonly stat_prefix: string;
  readonly on_demand?: TcpProxyOnDemand;
  readonly metadata_match?: Metadata;
  readonly idle_timeout?: Duration;
  readonly downstream_idle_timeout?: Duration;
  readonly upstream_idle_timeout?: Duration;
  readonly access_log?: readonly AccessLog[];
  readonly max_connect_attempts?: number;
  readonly backoff_options?: BackoffStrategy;
  readonly hash_policy?: readonly HashPolicy[];
  readonly tunneling_config?: TcpProxyTunnelingConfig;
  readonly max_downstream_connection_duration?: Duration;
  readonly max_downstream_connection_duration_jitter_percentage?: Percent;
  readonly access_log_options?: TcpProxyTcpAccessLogOptions;
  readonly proxy_protocol_tlvs?: readonly TlvEntry[];
  readonly proxy_protocol_tlv_merge_policy?: ProxyProtocolTlvMergePolicy;
  readonly upstream_connect_mode?: UpstreamConnectMode;
  readonly max_early_data_bytes?: number;
  readonly check_drain_close?: boolean;
} & OneOf<{
  readonly cluster: string;
  readonly weighted_clusters: TcpProxyWeightedCluster;
}>;

/** envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.OnDemand */
export interface TcpProxyOnDemand {
  readonly odcds_config?: ConfigSource;
  readonly resources_locator?: string;
  readonly timeout?: Duration;
}

/** envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.TcpAccessLogOptions */
export interface TcpProxyTcpAccessLogOptions {
  readonly access_log_flush_interval?: Duration;
  readonly flush_access_log_on_connected?: boolean;
  readonly flush_access_log_on_start?: boolean;
}

/** envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.TunnelingConfig */
export interface TcpProxyTunnelingConfig {
  readonly hostname: string;
  readonly use_post?: boolean;
  readonly headers_to_add?: readonly HeaderValueOption[];
  readonly propagate_response_headers?: boolean;
  readonly post_path?: string;
  readonly propagate_response_trailers?: boolean;
  readonly request_id_extension?: RequestIDExtension;
  readonly request_id_header?: string;
  readonly request_id_metadata_key?: string;
  readonly formatters?: readonly ConfigCoreTypedExtensionConfig[];
}

/** envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.WeightedCluster */
export interface TcpProxyWeightedCluster {
  readonly clusters: readonly TcpProxyWeightedClusterClusterWeight[];
}

/** envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.WeightedCluster.ClusterWeight */
export interface TcpProxyWeightedClusterClusterWeight {
  readonly name: string;
  readonly weight?: number;
  readonly metadata_match?: Metadata;
}

/** envoy.extensions.filters.network.tcp_proxy.v3.UpstreamConnectMode */
export type UpstreamConnectMode = 'IMMEDIATE' | 'ON_DOWNSTREAM_DATA' | 'ON_DOWNSTREAM_TLS_HANDSHAKE';

/** envoy.extensions.http.early_header_mutation.header_mutation.v3.HeaderMutation */
export interface ExtensionsHttpEarlyHeaderMutationHeaderMutationHeaderMutation {
  readonly mutations: readonly ConfigCommonMutationRulesHeaderMutation[];
}

/** envoy.extensions.http.original_ip_detection.xff.v3.XffConfig */
export interface XffConfig {
  readonly xff_num_trusted_hops?: number;
  readonly xff_trusted_cidrs?: XffTrustedCidrs;
  readonly skip_xff_append?: boolean;
}

/** envoy.extensions.http.original_ip_detection.xff.v3.XffTrustedCidrs */
export interface XffTrustedCidrs {
  readonly cidrs?: readonly ConfigCoreCidrRange[];
}

/** envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig */
export interface DownstreamConnectionsConfig {
  readonly max_active_downstream_connections?: number;
}

/** envoy.extensions.resource_monitors.fixed_heap.v3.FixedHeapConfig */
export interface FixedHeapConfig {
  readonly max_heap_size_bytes?: number;
  readonly max_heap_size_bytes_runtime?: RuntimeUInt64;
}

/** envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate */
export interface PreviousHostsPredicate {}

/** envoy.extensions.transport_sockets.proxy_protocol.v3.ProxyProtocolUpstreamTransport */
export interface ProxyProtocolUpstreamTransport {
  readonly config?: ProxyProtocolConfig;
  readonly transport_socket: TransportSocket;
  readonly allow_unspecified_address?: boolean;
  readonly tlv_as_pool_key?: boolean;
}

/** envoy.extensions.transport_sockets.quic.v3.QuicDownstreamTransport */
export interface QuicDownstreamTransport {
  readonly downstream_tls_context: DownstreamTlsContext;
  readonly enable_early_data?: boolean;
  readonly enable_resumption?: boolean;
}

/** envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer */
export interface RawBuffer {}

/** envoy.extensions.transport_sockets.tls.v3.CertificateProviderPluginInstance */
export interface CertificateProviderPluginInstance {
  readonly instance_name: string;
  readonly certificate_name?: string;
}

/** envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext */
export interface CertificateValidationContext {
  readonly trusted_ca?: DataSource;
  readonly ca_certificate_provider_instance?: CertificateProviderPluginInstance;
  readonly system_root_certs?: CertificateValidationContextSystemRootCerts;
  readonly watched_directory?: WatchedDirectory;
  readonly verify_certificate_spki?: readonly string[];
  readonly verify_certificate_hash?: readonly string[];
  readonly match_typed_subject_alt_names?: readonly SubjectAltNameMatcher[];
  readonly require_signed_certificate_timestamp?: boolean;
  readonly crl?: DataSource;
  readonly allow_expired_certificate?: boolean;
  readonly trust_chain_verification?: CertificateValidationContextTrustChainVerification;
  readonly custom_validator_config?: ConfigCoreTypedExtensionConfig;
  readonly only_verify_leaf_cert_crl?: boolean;
  readonly max_verify_depth?: number;
  readonly suppress_client_ca_list?: boolean;
}

/** envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext.SystemRootCerts */
export interface CertificateValidationContextSystemRootCerts {}

/** envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext.TrustChainVerification */
export type CertificateValidationContextTrustChainVerification = 'VERIFY_TRUST_CHAIN' | 'ACCEPT_UNTRUSTED';

/** envoy.extensions.transport_sockets.tls.v3.CommonTlsContext */
export type CommonTlsContext = {
  readonly tls_params?: TlsParameters;
  readonly tls_certificates?: readonly TlsCertificate[];
  readonly tls_certificate_sds_secret_configs?: readonly SdsSecretConfig[];
  readonly tls_certificate_provider_instance?: CertificateProviderPluginInstance;
  readonly custom_tls_certificate_selector?: ConfigCoreTypedExtensionConfig;
  readonly alpn_protocols?: readonly string[];
  readonly custom_handshaker?: ConfigCoreTypedExtensionConfig;
  readonly key_log?: TlsKeyLog;
} & AtMostOneOf<{
  readonly validation_context: CertificateValidationContext;
  readonly validation_context_sds_secret_config: SdsSecretConfig;
  readonly combined_validation_context: CommonTlsContextCombinedCertificateValidationContext;
}>;

/** envoy.extensions.transport_sockets.tls.v3.CommonTlsContext.CombinedCertificateValidationContext */
export interface CommonTlsContextCombinedCertificateValidationContext {
  readonly default_validation_context: CertificateValidationContext;
  readonly validation_context_sds_secret_config: SdsSecretConfig;
}

/** envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext */
export type DownstreamTlsContext = {
  readonly common_tls_context?: CommonTlsContext;
  readonly require_client_certificate?: boolean;
  readonly require_sni?: boolean;
  readonly disable_stateful_session_resumption?: boolean;
  readonly session_timeout?: Duration;
  readonly ocsp_staple_policy?: DownstreamTlsContextOcspStaplePolicy;
  readonly full_scan_certs_on_sni_mismatch?: boolean;
  readonly prefer_client_ciphers?: boolean;
} & AtMostOneOf<{
  readonly session_ticket_keys: TlsSessionTicketKeys;
  readonly session_ticket_keys_sds_secret_config: SdsSecretConfig;
  readonly disable_stateless_session_resumption: boolean;
}>;

/** envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext.OcspStaplePolicy */
export type DownstreamTlsContextOcspStaplePolicy = 'LENIENT_STAPLING' | 'STRICT_STAPLING' | 'MUST_STAPLE';

/** envoy.extensions.transport_sockets.tls.v3.GenericSecret */
export interface GenericSecret {
  readonly secret?: DataSource;
  readonly secrets?: Readonly<Record<string, DataSource>>;
}

/** envoy.extensions.transport_sockets.tls.v3.PrivateKeyProvider */
export interface PrivateKeyProvider {
  readonly provider_name: string;
  readonly typed_config?: Any;
  readonly fallback?: boolean;
}

/** envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig */
export interface SdsSecretConfig {
  readonly name: string;
  readonly sds_config?: ConfigSource;
}

/** envoy.extensions.transport_sockets.tls.v3.Secret */
export type Secret = {
  readonly name?: string;
} & AtMostOneOf<{
  readonly tls_certificate: TlsCertificate;
  readonly session_ticket_keys: TlsSessionTicketKeys;
  readonly validation_context: CertificateValidationContext;
  readonly generic_secret: GenericSecret;
}>;

/** envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher */
export interface SubjectAltNameMatcher {
  readonly san_type?: SubjectAltNameMatcherSanType;
  readonly matcher: TypeMatcherStringMatcher;
  readonly oid?: string;
}

/** envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher.SanType */
export type SubjectAltNameMatcherSanType = 'SAN_TYPE_UNSPECIFIED' | 'EMAIL' | 'DNS' | 'URI' | 'IP_ADDRESS' | 'OTHER_NAME';

/** envoy.extensions.transport_sockets.tls.v3.TlsCertificate */
export interface TlsCertificate {
  readonly certificate_chain?: DataSource;
  readonly private_key?: DataSource;
  readonly pkcs12?: DataSource;
  readonly watched_directory?: WatchedDirectory;
  readonly private_key_provider?: PrivateKeyProvider;
  readonly password?: DataSource;
  readonly ocsp_staple?: DataSource;
  readonly signed_certificate_timestamp?: readonly DataSource[];
  readonly tls_params?: TlsParameters;
}

/** envoy.extensions.transport_sockets.tls.v3.TlsKeyLog */
export interface TlsKeyLog {
  readonly path: string;
  readonly local_address_range?: readonly ConfigCoreCidrRange[];
  readonly remote_address_range?: readonly ConfigCoreCidrRange[];
}

/** envoy.extensions.transport_sockets.tls.v3.TlsParameters */
export interface TlsParameters {
  readonly tls_minimum_protocol_version?: TlsParametersTlsProtocol;
  readonly tls_maximum_protocol_version?: TlsParametersTlsProtocol;
  readonly cipher_suites?: readonly string[];
  readonly ecdh_curves?: readonly string[];
  readonly signature_algorithms?: readonly string[];
  readonly compliance_policies?: readonly TlsParametersCompliancePolicy[];
}

/** envoy.extensions.transport_sockets.tls.v3.TlsParameters.CompliancePolicy */
export type TlsParametersCompliancePolicy = 'FIPS_202205' | 'CNSA2_202603' | 'CNSA1_202603';

/** envoy.extensions.transport_sockets.tls.v3.TlsParameters.TlsProtocol */
export type TlsParametersTlsProtocol = 'TLS_AUTO' | 'TLSv1_0' | 'TLSv1_1' | 'TLSv1_2' | 'TLSv1_3';

/** envoy.extensions.transport_sockets.tls.v3.TlsSessionTicketKeys */
export interface TlsSessionTicketKeys {
  readonly keys: readonly DataSource[];
}

/** envoy.extensions.upstreams.http.v3.HttpProtocolOptions */
export type ExtensionsUpstreamsHttpHttpProtocolOptions = {
  readonly common_http_protocol_options?: ConfigCoreHttpProtocolOptions;
  readonly upstream_http_protocol_options?: UpstreamHttpProtocolOptions;
  readonly http_filters?: readonly HttpFilter[];
  readonly header_validation_config?: ConfigCoreTypedExtensionConfig;
  readonly outlier_detection?: HttpProtocolOptionsOutlierDetection;
  readonly request_mirror_policies?: readonly RouteActionRequestMirrorPolicy[];
  readonly hash_policy?: readonly RouteActionHashPolicy[];
  readonly retry_policy?: ConfigRouteRetryPolicy;
} & OneOf<{
  readonly explicit_http_config: HttpProtocolOptionsExplicitHttpConfig;
  readonly use_downstream_protocol_config: HttpProtocolOptionsUseDownstreamHttpConfig;
  readonly auto_config: HttpProtocolOptionsAutoHttpConfig;
}>;

/** envoy.extensions.upstreams.http.v3.HttpProtocolOptions.AutoHttpConfig */
export interface HttpProtocolOptionsAutoHttpConfig {
  readonly http_protocol_options?: Http1ProtocolOptions;
  readonly http2_protocol_options?: Http2ProtocolOptions;
  readonly http3_protocol_options?: Http3ProtocolOptions;
  readonly alternate_protocols_cache_options?: AlternateProtocolsCacheOptions;
}

/** envoy.extensions.upstreams.http.v3.HttpProtocolOptions.ExplicitHttpConfig */
export type HttpProtocolOptionsExplicitHttpConfig = OneOf<{
  readonly http_protocol_options: Http1ProtocolOptions;
  readonly http2_protocol_options: Http2ProtocolOptions;
  readonly http3_protocol_options: Http3ProtocolOptions;
}>;

/** envoy.extensions.upstreams.http.v3.HttpProtocolOptions.OutlierDetection */
export interface HttpProtocolOptionsOutlierDetection {
  readonly error_matcher: MatchPredicate;
}

/** envoy.extensions.upstreams.http.v3.HttpProtocolOptions.UseDownstreamHttpConfig */
export interface HttpProtocolOptionsUseDownstreamHttpConfig {
  readonly http_protocol_options?: Http1ProtocolOptions;
  readonly http2_protocol_options?: Http2ProtocolOptions;
  readonly http3_protocol_options?: Http3ProtocolOptions;
}

/** envoy.service.discovery.v3.DiscoveryResponse */
export interface DiscoveryResponse {
  readonly version_info?: string;
  readonly resources?: readonly Any[];
  readonly canary?: boolean;
  readonly type_url?: string;
  readonly nonce?: string;
  readonly control_plane?: ControlPlane;
  readonly resource_errors?: readonly ResourceError[];
}

/** envoy.service.discovery.v3.DynamicParameterConstraints */
export type DynamicParameterConstraints = AtMostOneOf<{
  readonly constraint: DynamicParameterConstraintsSingleConstraint;
  readonly or_constraints: DynamicParameterConstraintsConstraintList;
  readonly and_constraints: DynamicParameterConstraintsConstraintList;
  readonly not_constraints: DynamicParameterConstraints;
}>;

/** envoy.service.discovery.v3.DynamicParameterConstraints.ConstraintList */
export interface DynamicParameterConstraintsConstraintList {
  readonly constraints?: readonly DynamicParameterConstraints[];
}

/** envoy.service.discovery.v3.DynamicParameterConstraints.SingleConstraint */
export type DynamicParameterConstraintsSingleConstraint = {
  readonly key?: string;
} & OneOf<{
  readonly value: string;
  readonly exists: DynamicParameterConstraintsSingleConstraintExists;
}>;

/** envoy.service.discovery.v3.DynamicParameterConstraints.SingleConstraint.Exists */
export interface DynamicParameterConstraintsSingleConstraintExists {}

/** envoy.service.discovery.v3.ResourceError */
export interface ResourceError {
  readonly resource_name?: ResourceName;
  readonly error_detail?: Status;
}

/** envoy.service.discovery.v3.ResourceName */
export interface ResourceName {
  readonly name?: string;
  readonly dynamic_parameter_constraints?: DynamicParameterConstraints;
}

/** envoy.type.http.v3.PathTransformation */
export interface PathTransformation {
  readonly operations?: readonly PathTransformationOperation[];
}

/** envoy.type.http.v3.PathTransformation.Operation */
export type PathTransformationOperation = OneOf<{
  readonly normalize_path_rfc_3986: PathTransformationOperationNormalizePathRFC3986;
  readonly merge_slashes: PathTransformationOperationMergeSlashes;
}>;

/** envoy.type.http.v3.PathTransformation.Operation.MergeSlashes */
export interface PathTransformationOperationMergeSlashes {}

/** envoy.type.http.v3.PathTransformation.Operation.NormalizePathRFC3986 */
export interface PathTransformationOperationNormalizePathRFC3986 {}

/** envoy.type.matcher.v3.AddressMatcher */
export interface AddressMatcher {
  readonly ranges?: readonly XdsCoreCidrRange[];
  readonly invert_match?: boolean;
}

/** envoy.type.matcher.v3.DoubleMatcher */
export type DoubleMatcher = OneOf<{
  readonly range: DoubleRange;
  readonly exact: number;
}>;

/** envoy.type.matcher.v3.FilterStateMatcher */
export type FilterStateMatcher = {
  readonly key: string;
} & OneOf<{
  readonly string_match: TypeMatcherStringMatcher;
  readonly address_match: AddressMatcher;
}>;

/** envoy.type.matcher.v3.ListMatcher */
export interface ListMatcher {
  readonly one_of: ValueMatcher;
}

/** envoy.type.matcher.v3.ListStringMatcher */
export interface ListStringMatcher {
  readonly patterns: readonly TypeMatcherStringMatcher[];
}

/** envoy.type.matcher.v3.MetadataMatcher */
export interface MetadataMatcher {
  readonly filter: string;
  readonly path: readonly MetadataMatcherPathSegment[];
  readonly value: ValueMatcher;
  readonly invert?: boolean;
}

/** envoy.type.matcher.v3.MetadataMatcher.PathSegment */
export interface MetadataMatcherPathSegment {
  readonly key: string;
}

/** envoy.type.matcher.v3.OrMatcher */
export interface OrMatcher {
  readonly value_matchers: readonly ValueMatcher[];
}

/** envoy.type.matcher.v3.PathMatcher */
export interface PathMatcher {
  readonly path: TypeMatcherStringMatcher;
}

/** envoy.type.matcher.v3.RegexMatchAndSubstitute */
export interface RegexMatchAndSubstitute {
  readonly pattern: TypeMatcherRegexMatcher;
  readonly substitution?: string;
}

/** envoy.type.matcher.v3.RegexMatcher */
export interface TypeMatcherRegexMatcher {
  readonly regex: string;
}

/** envoy.type.matcher.v3.StringMatcher */
export type TypeMatcherStringMatcher = {
  readonly ignore_case?: boolean;
} & OneOf<{
  readonly exact: string;
  readonly prefix: string;
  readonly suffix: string;
  readonly safe_regex: TypeMatcherRegexMatcher;
  readonly contains: string;
  readonly custom: XdsCoreTypedExtensionConfig;
}>;

/** envoy.type.matcher.v3.ValueMatcher */
export type ValueMatcher = OneOf<{
  readonly null_match: ValueMatcherNullMatch;
  readonly double_match: DoubleMatcher;
  readonly string_match: TypeMatcherStringMatcher;
  readonly bool_match: boolean;
  readonly present_match: boolean;
  readonly list_match: ListMatcher;
  readonly or_match: OrMatcher;
}>;

/** envoy.type.matcher.v3.ValueMatcher.NullMatch */
export interface ValueMatcherNullMatch {}

/** envoy.type.metadata.v3.MetadataKey */
export interface MetadataKey {
  readonly key: string;
  readonly path: readonly MetadataKeyPathSegment[];
}

/** envoy.type.metadata.v3.MetadataKey.PathSegment */
export type MetadataKeyPathSegment = OneOf<{
  readonly key: string;
  readonly index: number;
}>;

/** envoy.type.metadata.v3.MetadataKind */
export type MetadataKind = OneOf<{
  readonly request: MetadataKindRequest;
  readonly route: MetadataKindRoute;
  readonly cluster: MetadataKindCluster;
  readonly host: MetadataKindHost;
}>;

/** envoy.type.metadata.v3.MetadataKind.Cluster */
export interface MetadataKindCluster {}

/** envoy.type.metadata.v3.MetadataKind.Host */
export interface MetadataKindHost {}

/** envoy.type.metadata.v3.MetadataKind.Request */
export interface MetadataKindRequest {}

/** envoy.type.metadata.v3.MetadataKind.Route */
export interface MetadataKindRoute {}

/** envoy.type.tracing.v3.CustomTag */
export type CustomTag = {
  readonly tag: string;
  readonly value_type?: CustomTagValueType;
} & OneOf<{
  readonly literal: CustomTagLiteral;
  readonly environment: CustomTagEnvironment;
  readonly request_header: CustomTagHeader;
  readonly metadata: CustomTagMetadata;
  readonly value: string;
}>;

/** envoy.type.tracing.v3.CustomTag.Environment */
export interface CustomTagEnvironment {
  readonly name: string;
  readonly default_value?: string;
}

/** envoy.type.tracing.v3.CustomTag.Header */
export interface CustomTagHeader {
  readonly name: string;
  readonly default_value?: string;
}

/** envoy.type.tracing.v3.CustomTag.Literal */
export interface CustomTagLiteral {
  readonly value: string;
}

/** envoy.type.tracing.v3.CustomTag.Metadata */
export interface CustomTagMetadata {
  readonly kind?: MetadataKind;
  readonly metadata_key?: MetadataKey;
  readonly default_value?: string;
}

/** envoy.type.tracing.v3.CustomTag.ValueType */
export type CustomTagValueType = 'UNSPECIFIED' | 'STRING' | 'INT' | 'DOUBLE' | 'BOOL';

/** envoy.type.v3.CodecClientType */
export type CodecClientType = 'HTTP1' | 'HTTP2' | 'HTTP3';

/** envoy.type.v3.DoubleRange */
export interface DoubleRange {
  readonly start?: number;
  readonly end?: number;
}

/** envoy.type.v3.FractionalPercent */
export interface FractionalPercent {
  readonly numerator?: number;
  readonly denominator?: FractionalPercentDenominatorType;
}

/** envoy.type.v3.FractionalPercent.DenominatorType */
export type FractionalPercentDenominatorType = 'HUNDRED' | 'TEN_THOUSAND' | 'MILLION';

/** envoy.type.v3.HashPolicy */
export type HashPolicy = OneOf<{
  readonly source_ip: HashPolicySourceIp;
  readonly filter_state: HashPolicyFilterState;
}>;

/** envoy.type.v3.HashPolicy.FilterState */
export interface HashPolicyFilterState {
  readonly key: string;
}

/** envoy.type.v3.HashPolicy.SourceIp */
export interface HashPolicySourceIp {}

/** envoy.type.v3.HttpStatus */
export interface HttpStatus {
  readonly code?: StatusCode;
}

/** envoy.type.v3.Int32Range */
export interface Int32Range {
  readonly start?: number;
  readonly end?: number;
}

/** envoy.type.v3.Int64Range */
export interface Int64Range {
  readonly start?: number;
  readonly end?: number;
}

/** envoy.type.v3.Percent */
export interface Percent {
  readonly value?: number;
}

/** envoy.type.v3.RateLimitUnit */
export type RateLimitUnit = 'UNKNOWN' | 'SECOND' | 'MINUTE' | 'HOUR' | 'DAY' | 'MONTH' | 'YEAR';

/** envoy.type.v3.SemanticVersion */
export interface SemanticVersion {
  readonly major_number?: number;
  readonly minor_number?: number;
  readonly patch?: number;
}

/** envoy.type.v3.StatusCode */
export type StatusCode = 'Empty' | 'Continue' | 'OK' | 'Created' | 'Accepted' | 'NonAuthoritativeInformation' | 'NoContent' | 'ResetContent' | 'PartialContent' | 'MultiStatus' | 'AlreadyReported' | 'IMUsed' | 'MultipleChoices' | 'MovedPermanently' | 'Found' | 'SeeOther' | 'NotModified' | 'UseProxy' | 'TemporaryRedirect' | 'PermanentRedirect' | 'BadRequest' | 'Unauthorized' | 'PaymentRequired' | 'Forbidden' | 'NotFound' | 'MethodNotAllowed' | 'NotAcceptable' | 'ProxyAuthenticationRequired' | 'RequestTimeout' | 'Conflict' | 'Gone' | 'LengthRequired' | 'PreconditionFailed' | 'PayloadTooLarge' | 'URITooLong' | 'UnsupportedMediaType' | 'RangeNotSatisfiable' | 'ExpectationFailed' | 'MisdirectedRequest' | 'UnprocessableEntity' | 'Locked' | 'FailedDependency' | 'UpgradeRequired' | 'PreconditionRequired' | 'TooManyRequests' | 'RequestHeaderFieldsTooLarge' | 'InternalServerError' | 'NotImplemented' | 'BadGateway' | 'ServiceUnavailable' | 'GatewayTimeout' | 'HTTPVersionNotSupported' | 'VariantAlsoNegotiates' | 'InsufficientStorage' | 'LoopDetected' | 'NotExtended' | 'NetworkAuthenticationRequired';

/** envoy.type.v3.TokenBucket */
export interface TokenBucket {
  readonly max_tokens?: number;
  readonly tokens_per_fill?: number;
  readonly fill_interval: Duration;
}

/** google.rpc.Status */
export interface Status {
  readonly code?: number;
  readonly message?: string;
  readonly details?: readonly Any[];
}

/** xds.core.v3.Authority */
export interface Authority {
  readonly name: string;
}

/** xds.core.v3.CidrRange */
export interface XdsCoreCidrRange {
  readonly address_prefix: string;
  readonly prefix_len?: number;
}

/** xds.core.v3.ContextParams */
export interface ContextParams {
  readonly params?: Readonly<Record<string, string>>;
}

/** xds.core.v3.TypedExtensionConfig */
export interface XdsCoreTypedExtensionConfig {
  readonly name: string;
  readonly typed_config: Any;
}

/** xds.type.matcher.v3.Matcher */
export type Matcher = {
  readonly on_no_match?: MatcherOnMatch;
} & AtMostOneOf<{
  readonly matcher_list: MatcherMatcherList;
  readonly matcher_tree: MatcherMatcherTree;
}>;

/** xds.type.matcher.v3.Matcher.MatcherList */
export interface MatcherMatcherList {
  readonly matchers: readonly MatcherMatcherListFieldMatcher[];
}

/** xds.type.matcher.v3.Matcher.MatcherList.FieldMatcher */
export interface MatcherMatcherListFieldMatcher {
  readonly predicate: MatcherMatcherListPredicate;
  readonly on_match: MatcherOnMatch;
}

/** xds.type.matcher.v3.Matcher.MatcherList.Predicate */
export type MatcherMatcherListPredicate = OneOf<{
  readonly single_predicate: MatcherMatcherListPredicateSinglePredicate;
  readonly or_matcher: MatcherMatcherListPredicatePredicateList;
  readonly and_matcher: MatcherMatcherListPredicatePredicateList;
  readonly not_matcher: MatcherMatcherListPredicate;
}>;

/** xds.type.matcher.v3.Matcher.MatcherList.Predicate.PredicateList */
export interface MatcherMatcherListPredicatePredicateList {
  readonly predicate: readonly MatcherMatcherListPredicate[];
}

/** xds.type.matcher.v3.Matcher.MatcherList.Predicate.SinglePredicate */
export type MatcherMatcherListPredicateSinglePredicate = {
  readonly input: XdsCoreTypedExtensionConfig;
} & OneOf<{
  readonly value_match: XdsTypeMatcherStringMatcher;
  readonly custom_match: XdsCoreTypedExtensionConfig;
}>;

/** xds.type.matcher.v3.Matcher.MatcherTree */
export type MatcherMatcherTree = {
  readonly input: XdsCoreTypedExtensionConfig;
} & OneOf<{
  readonly exact_match_map: MatcherMatcherTreeMatchMap;
  readonly prefix_match_map: MatcherMatcherTreeMatchMap;
  readonly custom_match: XdsCoreTypedExtensionConfig;
}>;

/** xds.type.matcher.v3.Matcher.MatcherTree.MatchMap */
export interface MatcherMatcherTreeMatchMap {
  readonly map?: Readonly<Record<string, MatcherOnMatch>>;
}

/** xds.type.matcher.v3.Matcher.OnMatch */
export type MatcherOnMatch = {
  readonly keep_matching?: boolean;
} & OneOf<{
  readonly matcher: Matcher;
  readonly action: XdsCoreTypedExtensionConfig;
}>;

/** xds.type.matcher.v3.RegexMatcher */
export interface XdsTypeMatcherRegexMatcher {
  readonly google_re2: RegexMatcherGoogleRE2;
  readonly regex: string;
}

/** xds.type.matcher.v3.RegexMatcher.GoogleRE2 */
export interface RegexMatcherGoogleRE2 {}

/** xds.type.matcher.v3.StringMatcher */
export type XdsTypeMatcherStringMatcher = {
  readonly ignore_case?: boolean;
} & OneOf<{
  readonly exact: string;
  readonly prefix: string;
  readonly suffix: string;
  readonly safe_regex: XdsTypeMatcherRegexMatcher;
  readonly contains: string;
  readonly custom: XdsCoreTypedExtensionConfig;
}>;
