/** What one target needs, as data. Everything downstream of the plan reads this and never the config. */
export interface Plan {
  readonly platform: string;
  readonly target: string;
  /** Every Docker name starts with it: `<platform>-<target>`. */
  readonly prefix: string;
  readonly engine: EnginePlan;
  /** Carried by every container, network and volume of this target. */
  readonly labels: Readonly<Record<string, string>>;
  readonly networks: { readonly services: NetworkPlan; readonly data: NetworkPlan };
  readonly volumes: readonly VolumePlan[];
  /** Long-lived containers (edge, agent, guard, Postgres, Redis), in starting order. */
  readonly containers: readonly ContainerPlan[];
  readonly edge: EdgePlan;
  readonly services: readonly ServicePlan[];
  readonly postgres?: PostgresPlan;
  readonly redis?: RedisPlan;
  /** Absent where the target has one host. */
  readonly place?: PlacePlan;
  /** The Postgres of the first host, on the others. */
  readonly distantPostgres?: DistantPlan;
}

/** Which of the hosts of a target this is. */
export interface PlacePlan {
  /** Counts from 1: the first has the data services, runs the migrations and makes the secrets that all have. */
  readonly number: number;
  readonly of: number;
  /** By which the other hosts reach it. */
  readonly address: string;
  /** Addresses of the other hosts. */
  readonly peers: readonly string[];
}

export interface DistantPlan {
  readonly address: string;
  readonly port: number;
}

export interface EnginePlan {
  /** Address for Docker clients and Terraform: `unix:///var/run/docker.sock`, `ssh://user@host`. */
  readonly host: string;
  /** Path of the engine's socket on the host itself, for the agent's bind mount. */
  readonly socket: string;
}

export interface NetworkPlan {
  readonly name: string;
  /** CIDR, e.g. `10.213.0.0/22`. */
  readonly subnet: string;
  readonly gateway: string;
  /** CIDR inside the subnet from which Docker gives out addresses; the rest is for fixed ones. */
  readonly dynamicRange: string;
  /** First and last fixed address that releases may take. */
  readonly fixed: { readonly first: string; readonly last: string };
  /** No route to the outside. */
  readonly internal: boolean;
}

export interface VolumePlan {
  readonly name: string;
  /** Holds what cannot be made again: `destroy --keep-data` leaves it. */
  readonly data: boolean;
}

export type ImageRole = 'edge' | 'agent' | 'postgres' | 'redis';

export interface ContainerPlan {
  readonly role: 'edge' | 'agent' | 'guard' | 'postgres' | 'redis';
  /** Of a container that is replaced `beside`, the beginning of it: a hash of what it is made of follows. */
  readonly name: string;
  /** Its replacement starts beside it and is healthy before this one is told to end. */
  readonly beside: boolean;
  /** Image id, `sha256:…`. */
  readonly image: string;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly user?: string;
  /** `host`, `none`, or the networks with a fixed address each. */
  readonly network:
    | 'host'
    | 'none'
    | readonly { readonly name: string; readonly address?: string; readonly aliases?: readonly string[] }[];
  /** Published ports, only where the edge cannot use the host's network. */
  readonly ports: readonly number[];
  /** Ports that are published for the other hosts of the target, on this host's address among them. */
  readonly peerPorts?: { readonly address: string; readonly ports: readonly number[] };
  readonly mounts: readonly MountPlan[];
  /** Files put into the container before it starts. None of them holds a secret. */
  readonly files: readonly { readonly path: string; readonly content: string }[];
  readonly environment: Readonly<Record<string, string>>;
  readonly health?: HealthCheckPlan;
  /** Bytes. */
  readonly memory: number;
  /** Its part of the processors while they are short, beside the 1024 of an ordinary container. */
  readonly cpuShares: number;
  readonly pids: number;
  readonly capabilities: { readonly add: readonly string[] };
  readonly readOnlyRoot: boolean;
  /** Paths, each a tmpfs. */
  readonly tmpfs: readonly string[];
  /** Milliseconds between SIGTERM and SIGKILL. */
  readonly stopGrace: number;
  readonly labels: Readonly<Record<string, string>>;
  /** Roles that must be healthy before this one starts. */
  readonly needs: readonly ContainerPlan['role'][];
}

/** Milliseconds. */
export interface HealthCheckPlan {
  readonly test: readonly string[];
  readonly interval: number;
  readonly timeout: number;
  readonly retries: number;
  readonly startPeriod: number;
}

export type MountPlan =
  | { readonly kind: 'volume'; readonly volume: string; readonly path: string; readonly readOnly: boolean }
  | { readonly kind: 'bind'; readonly source: string; readonly path: string; readonly readOnly: boolean };

export interface MetricsPlan {
  /** Of the services' network. */
  readonly address: string;
  readonly port: number;
  /** Path by which the edge finds its own admin socket, whatever that is named. */
  readonly ownAdminSocket: string;
}

export interface EdgePlan {
  readonly http: number;
  readonly https: number;
  /** Where the edge finds its dynamic files, inside its container and the agent's alike. */
  readonly directory: string;
  /** Path of the admin interface's unix socket; while an edge is replaced there are two, `<path>` without its ending and `-<start>.sock`. */
  readonly adminSocket: string;
  /** Milliseconds that a replaced edge may take to finish what it has in hand. */
  readonly drain: number;
  /** Worker threads. */
  readonly concurrency: number;
  readonly tls: TlsPlan;
  /** Which certificates the edge shows, each for its hosts; the first also to clients that name none of them. */
  readonly certificates: readonly CertificatePlan[];
  /** Where Prometheus is answered; absent: nowhere. */
  readonly metrics?: MetricsPlan;
  /** Networks (CIDR) of proxies in front, which are believed about the client; absent: none. */
  readonly trustedProxies?: readonly string[];
  /**
   * Where a balancer in front of several machines comes in, who says by the PROXY protocol who the client is: this host's
   * address, and the balancer's. Absent: nowhere.
   */
  readonly front?: { readonly address: string; readonly from: string };
  /** Answers carry `x-release` and `x-replica`. */
  readonly showRelease: boolean;
  readonly signIns: SignInsPlan;
}

/** How often basic auth may fail. */
export interface SignInsPlan {
  /** For one client address, on all services together. */
  readonly failures: number;
  /** For all clients together, on one service. */
  readonly failuresInAll: number;
  /** Milliseconds after which that many are free again. */
  readonly per: number;
}

export type TlsPlan =
  | { readonly mode: 'self-signed' }
  /** `directory` is inside the agent's container, `source` the same on the host. */
  | { readonly mode: 'files'; readonly directory: string; readonly source: string }
  | {
      readonly mode: 'acme';
      /** URL of the authority's directory. */
      readonly directory: string;
      /** E-mail address. */
      readonly contact: string;
      /** PEM of the authority that the directory's own certificate comes from, if it is no public one. */
      readonly root?: string;
    };

export interface CertificatePlan {
  /** Of its secret: `certificate`, or that and what it is for. */
  readonly name: string;
  /** `local`: by the local authority. `acme`: one host each, so that one that cannot be proven stands in no other's way. */
  readonly from: 'local' | 'files' | 'acme';
  /** Names that it must be good for. */
  readonly hosts: readonly string[];
  /** Of `files`: whose it is. */
  readonly service?: string;
}

export interface ServicePlan {
  readonly name: string;
  readonly source: ServiceSource;
  readonly hosts: readonly string[];
  readonly port: number;
  /** Absent: HTTP/1.1. */
  readonly protocol?: 'http2';
  readonly replicas: number;
  /** Absent: a TCP connection is the check. Milliseconds. */
  readonly health?: { readonly path: string; readonly interval: number; readonly timeout: number };
  readonly deploy: DeployPlan;
  readonly protect: readonly ProtectedPathPlan[];
  readonly block: readonly string[];
  /** Paths with `%2F` are refused; absent: they pass. */
  readonly escapedSlashes?: 'reject';
  /** Absent: none. */
  readonly limits?: readonly LimitPlan[];
  /** Absent: everybody may ask for everything. */
  readonly access?: readonly AccessPlan[];
  /** HTML by status, or by `any`, for what the edge answers itself; absent: its own. */
  readonly errorPages?: Readonly<Record<string, string>>;
  /** What the edge compresses where the application did not; absent: nothing. */
  readonly compress?: { readonly what: 'assets' | 'all'; readonly brotli: boolean };
  /** Of answers in which the application has none of that name. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly uses: readonly ('postgres' | 'redis')[];
  readonly migrate?: readonly string[];
  /** Without the database's address: that holds a password, which only the host knows. */
  readonly environment: Readonly<Record<string, string>>;
  /** Bytes, for each replica. */
  readonly memory: number;
  readonly pids: number;
  /** The root file system cannot be written; `/tmp` is memory. */
  readonly readOnly: boolean;
  /** By what a canary knows a client again. The edge hands out the cookie itself. */
  readonly sticky: { readonly cookie: string } | { readonly header: string };
  /** Folder of SQL files that `migrate` runs, relative to the workspace: what is new in it is checked before a release. */
  readonly migrations?: string;
}

export interface ProtectedPathPlan {
  readonly path: string;
  readonly users: readonly string[];
  /** The application gets the credentials too. */
  readonly forwardAuthorization?: true;
}

/** How often one client may ask for a path and what is below it. */
export interface LimitPlan {
  readonly path: string;
  readonly requests: number;
  /** Milliseconds in which that many are free again. */
  readonly per: number;
  /** How many may come at once. */
  readonly burst: number;
}

/** Who may ask for a path and what is below it: networks as CIDR, those of `allow` without those of `deny`. */
export interface AccessPlan {
  readonly path: string;
  /** Absent: all. */
  readonly allow?: readonly string[];
  /** Absent: none. */
  readonly deny?: readonly string[];
}

export type ServiceSource =
  | { readonly kind: 'project'; readonly project: string }
  | { readonly kind: 'image'; readonly image: string }
  | { readonly kind: 'context'; readonly context: string };

/** Milliseconds, where nothing else is said. */
export interface DeployPlan {
  readonly prepare?: string;
  readonly ready?: string;
  /** How long requests that began before the switch may take to finish. */
  readonly drain: number;
  /** How long a new container may take until it is ready. */
  readonly boot: number;
  /** How long the checks before the first change may take. */
  readonly look: number;
  /** How long the migration may take from its start to its end, without the wait for its lock. */
  readonly migrate: number;
  /** How long the migration may wait for another that holds the database's lock. */
  readonly migrateLock: number;
  /** Copy the database before the migration, and keep the copy until the next release. */
  readonly snapshot: boolean;
  /** How long the old release stays warm after the switch, and the new one is watched. 0: not at all. */
  readonly bake: number;
  /** Share of answers 5xx above the old release's own, 0 to 1, at which traffic goes back. */
  readonly errors: number;
  /** How many releases can be gone back to: their images and journals are kept. */
  readonly keep: number;
  /** Between SIGTERM and SIGKILL, never below the drain. */
  readonly stopGrace: number;
}

export interface PostgresPlan {
  readonly container: string;
  readonly address: string;
  readonly port: number;
  /** Directory of the unix socket, inside the agent's container. */
  readonly socket: string;
  /** Roles that may read every service's database. */
  readonly readers: readonly string[];
}

export interface RedisPlan {
  readonly address: string;
  readonly port: number;
}
