import type { Platform, Service } from '@causeway/config';
import { planNetworks } from './networks.ts';
import { postgresPort, redisPort } from './ports.ts';
import { findTarget } from './target.ts';

/** What a machine is made into. Apart from the plan, since it is needed before there is an engine to take facts from. */
export interface HostPlan {
  /** `<platform>-<target>`. */
  readonly prefix: string;
  readonly users: readonly UserPlan[];
  /** Debian's names. */
  readonly packages: readonly string[];
  /** TCP ports that are open to everybody, beside those of sshd. */
  readonly ports: readonly number[];
  /** What the containers may ask of the host. Absent: nothing that not everybody may. */
  readonly metrics?: { readonly port: number; readonly network: string };
  /** Other hosts of the target, and what they may ask of containers here. Absent: there are none. */
  readonly peers?: {
    /** The own one may be among them. */
    readonly addresses: readonly string[];
    readonly network: string;
    readonly ports: readonly number[];
  };
  /** Milliseconds after which a stop of the whole platform is cut short. */
  readonly stopTime: number;
  /** Whether Redis runs here, which asks something of the kernel. */
  readonly redis: boolean;
}

export interface UserPlan {
  readonly name: string;
  /** May become root, without a password. */
  readonly sudo: boolean;
  /** File with public keys, relative to the workspace. */
  readonly publicKey: string;
}

/** The services' own time to stop, and what is known of the long-lived containers. */
function stopTime({ services }: Platform): number {
  return (
    longestOf(services, ({ deploy }) => deploy.stopGrace) +
    2 * longestOf(services, ({ deploy }) => deploy.drain) +
    120_000
  );
}

function longestOf(services: Platform['services'], time: (service: Service) => number): number {
  return Math.max(0, ...Object.values(services).map(time));
}

/** What the machines of `target` need, each the same. Throws when the platform has no such target. */
export function planHost(platform: Platform, target: string): HostPlan {
  const { http, https, metrics, subnet, hosts } = findTarget(platform, target);
  const prefix = `${platform.name}-${target}`;
  const network = planNetworks(prefix, subnet).services.subnet;
  return {
    prefix,
    users: platform.server.users,
    packages: platform.server.packages,
    ports: [http, https],
    ...(metrics && { metrics: { port: metrics, network } }),
    ...(hosts && planPeers(platform, hosts, network)),
    stopTime: stopTime(platform),
    redis: platform.data.redis !== undefined,
  };
}

/** Where there are no data services the hosts ask nothing of each other. */
function planPeers(
  { data }: Platform,
  hosts: readonly { readonly address: string }[],
  network: string,
): Pick<HostPlan, 'peers'> {
  const ports = [...(data.postgres ? [postgresPort] : []), ...(data.redis ? [redisPort] : [])];
  if (ports.length === 0) return {};
  return { peers: { addresses: hosts.map(({ address }) => address), network, ports } };
}
