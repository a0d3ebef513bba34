import type { Any, Duration, HeaderValueOption, Packed, PackedAs } from './generated/envoy.ts';

/** The messages of Envoy's v3 API that we write, in their JSON form. A wrong field name does not compile. */
export type {
  AccessLogFilter,
  Any,
  Bootstrap,
  CircuitBreakersThresholds as CircuitBreakerThresholds,
  Cluster,
  ClusterCommonLbConfig as CommonLbConfig,
  ClusterLoadAssignment,
  Compressor,
  ConfigCommonMutationRulesHeaderMutation as HeaderMutation,
  ConfigCoreCidrRange as CidrRange,
  ConfigListenerFilter as NetworkFilter,
  ConfigRbacRBAC as RBAC,
  ConfigRouteRetryPolicy as RetryPolicy,
  ConfigSource,
  DataSource,
  DirectResponseAction as DirectResponse,
  DiscoveryResponse,
  Duration,
  ExtensionsUpstreamsHttpHttpProtocolOptions as HttpProtocolOptions,
  FilterChain,
  FilterChainMatch,
  HeaderMatcher,
  HeaderValueOption,
  HealthCheck,
  HealthCheckHttpHealthCheck as HttpHealthCheck,
  HttpConnectionManager,
  HttpFilter,
  LbEndpoint,
  Listener,
  OutlierDetection,
  OverloadManager,
  Packed,
  PackedAs,
  Permission,
  Policy,
  Principal,
  RateLimitAction,
  RedirectAction,
  ResponseMapper,
  Route,
  RouteAction,
  RouteActionHashPolicy as HashPolicy,
  RouteConfiguration,
  RouteMatch,
  RuntimeFractionalPercent,
  ScopedRouteConfiguration,
  SdsSecretConfig,
  Secret,
  TlsParameters,
  TokenBucket,
  TransportSocket,
  Trigger,
  TypeMatcherStringMatcher as StringMatcher,
  VirtualHost,
  WeightedCluster,
  WeightedClusterClusterWeight as ClusterWeight,
} from './generated/envoy.ts';

/** A step of a chain, of whichever kind. */
export interface Extension {
  readonly name: string;
  readonly typed_config: Any;
}

/** Key and type of what a cluster says of the HTTP that it speaks. */
export const httpOptionsType = 'envoy.extensions.upstreams.http.v3.HttpProtocolOptions';

/** Envoy's duration of a number of milliseconds. */
export const duration = (milliseconds: number): Duration => `${milliseconds / 1000}s`;

/** May be left out where the message needs no field. */
type Content<Type extends keyof Packed> =
  Record<string, never> extends Packed[Type] ? [message?: Packed[Type]] : [message: Packed[Type]];

/** A message with the name of its type, as `Any` wants it. */
export const any = <Type extends keyof Packed>(type: Type, ...[message]: Content<Type>): PackedAs<Type> =>
  pack(type, message ?? {}) as PackedAs<Type>;

/** The same for a message whose type the caller has checked. */
export const pack = (type: keyof Packed, message: object): Any =>
  ({ '@type': `type.googleapis.com/${type}`, ...message }) as Any;

export const extension = <Type extends keyof Packed>(
  name: string,
  type: Type,
  ...content: Content<Type>
): { readonly name: string; readonly typed_config: PackedAs<Type> } => ({
  name,
  typed_config: any(type, ...content),
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
