import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Plan } from '@causeway/plan';
import { type Any, type ConfigSource, type DiscoveryResponse, type Packed, pack } from './messages.ts';

/** One dynamic file of the edge: its content carries its own hash as version. */
export type ResourceFile = Required<Pick<DiscoveryResponse, 'version_info' | 'resources'>>;

/** File name, without directory → content. */
export type EdgeFiles = Readonly<Record<string, string>>;

export const fileNames = {
  listeners: 'lds.json',
  clusters: 'cds.json',
  httpsRoutes: 'rds-https.json',
  scopes: 'srds.json',
  httpRoutes: 'rds-http.json',
  /** `sds.json`, `sds-www.example.com.json`. */
  certificate: (name: string) => `sds${name.replace(/^certificate/, '')}.json`,
  endpoints: (cluster: string) => `eds-${cluster}.json`,
} as const;

export const isCertificateFile = (name: string): boolean => /^sds(-.*)?\.json$/.test(name);

export const isEndpointsFile = (name: string): boolean => name.startsWith('eds-');

const types = {
  listener: 'envoy.config.listener.v3.Listener',
  cluster: 'envoy.config.cluster.v3.Cluster',
  routes: 'envoy.config.route.v3.RouteConfiguration',
  scope: 'envoy.config.route.v3.ScopedRouteConfiguration',
  endpoints: 'envoy.config.endpoint.v3.ClusterLoadAssignment',
  secret: 'envoy.extensions.transport_sockets.tls.v3.Secret',
} as const;

type Types = typeof types;

export function renderFile<Kind extends keyof Types>(
  kind: Kind,
  messages: readonly Packed[Types[Kind]][],
): string {
  const resources = messages.map((message) => pack(types[kind], message));
  return json({ version_info: contentHash(resources), resources } satisfies ResourceFile);
}

export const parseFile = (content: string): ResourceFile => JSON.parse(content) as ResourceFile;

/** It can be read, and is what was written: its version is the hash of its content. */
export function isWhole(content: string): boolean {
  try {
    const { version_info, resources } = parseFile(content);
    return version_info === contentHash(resources);
  } catch {
    return false;
  }
}

/** The file's resources as messages, without the names of their types. */
export function messagesOf<Message>(content: string): Message[] {
  return parseFile(content).resources.map(({ '@type': _type, ...message }) => message as Message);
}

export const source = (plan: Plan, file: string): ConfigSource => ({
  path_config_source: { path: join(plan.edge.directory, file) },
  resource_api_version: 'V3',
});

/**
 * For files of which there are as many as services or releases: to watch one costs an inotify instance, of which a user
 * has 128 by default, and Envoy ends where it gets none. What is new is read at once, and what changes within a quarter
 * of a second.
 */
export const polledSource = (plan: Plan, file: string): ConfigSource => ({
  path_config_source: { path: join(plan.edge.directory, file), poll_interval: '0.25s' },
  resource_api_version: 'V3',
});

export const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const contentHash = (resources: readonly Any[]): string =>
  createHash('sha256').update(JSON.stringify(resources)).digest('hex').slice(0, 16);
