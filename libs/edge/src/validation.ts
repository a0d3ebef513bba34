import type {
  Bootstrap,
  Cluster,
  ClusterLoadAssignment,
  FilterChain,
  Listener,
  NetworkFilter,
  PackedAs,
  RouteConfiguration,
  Secret,
  TransportSocket,
} from './messages.ts';
import { type EdgeFiles, fileNames, isCertificateFile, json, messagesOf } from './resource-file.ts';

/**
 * The bootstrap and its dynamic files as one static configuration for `envoy --mode validate`,
 * which does not read the dynamic files.
 */
export function flattenForValidation(bootstrap: string, files: EdgeFiles): string {
  const { dynamic_resources: _dynamic, admin: _admin, ...rest }: Bootstrap = JSON.parse(bootstrap);
  const flat: Bootstrap = {
    ...rest,
    static_resources: {
      listeners: read<Listener>(files, fileNames.listeners).map((listener) =>
        inlineListener(listener, files),
      ),
      clusters: [
        ...(rest.static_resources?.clusters ?? []),
        ...read<OwnCluster>(files, fileNames.clusters).map((cluster) => inlineEndpoints(cluster, files)),
      ],
      secrets: Object.keys(files)
        .filter(isCertificateFile)
        .flatMap((name) => read<Secret>(files, name)),
    },
  };
  return json(flat);
}

/** Why `envoy --mode validate` refuses, from its output, which may repeat the whole configuration with its keys. */
export function refusalReason(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const refusal = lines.find((line) => line.includes(announcement)) ?? lines[0] ?? 'no reason given';
  return refusal.replace(new RegExp(`^.*${announcement} '[^']*': `), '').replace(/: \{$/, '');
}

const announcement = 'error initializing configuration';

const read = <Message>(files: EdgeFiles, name: string): Message[] =>
  files[name] === undefined ? [] : messagesOf<Message>(files[name]);

type OwnCluster = Extract<Cluster, { readonly cluster_type?: undefined }>;

function inlineEndpoints({ eds_cluster_config: _source, ...cluster }: OwnCluster, files: EdgeFiles): Cluster {
  const [load_assignment] = read<ClusterLoadAssignment>(files, fileNames.endpoints(cluster.name));
  return { ...cluster, type: 'STATIC', load_assignment };
}

const inlineListener = (listener: Listener, files: EdgeFiles): Listener => ({
  ...listener,
  filter_chains: (listener.filter_chains ?? []).map(
    ({ transport_socket, filters = [], ...chain }): FilterChain => ({
      ...chain,
      filters: filters.map((filter) => inlineRoutes(filter, files)),
      transport_socket: transport_socket && inlineCertificates(transport_socket),
    }),
  ),
});

function inlineRoutes({ name, typed_config }: NetworkFilter, files: EdgeFiles): NetworkFilter {
  const { rds: _rds, scoped_routes: _scoped, ...manager } = typed_config as PackedAs<Manager>;
  if (manager.route_config) return { name, typed_config: manager };
  // without its routes a listener is refused, as it should be
  const [route_config] = read<RouteConfiguration>(files, routeFiles[manager.stat_prefix] ?? '') as [
    RouteConfiguration,
  ];
  return { name, typed_config: { ...manager, route_config } };
}

type Manager = 'envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager';

/** By the name of the manager's counters. */
const routeFiles: Readonly<Record<string, string>> = {
  http: fileNames.httpRoutes,
  https: fileNames.httpsRoutes,
};

/** A secret without a source is one of the static ones. */
function inlineCertificates({ name, typed_config }: TransportSocket): TransportSocket {
  const { common_tls_context: context, ...tls } = typed_config as PackedAs<TlsContext>;
  const secrets = context?.tls_certificate_sds_secret_configs ?? [];
  const tls_certificate_sds_secret_configs = secrets.map((secret) => ({ name: secret.name }));
  return {
    name,
    typed_config: { ...tls, common_tls_context: { ...context, tls_certificate_sds_secret_configs } },
  };
}

type TlsContext = 'envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext';
