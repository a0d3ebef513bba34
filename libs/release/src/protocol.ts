import type { Plan } from '@causeway/plan';

/**
 * What the CLI and the agent say to each other: JSON lines over `docker exec -i <agent> node agent.js connect`.
 * The CLI writes one request and closes its end; the agent answers with any number of events, then one result or error.
 */
export type Request =
  | { readonly op: 'apply'; readonly plan: Plan }
  | { readonly op: 'release'; readonly wanted: WantedRelease }
  | { readonly op: 'preview'; readonly plan: Plan; readonly wanted: readonly WantedRelease[] }
  | { readonly op: 'status' }
  | { readonly op: 'credentials' }
  | { readonly op: 'edge' };

export interface WantedRelease {
  readonly service: string;
  /** Image id, `sha256:…`, present on the host's engine. */
  readonly image: string;
  /** Version of the package or tag of the image, without the build number. */
  readonly packageVersion: string;
  /** Release even when content and settings are those of the serving release. */
  readonly force: boolean;
  /** Who asked, for the history: `user@machine`. */
  readonly by: string;
}

export type Message<Op extends Request['op'] = Request['op']> =
  | { readonly event: ProgressEvent }
  | { readonly result: Results[Op] }
  | { readonly error: { readonly message: string } };

export interface ProgressEvent {
  /** Milliseconds since the epoch, the host's clock. */
  readonly at: number;
  readonly step: string;
  readonly state: 'started' | 'waiting' | 'done' | 'failed';
  /** What is waited for, or what was found. */
  readonly detail?: string;
}

export interface Results {
  readonly apply: { readonly changed: readonly string[]; readonly ca: string };
  readonly release: ReleaseReport;
  readonly preview: {
    readonly services: readonly {
      readonly service: string;
      readonly steps: readonly string[];
      readonly unchanged: boolean;
    }[];
  };
  readonly status: Status;
  readonly credentials: Credentials;
  readonly edge: { readonly files: Readonly<Record<string, string>> };
}

export interface ReleaseReport {
  readonly service: string;
  readonly outcome: 'released' | 'unchanged' | 'failed';
  readonly version: string;
  readonly release: string;
  readonly previous?: string;
  readonly error?: string;
  readonly steps: readonly StepRecord[];
}

export interface StepRecord {
  readonly step: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly failed?: string;
  readonly detail?: string;
}

export interface Status {
  readonly platform: string;
  readonly target: string;
  readonly url: readonly string[];
  readonly services: readonly ServiceStatus[];
  readonly containers: readonly {
    readonly role: string;
    readonly name: string;
    readonly state: string;
    readonly health?: string;
    readonly startedAt: string;
  }[];
  readonly certificate: { readonly names: readonly string[]; readonly notAfter: string };
  /** Edge files the edge refused, with its reason; empty when all is well. */
  readonly edgeErrors: readonly string[];
}

export interface ServiceStatus {
  readonly service: string;
  readonly hosts: readonly string[];
  /** Absent before the first release. */
  readonly serving?: {
    readonly version: string;
    readonly release: string;
    readonly image: string;
    readonly since: number;
    readonly by: string;
  };
  readonly replicas: readonly {
    readonly container: string;
    readonly release: string;
    readonly replica: number;
    readonly address: string;
    readonly state: string;
    readonly healthy: boolean;
  }[];
  /** Releases that finish what they have in hand. */
  readonly draining: readonly {
    readonly version: string;
    readonly activeRequests: number;
    readonly until: number;
  }[];
  /** The release that runs now, if one does. */
  readonly releasing?: { readonly version: string; readonly step: string; readonly since: number };
}

export interface Credentials {
  /** Basic-auth users of protected paths. */
  readonly users: readonly {
    readonly name: string;
    readonly password: string;
    readonly paths: readonly string[];
  }[];
  /** Read-only database roles. */
  readonly readers: readonly {
    readonly name: string;
    readonly password: string;
    readonly databases: readonly string[];
  }[];
}
