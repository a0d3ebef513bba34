/** The messages of Envoy's v3 API that we write, with the fields that we use, in their JSON form. */

/** Seconds with a unit: `0.1s`. */
export type Duration = `${number}s`;

export interface Any {
  readonly '@type': `type.googleapis.com/${string}`;
  readonly [field: string]: unknown;
}

export interface Extension {
  readonly name: string;
  readonly typed_config: Any;
}

export interface ConfigSource {
  readonly path_config_source: { readonly path: string };
  readonly resource_api_version: 'V3';
}

export interface Metadata {
  readonly filter_metadata: { readonly causeway: Readonly<Record<string, string>> };
}

export interface Address {
  readonly socket_address: { readonly address: string; readonly port_value: number };
}

export interface Pipe {
  readonly pipe: { readonly path: string };
}

export interface Listener {
  readonly name: string;
  readonly address: Address;
  readonly per_connection_buffer_limit_bytes: number;
  readonly tcp_backlog_size: number;
  readonly filter_chains: readonly {
    readonly filters: readonly Extension[];
    readonly transport_socket?: Extension;
    readonly transport_socket_connect_timeout?: Duration;
  }[];
}

export interface HttpFilter extends Extension {
  /** Only routes that configure the filter run it. */
  readonly disabled?: boolean;
}

export interface RouteConfiguration {
  readonly name: string;
  readonly ignore_port_in_host_matching: true;
  readonly validate_clusters: true;
  readonly max_direct_response_body_size_bytes: number;
  readonly virtual_hosts: readonly VirtualHost[];
}

export interface VirtualHost {
  readonly name: string;
  readonly domains: readonly string[];
  readonly routes: readonly Route[];
  readonly response_headers_to_add?: readonly HeaderValueOption[];
  readonly response_headers_to_remove?: readonly string[];
}

export interface RouteMatch {
  readonly prefix?: string;
  readonly safe_regex?: { readonly regex: string };
  readonly headers?: readonly ValueMatch[];
  readonly cookies?: readonly ValueMatch[];
}

export interface ValueMatch {
  readonly name: string;
  readonly string_match: { readonly safe_regex: { readonly regex: string } };
}

export interface HeaderValueOption {
  readonly header: { readonly key: string; readonly value: string };
  readonly append_action: 'OVERWRITE_IF_EXISTS_OR_ADD' | 'APPEND_IF_EXISTS_OR_ADD' | 'ADD_IF_ABSENT';
}

export interface Route {
  readonly name: string;
  readonly metadata?: Metadata;
  readonly match: RouteMatch;
  readonly route?: RouteAction;
  readonly redirect?: RedirectAction;
  readonly direct_response?: DirectResponse;
  readonly typed_per_filter_config?: Readonly<Record<string, Any>>;
  readonly request_headers_to_remove?: readonly string[];
  readonly response_headers_to_add?: readonly HeaderValueOption[];
}

export type RouteAction = (OneCluster | WeightedClusters) & {
  readonly timeout: Duration;
  readonly retry_policy: RetryPolicy;
};

export interface OneCluster {
  readonly cluster: string;
}

export interface WeightedClusters {
  readonly weighted_clusters: {
    /** A client's bucket is its hash modulo the sum of the weights, counted through in this order. */
    readonly use_hash_policy: true;
    readonly clusters: readonly {
      readonly name: string;
      readonly weight: number;
      readonly response_headers_to_add?: readonly HeaderValueOption[];
    }[];
  };
  readonly hash_policy: readonly HashPolicy[];
}

export type HashPolicy = (
  | { readonly cookie: { readonly name: string } }
  | { readonly header: { readonly header_name: string } }
  | { readonly connection_properties: { readonly source_ip: true } }
) & {
  /** Those after it count only when this one finds nothing. */
  readonly terminal?: true;
};

export interface RetryPolicy {
  readonly retry_on: string;
  readonly retriable_status_codes?: readonly number[];
  readonly num_retries: number;
  readonly retry_host_predicate: readonly Extension[];
  readonly host_selection_retry_max_attempts: number;
  readonly retry_back_off: { readonly base_interval: Duration; readonly max_interval: Duration };
}

export interface RedirectAction {
  readonly https_redirect: true;
  readonly port_redirect?: number;
  readonly response_code: 'PERMANENT_REDIRECT';
}

export interface DirectResponse {
  readonly status: number;
  readonly body: { readonly inline_string: string };
}

/** Key and type of what a cluster says of the HTTP that it speaks. */
export const httpOptionsType = 'envoy.extensions.upstreams.http.v3.HttpProtocolOptions';

export interface Cluster {
  readonly name: string;
  readonly type: 'EDS' | 'STATIC';
  readonly connect_timeout: Duration;
  readonly eds_cluster_config?: { readonly eds_config: ConfigSource };
  readonly load_assignment?: ClusterLoadAssignment;
  readonly circuit_breakers: { readonly thresholds: readonly Partial<CircuitBreakerThresholds>[] };
  readonly typed_extension_protocol_options: Readonly<Record<string, Any>>;
}

export interface ReleaseCluster extends Cluster {
  readonly lb_policy: 'ROUND_ROBIN';
  readonly per_connection_buffer_limit_bytes: number;
  readonly ignore_health_on_host_removal: true;
  readonly common_lb_config: {
    readonly healthy_panic_threshold: { readonly value: number };
    readonly ignore_new_hosts_until_first_hc: true;
    readonly update_merge_window: Duration;
  };
  readonly health_checks: readonly HealthCheck[];
  readonly outlier_detection: OutlierDetection;
  readonly metadata: Metadata;
}

export interface HealthCheck {
  readonly timeout: Duration;
  readonly interval: Duration;
  readonly no_traffic_interval: Duration;
  readonly no_traffic_healthy_interval: Duration;
  readonly unhealthy_interval: Duration;
  readonly unhealthy_threshold: number;
  readonly healthy_threshold: number;
  readonly reuse_connection: boolean;
  readonly http_health_check?: {
    readonly path: string;
    readonly host: string;
    /** `end` is not part of the range. */
    readonly expected_statuses: readonly { readonly start: number; readonly end: number }[];
  };
  readonly tcp_health_check?: Readonly<Record<string, never>>;
}

export interface OutlierDetection {
  readonly interval: Duration;
  readonly base_ejection_time: Duration;
  readonly max_ejection_time: Duration;
  readonly max_ejection_percent: number;
  readonly split_external_local_origin_errors: true;
  readonly consecutive_gateway_failure: number;
  readonly enforcing_consecutive_gateway_failure: number;
  readonly consecutive_local_origin_failure: number;
  readonly enforcing_consecutive_local_origin_failure: number;
  readonly enforcing_consecutive_5xx: number;
  readonly enforcing_success_rate: number;
  readonly enforcing_local_origin_success_rate: number;
}

export interface CircuitBreakerThresholds {
  readonly max_connections: number;
  readonly max_pending_requests: number;
  readonly max_requests: number;
  readonly retry_budget: {
    readonly budget_percent: { readonly value: number };
    readonly min_retry_concurrency: number;
  };
}

export interface ClusterLoadAssignment {
  readonly cluster_name: string;
  readonly endpoints: readonly { readonly lb_endpoints: readonly LbEndpoint[] }[];
}

export interface LbEndpoint {
  readonly endpoint: { readonly address: Address | Pipe };
  readonly metadata?: Metadata;
}

export interface Secret {
  readonly name: string;
  readonly tls_certificate: {
    readonly certificate_chain: { readonly inline_string: string };
    readonly private_key: { readonly inline_string: string };
  };
}

/** Envoy's duration of a number of milliseconds. */
export const duration = (milliseconds: number): Duration => `${milliseconds / 1000}s`;

const typeUrl = 'type.googleapis.com';

/** A message with the name of its type, as `Any` wants it. */
export const any = (type: string, message: object = {}): Any => ({
  '@type': `${typeUrl}/${type}`,
  ...message,
});

export const extension = (name: string, type: string, message: object = {}): Extension => ({
  name,
  typed_config: any(type, message),
});

/** Takes the place of what the application says under this name. */
export const overwrite = (key: string, value: string): HeaderValueOption => ({
  header: { key, value },
  append_action: 'OVERWRITE_IF_EXISTS_OR_ADD',
});

export const append = (key: string, value: string): HeaderValueOption => ({
  header: { key, value },
  append_action: 'APPEND_IF_EXISTS_OR_ADD',
});

/** Only where the application says nothing under this name. */
export const addIfAbsent = (key: string, value: string): HeaderValueOption => ({
  header: { key, value },
  append_action: 'ADD_IF_ABSENT',
});

/** A text in Envoy's formats, where `%` begins a command. */
export const literal = (text: string): string => text.replaceAll('%', '%%');
