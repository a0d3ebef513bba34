import type { ClusterLoadAssignment, Secret } from './messages.ts';
import { type EdgeFiles, fileNames, isCertificateFile, messagesOf, parseFile } from './resource-file.ts';

/** What the edge answers itself where no replica takes a request is told by its cause: `external` and `internal` say whence the client came. */
const unsentStats = ['cx_none_healthy', 'rq_pending_failure_eject', 'rq_pending_overflow'] as const;
const answerStats = ['rq_completed', 'rq_5xx', ...unsentStats] as const;

/** Addresses on the admin socket, for the parsers below. */
export const adminPaths = {
  clusters: '/clusters?format=json',
  versions: '/stats?filter=version_text$',
  refusals: '/stats?filter=update_(rejected|failure)$',
  ready: '/ready',
  listeners: '/config_dump?resource=dynamic_listeners',
  answers: (cluster: string) =>
    `/stats?filter=${encodeURIComponent(`^cluster\\.${cluster}\\.upstream_(${answerStats.join('|')})$`)}`,
} as const;

/** What the edge shows under `stat` once it has taken a file. */
export interface Acknowledgement {
  readonly file: string;
  readonly stat: string;
  readonly version: string;
}

export const acknowledgements = (files: EdgeFiles): Acknowledgement[] =>
  Object.entries(files).map(([file, content]) => ({
    file,
    stat: `${statPrefix(file, content)}.version_text`,
    version: parseFile(content).version_info,
  }));

function statPrefix(file: string, content: string): string {
  const prefix = statPrefixes[file];
  if (prefix) return prefix;
  if (isCertificateFile(file)) return `sds.${messagesOf<Secret>(content)[0]?.name}`;
  const [endpoints] = messagesOf<ClusterLoadAssignment>(content);
  return `cluster.${endpoints?.cluster_name}`;
}

const statPrefixes: Readonly<Record<string, string>> = {
  [fileNames.listeners]: 'listener_manager.lds',
  [fileNames.clusters]: 'cluster_manager.cds',
  [fileNames.scopes]: 'http.https.scoped_rds.https',
  [fileNames.httpRoutes]: 'http.http.rds.http',
  [fileNames.httpsRoutes]: 'http.https.rds.https',
};

/** Acknowledgements that the edge has not given yet. `versions` from `parseVersions`. */
export const unacknowledged = (
  wanted: readonly Acknowledgement[],
  versions: ReadonlyMap<string, string>,
): Acknowledgement[] => wanted.filter(({ stat, version }) => versions.get(stat) !== version);

/** Stat → version, from the answer to `adminPaths.versions`. */
export const parseVersions = (stats: string): ReadonlyMap<string, string> =>
  new Map(statLines(stats).map(([name, value]) => [name, value.replace(/^"|"$/g, '')]));

/** Stat → count of refused or unreadable updates since the edge started, from the answer to `adminPaths.refusals`. */
export const parseRefusals = (stats: string): ReadonlyMap<string, number> =>
  new Map(statLines(stats).map(([name, value]) => [name, Number(value)]));

/** Without those of certificates that these files no longer have: a listener that drains still looks for them. */
export function refusalsOf(
  files: EdgeFiles,
  refusals: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const wanted = acknowledgements(files).map(({ stat }) => stat.replace(/version_text$/, ''));
  const isWanted = (stat: string) => !stat.startsWith('sds.') || wanted.some((own) => stat.startsWith(own));
  return new Map([...refusals].filter(([stat]) => isWanted(stat)));
}

/** Stats by which a refusal count has risen. */
export const newRefusals = (
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): string[] => [...after].filter(([stat, count]) => count > (before.get(stat) ?? 0)).map(([stat]) => stat);

function statLines(stats: string): [name: string, value: string][] {
  return stats
    .split('\n')
    .filter((line) => line.includes(': '))
    .map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]);
}

/** What a release has answered since the edge knows it. */
export interface AnswerCounts {
  /** Each client's request once, whatever its status and however often it was tried; no health checks. */
  readonly served: number;
  /** Of these 5xx, the edge's own for want of an answer included. */
  readonly failed: number;
  /** Tries that reached no replica: none healthy, no connection within its time, too many waiting. A request is tried up to three times. */
  readonly unsent: number;
}

/** Counts of a cluster, from the answer to `adminPaths.answers`. They outlive its replicas. */
export function answerCounts(stats: string, cluster: string): AnswerCounts {
  const counts = new Map(statLines(stats));
  const count = (name: (typeof answerStats)[number]) =>
    Number(counts.get(`cluster.${cluster}.upstream_${name}`) ?? 0);
  const unsent = unsentStats.reduce((sum, name) => sum + count(name), 0);
  return { served: count('rq_completed'), failed: count('rq_5xx'), unsent };
}

interface DynamicListener {
  readonly name: string;
  readonly error_state?: { readonly details: string };
}

export interface ListenerError {
  readonly listener: string;
  /** In Envoy's words. */
  readonly details: string;
}

/** The listeners that the edge does not open, from the answer to `adminPaths.listeners`. */
export function parseListenerErrors(dump: string): ListenerError[] {
  const { configs = [] }: { configs?: readonly DynamicListener[] } = JSON.parse(dump);
  return configs.flatMap(({ name, error_state }) =>
    error_state ? [{ listener: name, details: error_state.details }] : [],
  );
}

/** One replica as the edge sees it. */
export interface EndpointView {
  readonly address: string;
  readonly port: number;
  readonly healthy: boolean;
  /** Why it gets no requests, in Envoy's words. */
  readonly reasons: readonly string[];
  readonly activeRequests: number;
  /** Since the edge knows it. */
  readonly totalRequests: number;
}

export interface ClusterView {
  readonly cluster: string;
  readonly endpoints: readonly EndpointView[];
  /** Open requests of all its endpoints; websockets count. */
  readonly activeRequests: number;
  /** All requests that its present endpoints have had. */
  readonly totalRequests: number;
}

/** The edge's own view of its clusters, from the answer to `adminPaths.clusters`. */
export function parseClusters(json: string): ReadonlyMap<string, ClusterView> {
  const { cluster_statuses: clusters = [] } = JSON.parse(json) as ClustersAnswer;
  return new Map(clusters.map((cluster) => [cluster.name, clusterView(cluster)]));
}

interface ClustersAnswer {
  readonly cluster_statuses?: readonly ClusterStatus[];
}

interface ClusterStatus {
  readonly name: string;
  readonly host_statuses?: readonly HostStatus[];
}

interface HostStatus {
  readonly address: HostAddress;
  readonly stats?: readonly { readonly name: string; readonly value?: string }[];
  readonly health_status?: Readonly<Record<string, boolean | string>>;
}

interface HostAddress {
  /** The agent's gate has a unix socket instead. */
  readonly socket_address?: { readonly address: string; readonly port_value: number };
}

function clusterView({ name, host_statuses = [] }: ClusterStatus): ClusterView {
  const endpoints = host_statuses.flatMap((host) => endpointView(host) ?? []);
  const sum = (count: 'activeRequests' | 'totalRequests') =>
    endpoints.reduce((total, endpoint) => total + endpoint[count], 0);
  return {
    cluster: name,
    endpoints,
    activeRequests: sum('activeRequests'),
    totalRequests: sum('totalRequests'),
  };
}

function endpointView({ address: { socket_address: address }, stats = [], health_status = {} }: HostStatus) {
  if (!address) return undefined;
  const reasons = Object.keys(health_status).filter((flag) => health_status[flag] === true);
  const count = (stat: string) => Number(stats.find(({ name }) => name === stat)?.value ?? 0);
  return {
    address: address.address,
    port: address.port_value,
    healthy: reasons.length === 0 && health_status.eds_health_status === 'HEALTHY',
    reasons,
    activeRequests: count('rq_active'),
    totalRequests: count('rq_total'),
  };
}
