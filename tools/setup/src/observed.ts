import type { Role } from './roles.ts';

/** Where Debian's engine listens. */
export const defaultDockerHost = 'unix:///var/run/docker.sock';

/** What the look at the machine found; all that decisions are made from. */
export interface Observed {
  readonly dockerHost: string;
  readonly machine: {
    readonly os: 'linux' | 'darwin' | 'other';
    readonly root: boolean;
    /** Debian or one of its children, with apt. */
    readonly apt: boolean;
    /** systemd runs here as the first process. */
    readonly systemd: boolean;
    /** As `uname -m` says it. */
    readonly architecture: string;
  };
  readonly engine:
    | {
        readonly state: 'answers';
        readonly version: string;
        readonly desktop: boolean;
        readonly cpus: number;
        /** As `uname -m` says it. */
        readonly architecture: string;
        readonly cgroup: 'v1' | 'v2';
      }
    | { readonly state: 'silent'; readonly reason: string };
  readonly daemon: {
    readonly installed: boolean;
    /** A daemon of this machine's runs and may answer soon. */
    readonly running: boolean;
  };
  readonly images: {
    readonly registry: Reachable;
    /** Ids of what the engine holds already. */
    readonly pulled: Readonly<Partial<Record<Role, string>>>;
    readonly built: Readonly<Partial<Record<Role, string>>>;
    readonly base: boolean;
    readonly machine: boolean;
  };
  /** The engine of this computer, where the one to prepare is another machine's of the same architecture. */
  readonly lender?: {
    readonly dockerHost: string;
    readonly built: Observed['images']['built'];
  };
  readonly terraform?: { readonly bin: 'terraform' | 'tofu'; readonly version: string };
  readonly provider: { readonly registry: Reachable; readonly mirrored: boolean };
  readonly go?: { readonly version: string };
  readonly pip: boolean;
  readonly vagrant: boolean;
  readonly envoy: boolean;
  readonly pebble: 'here' | 'missing' | 'not asked for';
  /** Debian packages asked for that are not there. */
  readonly missing: {
    readonly engine: readonly string[];
    readonly build: readonly string[];
    readonly test: readonly string[];
  };
}

export interface Reachable {
  readonly reachable: boolean;
  readonly reason: string;
}
