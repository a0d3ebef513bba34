import { join } from 'node:path';
import type { ServerPlan } from '../server.ts';
import type { Setting } from './proxy.ts';

export interface Bare {
  readonly name: string;
  readonly program: string;
  /** In Envoy's own words, on standard output. */
  readonly accessLog: boolean;
}

/** Envoy with what a first page of its documentation has, and nothing of ours: no rule, no limit, no header. */
export function bareEnvoy(setting: Setting, { name, program, accessLog }: Bare): ServerPlan {
  const { folder } = setting;
  return {
    name,
    program,
    args: ['--config-path', join(folder, 'envoy.json'), ...quietly],
    folder,
    files: { 'envoy.json': JSON.stringify(bareConfig(setting, accessLog), null, 2) },
  };
}

const quietly = ['--concurrency', '1', '--disable-hot-restart', '--log-level', 'error'];

function bareConfig({ port, backend, certificate }: Setting, accessLog: boolean) {
  return {
    static_resources: {
      listeners: [
        {
          name: 'https',
          address: at(port),
          filter_chains: [
            { filters: [connectionManager(accessLog)], transport_socket: tlsSocket(certificate) },
          ],
        },
      ],
      clusters: [
        {
          name: 'service',
          type: 'STATIC',
          load_assignment: {
            cluster_name: 'service',
            endpoints: [{ lb_endpoints: [{ endpoint: { address: at(backend) } }] }],
          },
        },
      ],
    },
  };
}

function at(port: number) {
  return { socket_address: { address: '127.0.0.1', port_value: port } };
}

function typed(name: string, type: string, config: object = {}) {
  return { name, typed_config: { '@type': `type.googleapis.com/envoy.extensions.${type}`, ...config } };
}

function connectionManager(accessLog: boolean) {
  const log = typed('stdout', 'access_loggers.stream.v3.StdoutAccessLog');
  return typed('connections', 'filters.network.http_connection_manager.v3.HttpConnectionManager', {
    stat_prefix: 'https',
    access_log: accessLog ? [log] : [],
    route_config: {
      virtual_hosts: [
        {
          name: 'service',
          domains: ['*'],
          routes: [{ match: { prefix: '/' }, route: { cluster: 'service', timeout: '0s' } }],
        },
      ],
    },
    http_filters: [typed('router', 'filters.http.router.v3.Router')],
  });
}

function tlsSocket({ chain, key }: Setting['certificate']) {
  return typed('tls', 'transport_sockets.tls.v3.DownstreamTlsContext', {
    common_tls_context: {
      alpn_protocols: ['h2', 'http/1.1'],
      tls_certificates: [
        { certificate_chain: { inline_string: chain }, private_key: { inline_string: key } },
      ],
    },
  });
}
