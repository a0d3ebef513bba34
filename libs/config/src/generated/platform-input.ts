// Generated from the schema by `nx run config:reference`.

/** What an author writes in `stacks/platform.config.ts`. */
export interface PlatformInput {
  /** Name of the platform; everything on the engine starts with `<name>-<target>`. */
  readonly name: string;
  /** The machine: who may log in, and what is installed. Default: `{}`. */
  readonly server?: {
    /** People who may log in to the server. Default: `[]`. */
    readonly users?: readonly {
      /** Login name on the server. */
      readonly name: string;
      /** Whether the user may become root. Default: `false`. */
      readonly sudo?: boolean;
      /** File with the SSH public key, relative to the workspace; passwords do not log in. */
      readonly publicKey: string;
    }[];
    /** Debian packages to install on the server. Default: `[]`. */
    readonly packages?: readonly string[];
  };
  /** Envoy, where requests come in. Default: `{}`. */
  readonly edge?: {
    /** Certificates at the edge, for targets without a `tls` of their own. Default: `{ mode: 'self-signed' }`. */
    readonly tls?: {
      /** Where certificates come from. `self-signed`: an authority made on the host, whose certificate is left in `.causeway/<target>/ca.crt`. `files`: a folder on the host. `acme`: an authority such as Let’s Encrypt, which asks each host for a proof on port 80. */
      readonly mode: 'self-signed' | 'files' | 'acme';
      /** Of `files`: folder on the host with `<service>.crt` and `<service>.key` for each service, or `default.crt` and `default.key` for those without; PEM, the leaf first. Roots that only you know go into `authorities.crt`. Default: required with `files`. */
      readonly directory?: string;
      /** Of `acme`: `'letsencrypt'`, `'letsencrypt-staging'` for trying out, or the URL of another authority's directory. Default: `'letsencrypt'`. */
      readonly authority?: string;
      /** Of `acme`: e-mail address that the authority may write to. Default: required with `acme`. */
      readonly contact?: string;
      /** Of `acme`: that you have read the authority's terms of service and agree to them. Default: required with `acme`. */
      readonly agreeToTerms?: boolean;
      /** Of `acme`: certificate in PEM of the authority that the directory's own HTTPS comes from, where it is no public one. Default: the public ones. */
      readonly root?: string;
    };
    /** Whether answers carry the headers `x-release` and `x-replica`. Default: `false`. */
    readonly showRelease?: boolean;
    /** How often somebody may fail to sign in to protected paths. Default: `{}`. */
    readonly signIns?: {
      /** Failed attempts at basic auth that one client address may make (an IPv6 network /64 is one), on all services together, before it has to wait. From 4 to 1000. Default: `16`. */
      readonly failures?: number;
      /** Failed attempts that all clients together may make on one service; then only those go on who signed in before. From 4 to 100000. Default: `500`. */
      readonly failuresInAll?: number;
      /** Time after which that many attempts are free again, one after the other. A duration. Default: `'5m'`. */
      readonly per?: string;
    };
    /** Memory limit of the edge. A size. Default: `'256MiB'`. */
    readonly memory?: string;
  };
  /** Data services; each runs only if it is named here. Default: `{}`. */
  readonly data?: {
    /** Postgres, with a database and an owner role for each service that uses it; `{}` takes the defaults. Default: does not run. */
    readonly postgres?: {
      /** Database roles that may read every table of every service, and write nothing. Default: `[]`. */
      readonly readers?: readonly string[];
      /** Memory limit of Postgres. A size. Default: `'512MiB'`. */
      readonly memory?: string;
    };
    /** Redis; `{}` takes the defaults. Default: does not run. */
    readonly redis?: {
      /** Memory limit of Redis. A size. Default: `'128MiB'`. */
      readonly memory?: string;
    };
  };
  /** Containers that speak HTTP, by name. */
  readonly services: { readonly [name: string]: {
    /** Nx project in `apps/<project>` with a Dockerfile. Exactly one of `project`, `image` and `context`. Default: `image` or `context`. */
    readonly project?: string;
    /** Image with its tag, instead of `project`. Default: `project` or `context`. */
    readonly image?: string;
    /** Folder with a Dockerfile, relative to the workspace, instead of `project`. Default: `project` or `image`. */
    readonly context?: string;
    /** Host names that the edge sends here: `www.example.com`, `*.example.com`, or `*` for all that no other service has. */
    readonly hosts: readonly string[];
    /** Port on which the container speaks HTTP. From 1 to 65535. */
    readonly port: number;
    /** What the container speaks on that port. `http2` is without TLS and from the first byte on, as gRPC servers want it; websockets need `http1`. Default: `'http1'`. */
    readonly protocol?: 'http1' | 'http2';
    /** How many containers serve. From 1 to 100. Default: `2`. */
    readonly replicas?: number;
    /** Health check over HTTP. Default: a TCP connection is the check. */
    readonly health?: {
      /** Path that answers 200 while the container can serve; the edge and the agent ask it directly. */
      readonly path: string;
      /** Time from one check to the next. A duration. Default: `'1s'`. */
      readonly interval?: string;
      /** Time until an unanswered check has failed. A duration. Default: `'1s'`. */
      readonly timeout?: string;
      /** Whether somebody outside, such as an uptime monitor, asks the path through the edge; then it must not be blocked or protected. Default: `true`. */
      readonly outside?: boolean;
    };
    /** How a release replaces the one before. Default: `{}`. */
    readonly deploy?: {
      /** Path that tells a container to finish what it has in hand; asked by the agent after the switch. Default: not asked. */
      readonly prepare?: string;
      /** Path that answers 200 once all is finished and the container may stop. Default: not asked. */
      readonly ready?: string;
      /** Time that the checks before the first change have. A duration. Default: `'30s'`. */
      readonly look?: string;
      /** Time that requests which began before the switch have to finish. A duration. Default: `'60s'`. */
      readonly drain?: string;
      /** Time that a new container has until it is ready. A duration. Default: `'60s'`. */
      readonly boot?: string;
      /** Time that the migration has from its start to its end; the wait for its lock does not count. A duration. Default: `'5m'`. */
      readonly migrate?: string;
      /** Time that the migration waits for another one of the same database. A duration. Default: `'30s'`, or `migrate` where that is shorter. */
      readonly migrateLock?: string;
      /** Whether the database is copied before the migration; the copy is kept until the next one. Default: `false`. */
      readonly snapshot?: boolean;
      /** Time that the old release stays warm after the switch, ready to take over again should the new one go bad. A duration. Default: `'60s'`. */
      readonly bake?: string;
      /** Share of answers with a 5xx status, above that of the old release, at which the old one takes over again. A percentage. Default: `'5%'`. */
      readonly errors?: string;
      /** How many releases can be gone back to: their images and journals are kept. From 1 to 100. Default: `5`. */
      readonly keep?: number;
      /** Time from SIGTERM to SIGKILL, never below `drain`. A duration. Default: `drain` + 10s. */
      readonly stopGrace?: string;
    };
    /** By what a client is known, so that it stays with its release during a canary. Default: `{ cookie: 'causeway-client' }`. */
    readonly sticky?: {
      /** Name of a cookie that the edge hands out itself. Exactly one of `cookie` and `header`. Default: `header`. */
      readonly cookie?: string;
      /** Name of a request header that clients send anyhow, such as one with their account. Default: `cookie`. */
      readonly header?: string;
    };
    /** Paths behind basic auth. Default: `[]`. */
    readonly protect?: readonly {
      /** Protected path, with everything below it. */
      readonly path: string;
      /** Users who may pass; the host makes their passwords. */
      readonly users: readonly string[];
      /** Whether the application gets the credentials too. It always gets the name of the user, in `x-remote-user`. Default: `false`. */
      readonly forwardAuthorization?: boolean;
    }[];
    /** Paths, with everything below them, that the edge answers with 404 and never forwards. Default: `[]`. */
    readonly block?: readonly string[];
    /** Paths with an escaped slash (`%2F`): `pass` hands them on as they are, as interfaces with names in their paths need; `reject` answers 400, for an application that must never see one. Default: `'pass'`. */
    readonly escapedSlashes?: 'pass' | 'reject';
    /** How often one client may ask; over it the edge answers 429 with Retry-After. Default: `[]`. */
    readonly limits?: readonly {
      /** Path, with everything below it; `/` is the whole service. Default: `'/'`. */
      readonly path?: string;
      /** Requests that one client address (an IPv6 network /64 is one) may make. From 1 to 1000000. */
      readonly requests: number;
      /** Time in which that many are free again, one after the other. A duration. */
      readonly per: string;
      /** Requests that may come at once. From 1 to 1000000. Default: `requests`. */
      readonly burst?: number;
    }[];
    /** Networks that may ask for a path; to all others the edge answers 403. Default: `[]`. */
    readonly access?: readonly {
      /** Path, with everything below it; `/` is the whole service. */
      readonly path: string;
      /** Networks that may ask for it, and no others. Default: all. */
      readonly allow?: readonly string[];
      /** Networks that may not, also where `allow` has them. At least one of both. Default: none. */
      readonly deny?: readonly string[];
    }[];
    /** Headers of answers where the application does not send one of that name itself; `''` takes away one of ours: `x-content-type-options: nosniff`, `x-frame-options: SAMEORIGIN`, `referrer-policy: strict-origin-when-cross-origin` and, unless certificates are self-signed, `strict-transport-security: max-age=31536000`. Default: `{}`. */
    readonly headers?: { readonly [name: string]: string | undefined };
    /** HTML files of at most 16 KiB, relative to the workspace, that the edge shows to browsers where it answers itself: by status (400, 401, 403, 404, 429, 502, 503, 504), or `any` for all others. The first `{{request-id}}` becomes the id of the request. Default: `{}`. */
    readonly errorPages?: { readonly [name: string]: string | undefined };
    /** What the edge compresses where the application did not. Default: `{}`. */
    readonly compress?: {
      /** `assets`: scripts, styles, fonts and SVG. `all`: pages and JSON as well, which is for services whose answers never hold a secret beside words of the client. Default: `'assets'`. */
      readonly what?: 'assets' | 'all' | 'nothing';
      /** Whether Brotli is offered beside gzip: smaller by a sixth, for three times the memory of the edge. Default: `false`. */
      readonly brotli?: boolean;
    };
    /** Data services whose addresses the container gets in its environment. Default: `[]`. */
    readonly uses?: readonly ('postgres' | 'redis')[];
    /** Command that brings the database up to date; runs once per release in the new image, before the switch. An image with an ENTRYPOINT gets it as its arguments. Default: nothing runs. */
    readonly migrate?: readonly string[];
    /** Folder of `.sql` files that `migrate` runs, relative to the workspace; new ones are checked for what breaks the old release. Default: nothing is checked. */
    readonly migrations?: string;
    /** Environment variables of the container. Not for secrets: they are seen by whoever may inspect it. Default: `{}`. */
    readonly environment?: { readonly [name: string]: string | undefined };
    /** Memory limit of each container. A size. Default: `'256MiB'`. */
    readonly memory?: string;
    /** Limit of processes and threads in each container. From 8 to 1000000. Default: `256`. */
    readonly pids?: number;
    /** Whether the container may write nothing but `/tmp`, which is memory and empty at each start. Default: `false`. */
    readonly readOnly?: boolean;
  } };
  /** Where the platform runs, by name. */
  readonly targets: { readonly [name: string]: {
    /** Docker engine of the target, `unix:///…` or `ssh://user@host`. Default: the engine that the `docker` command uses. */
    readonly host?: string;
    /** Several machines instead of `host`, with a balancer of yours in front. The first has the data services; a release goes from one to the next, and all go back together. Default: one host. */
    readonly hosts?: readonly {
      /** Where it is reached from here, `ssh://user@host`. */
      readonly host: string;
      /** IPv4 address by which the other hosts reach it: on the first one Postgres and Redis answer there, to them alone. */
      readonly address: string;
    }[];
    /** File of the private key for a `host` over ssh. It needs no place in the repository: one that git ignores, or `~/.ssh/…`. Default: what your own ssh config and agent say. */
    readonly identity?: string;
    /** Port that answers with a redirect to HTTPS. From 1 to 65535. */
    readonly http: number;
    /** Port that serves HTTPS. From 1 to 65535. */
    readonly https: number;
    /** Networks of load balancers and CDNs that stand in front of the edge: what they say of the client in `x-forwarded-for` is believed, and their `x-request-id` kept. All of those that a request passes, and nobody else. Default: nobody is believed. */
    readonly trustedProxies?: readonly string[];
    /** Port of `/metrics` for Prometheus, on the first address of `subnet`, which only the host and the containers reach. From 1 to 65535. Default: nowhere. */
    readonly metrics?: number;
    /** Private IPv4 network for the containers, /16 to /24, used by nothing else on the machine. Default: `'10.213.0.0/21'`. */
    readonly subnet?: string;
    /** Machine that `vagrant up` makes for this target, on this computer; `{}` takes the defaults. Its `http` and `https` are forwarded from `127.0.0.1`. Default: the target has an engine already. */
    readonly machine?: {
      /** How many machines. With several a balancer in front of them has the ports, where the provider is Docker. From 1 to 9. Default: `1`. */
      readonly hosts?: number;
      /** Processors of each machine. From 1 to 64. Default: `2`. */
      readonly cpus?: number;
      /** Memory of each machine. A size. Default: `'2GiB'`. */
      readonly memory?: string;
      /** Network in which several machines reach each other; the first has its address 11, the balancer 10. Default: `'192.168.56.0/24'`. */
      readonly network?: string;
    };
    /** Certificates of this target. Default: `edge.tls`. */
    readonly tls?: {
      /** Where certificates come from. `self-signed`: an authority made on the host, whose certificate is left in `.causeway/<target>/ca.crt`. `files`: a folder on the host. `acme`: an authority such as Let’s Encrypt, which asks each host for a proof on port 80. */
      readonly mode: 'self-signed' | 'files' | 'acme';
      /** Of `files`: folder on the host with `<service>.crt` and `<service>.key` for each service, or `default.crt` and `default.key` for those without; PEM, the leaf first. Roots that only you know go into `authorities.crt`. Default: required with `files`. */
      readonly directory?: string;
      /** Of `acme`: `'letsencrypt'`, `'letsencrypt-staging'` for trying out, or the URL of another authority's directory. Default: `'letsencrypt'`. */
      readonly authority?: string;
      /** Of `acme`: e-mail address that the authority may write to. Default: required with `acme`. */
      readonly contact?: string;
      /** Of `acme`: that you have read the authority's terms of service and agree to them. Default: required with `acme`. */
      readonly agreeToTerms?: boolean;
      /** Of `acme`: certificate in PEM of the authority that the directory's own HTTPS comes from, where it is no public one. Default: the public ones. */
      readonly root?: string;
    };
  } };
}
