import { readFileSync } from 'node:fs';
import { readCredentials } from '../platform/commands.ts';
import { folderOf, openTarget, type Target } from '../target.ts';

/** An edge that listens somewhere, and what is expected of it: from a target's config, or from a file. */
export interface CheckedEdge {
  readonly name: string;
  readonly https: number;
  /** PEM of the authority that its certificate must come from. */
  readonly ca: string;
  /** Whether answers of applications carry `x-replica`. */
  readonly showsRelease: boolean;
  /** Whether somebody may say who the client is. */
  readonly trustsProxies: boolean;
  readonly services: readonly CheckedService[];
  readonly passwords: Readonly<Record<string, string>>;
  /** Where the report goes. */
  readonly folder: string;
}

export interface CheckedService {
  readonly name: string;
  /** A name that it is served under, and that leads to the edge. */
  readonly host: string;
  /** Whether it takes every host. */
  readonly anyHost: boolean;
  /** A path that everybody may ask for. */
  readonly open: string;
  readonly block: readonly string[];
  readonly protect: readonly { readonly path: string; readonly users: readonly string[] }[];
  /** Whether paths with `%2F` are refused. */
  readonly refusesEscapedSlashes: boolean;
  /** Names of what every answer has, by the application or else by the edge. */
  readonly headers: readonly string[];
  /** `per` in milliseconds. */
  readonly limits: readonly {
    readonly path: string;
    readonly requests: number;
    readonly per: number;
    readonly burst: number;
  }[];
  /** Networks as CIDR. */
  readonly access: readonly {
    readonly path: string;
    readonly allow?: readonly string[];
    readonly deny?: readonly string[];
  }[];
  /** Whether Brotli is offered beside gzip; `what` is compressed where the application did not. */
  readonly compress: { readonly what: 'assets' | 'all' | 'nothing'; readonly brotli: boolean };
  /** HTML by status or `any`; without one the edge has its own. */
  readonly errorPages: Readonly<Record<string, string>>;
}

export async function openEdge(targetName: string, config?: string): Promise<CheckedEdge> {
  const target = await openTarget(targetName, config);
  const { users } = await readCredentials(target);
  return {
    name: targetName,
    https: target.https,
    ca: target.ca,
    showsRelease: target.platform.edge.showRelease,
    trustsProxies: (target.platform.targets[targetName]?.trustedProxies ?? []).length > 0,
    services: target.services.map((service) => checkedService(service, tlsModeOf(target))),
    passwords: Object.fromEntries(users.map(({ name, password }) => [name, password])),
    folder: target.folder,
  };
}

const tlsModeOf = ({ name, platform }: Target): string =>
  (platform.targets[name]?.tls ?? platform.edge.tls).mode;

const checkedService = (service: Target['services'][number], tlsMode: string): CheckedService => ({
  name: service.name,
  host: service.host,
  anyHost: service.hosts.includes('*'),
  open: service.health?.path ?? '/',
  block: service.block,
  protect: service.protect,
  refusesEscapedSlashes: service.escapedSlashes === 'reject',
  headers: headersOf(service, tlsMode),
  limits: service.limits.map(({ burst, ...limit }) => ({ ...limit, burst: burst ?? limit.requests })),
  access: service.access.map(({ path, allow, deny }) => ({
    path,
    ...(allow && { allow }),
    ...(deny && { deny }),
  })),
  compress: service.compress,
  errorPages: service.errorPages,
});

/** Without those that the config takes away; browsers would not forget a promise of HTTPS that nobody vouches for. */
const headersOf = ({ headers }: Target['services'][number], tlsMode: string): string[] =>
  Object.entries(headers)
    .filter(
      ([name, value]) => value !== '' && !(name === 'strict-transport-security' && tlsMode === 'self-signed'),
    )
    .map(([name]) => name);

/** As `openEdge`, from a JSON file with everything but the folder. */
export function readEdge(file: string): CheckedEdge {
  const edge = JSON.parse(readFileSync(file, 'utf8')) as Omit<CheckedEdge, 'folder'>;
  return { ...edge, folder: folderOf(edge.name) };
}
