/** One release of a service as the edge sees it: one Envoy cluster. */
export interface LiveRelease {
  /** Unique among the service's releases; the cluster is named `<service>-<release>`. */
  readonly release: string;
  /** `<package version>+<build number>`, shown in `x-release`. */
  readonly version: string;
  /** The check that this release was made for; a later config may ask another of the next. Absent: TCP. Milliseconds. */
  readonly health?: { readonly path: string; readonly interval: number; readonly timeout: number };
  /** What its replicas speak; absent: HTTP/1.1. */
  readonly protocol?: 'http2';
  /** Running replicas only; may be empty. */
  readonly endpoints: readonly {
    readonly address: string;
    readonly port: number;
    readonly replica: number;
  }[];
}

export interface LiveService {
  readonly service: string;
  /** The release that the route points to; absent before the first one: the edge answers 503. */
  readonly serving?: string;
  readonly releases: readonly LiveRelease[];
  /** A second release that gets `percent` of the clients; each client stays with the one that it was given. */
  readonly canary?: { readonly release: string; readonly percent: number };
  /** Every request is answered 503 with Retry-After (seconds) and this page, HTML; without one the edge's own. */
  readonly maintenance?: { readonly retryAfter: number; readonly page?: string };
  /** Requests are held at the edge until this ends. */
  readonly paused?: boolean;
}

/** What the edge must know and nobody else may: made on the host, never in config or plan. */
export interface EdgeSecrets {
  /** Basic-auth user → base64 of the SHA-1 of the password (the only hash Envoy takes). */
  readonly users: Readonly<Record<string, string>>;
  /** By the name that the plan has for each; PEM, leaf first. */
  readonly certificates: Readonly<Record<string, { readonly chain: string; readonly key: string }>>;
}
