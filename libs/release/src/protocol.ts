import type { Plan } from '@causeway/plan';

/**
 * What the CLI and the agent say to each other: JSON lines over `docker exec -i <agent> node agent.js connect`.
 * The CLI writes one request and closes its end; the agent answers with any number of events, then one result or error.
 */
export type Request =
  | { readonly op: 'apply'; readonly plan: Plan }
  | { readonly op: 'release'; readonly wanted: WantedRelease }
  /** Joins the release that runs, or gives the report of the service's last one. */
  | { readonly op: 'attach'; readonly service: string; readonly release?: string; readonly wait?: boolean }
  | { readonly op: 'abort'; readonly service: string; readonly by: string; readonly why?: string }
  /** Ends a canary or a bake for good: the new release takes it all. */
  | { readonly op: 'promote'; readonly service: string; readonly by: string }
  | { readonly op: 'rollback'; readonly rollback: WantedRollback }
  | { readonly op: 'rollback-preview'; readonly rollback: WantedRollback }
  | { readonly op: 'pause'; readonly service: string; readonly within: number; readonly by: string }
  | { readonly op: 'resume'; readonly service: string; readonly by: string }
  | { readonly op: 'maintenance'; readonly service: string; readonly wanted: WantedMaintenance }
  | ({ readonly op: 'history' } & WantedHistory)
  | { readonly op: 'preview'; readonly plan: Plan; readonly wanted: readonly WantedRelease[] }
  | { readonly op: 'status' }
  | { readonly op: 'credentials' }
  | { readonly op: 'rotate'; readonly user: string; readonly by: string }
  /** Whoever releases on several hosts is still there: what is held stays held. */
  | { readonly op: 'renew'; readonly service: string; readonly release: string }
  /** All hosts serve it. */
  | { readonly op: 'confirm'; readonly service: string; readonly release: string; readonly by: string }
  /** What the other hosts of the target must have as well; for them alone. */
  | { readonly op: 'export' }
  | { readonly op: 'import'; readonly secrets: SharedSecrets }
  | { readonly op: 'edge' };

/** What is said with one of them. */
export type Asked<Op extends Request['op']> = Omit<Extract<Request, { op: Op }>, 'op'>;

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
  /** Answer only when the bake is over. */
  readonly wait?: boolean;
  /** It stays only when it is confirmed: milliseconds without a word of whoever asked after which it goes back. */
  readonly hold?: number;
  /** What another host calls the same content; absent: a number of its own. */
  readonly version?: string;
  readonly canary?: Canary;
  /** Why one cannot go back to the release before: its migration destroys what that needs. */
  readonly irreversible?: string;
  /** What in its new SQL breaks the release before, and was allowed all the same: place and statement. */
  readonly allowedBreaking?: readonly string[];
  /** The files in its folder of migrations, so that the next release knows which of its own are new. */
  readonly migrations?: readonly MigrationMark[];
}

export interface MigrationMark {
  readonly name: string;
  /** Hex. */
  readonly sha256: string;
}

/** Shares of the clients, rising to 100, and how long each is watched, in milliseconds. */
export interface Canary {
  readonly percents: readonly number[];
  readonly step: number;
}

export interface WantedRollback {
  readonly service: string;
  /** A version, or a release such as `r12`; absent: the one that served before. */
  readonly to?: string;
  readonly by: string;
  /** What another host calls the one that is started again. */
  readonly version?: string;
}

export interface WantedMaintenance {
  readonly on: boolean;
  /** Seconds, for the header of that name. */
  readonly retryAfter?: number;
  /** HTML. */
  readonly page?: string;
  readonly by: string;
}

export interface WantedHistory {
  /** Of one service; the config need not name it any more. */
  readonly service?: string;
  /** One alone, by its number. */
  readonly entry?: number;
  /** How many of the newest; a thousand unless it is said. */
  readonly last?: number;
}

export type Message<Op extends Request['op'] = Request['op']> =
  | { readonly event: ProgressEvent }
  | { readonly result: Results[Op] }
  | { readonly error: { readonly message: string; readonly kind?: Refusal } };

/** Nothing was changed: what was asked for makes no sense, or something stands in its way, e.g. the lease of another. */
export type Refusal = 'mistake' | 'obstacle';

export interface ProgressEvent {
  /** Milliseconds since the epoch, the host's clock. */
  readonly at: number;
  readonly step: string;
  readonly state: 'started' | 'waiting' | 'done' | 'failed';
  /** What is waited for, or what was found. */
  readonly detail?: string;
  /** Of the first event of a release: what to attach to when the connection is lost. */
  readonly release?: string;
}

export interface Results {
  readonly apply: { readonly changed: readonly string[]; readonly ca: string };
  readonly release: ReleaseReport;
  readonly attach: ReleaseReport;
  readonly abort: { readonly done: string };
  readonly promote: { readonly done: string };
  readonly rollback: ReleaseReport;
  readonly 'rollback-preview': RollbackPreview;
  /** Milliseconds since the epoch. */
  readonly pause: { readonly until: number };
  readonly resume: { readonly held: number };
  readonly maintenance: { readonly done: string };
  readonly history: WholeHistory;
  readonly preview: {
    readonly services: readonly {
      readonly service: string;
      readonly steps: readonly string[];
      readonly unchanged: boolean;
    }[];
    /** What the edge would refuse of the plan, each with the reason. */
    readonly refused: readonly string[];
  };
  readonly status: Status;
  readonly credentials: Credentials;
  /** Those of the user alone, with the new password. */
  readonly rotate: Credentials;
  readonly edge: { readonly files: Readonly<Record<string, string>> };
  readonly renew: { readonly held: boolean };
  readonly confirm: { readonly done: string };
  readonly export: SharedSecrets;
  readonly import: { readonly changed: boolean };
}

/** Made by the first host of a target; never written down on the way to the others. */
export interface SharedSecrets {
  readonly passwords: {
    /** By name: basic-auth users of protected paths. */
    readonly user: Readonly<Record<string, string>>;
    /** By name: database roles. */
    readonly role: Readonly<Record<string, string>>;
  };
  /** PEM, certificate and key, of the local authority that all hosts' certificates come from. */
  readonly authority: { readonly chain: string; readonly key: string };
}

/** `failed`: it never served. `switched-back`: it served, went bad, and the one before serves again. */
export type Outcome = 'released' | 'unchanged' | 'rolled-back' | 'failed' | 'aborted' | 'switched-back';

export interface ReleaseReport {
  readonly service: string;
  readonly outcome: Outcome;
  readonly version: string;
  readonly release: string;
  /** Who asked for it, and its image's id; absent from an agent of an earlier version. */
  readonly by?: string;
  readonly image?: string;
  readonly previous?: string;
  readonly error?: string;
  /** Of `unchanged`: why there was nothing to do. */
  readonly why?: string;
  readonly steps: readonly StepRecord[];
  /** What each release answered between the beginning of this one and the report. */
  readonly requests?: readonly RequestCount[];
  /** Until when the release before stays warm; milliseconds since the epoch. */
  readonly bakesUntil?: number;
}

export interface RequestCount {
  readonly version: string;
  /** Answered, whatever the status. */
  readonly served: number;
  /** Of these 5xx, the edge's own for want of an answer included. */
  readonly failed: number;
}

export interface RollbackPreview {
  readonly service: string;
  readonly from: string;
  readonly to: string;
  /** Its containers still run: the switch is all there is to do. */
  readonly warm: boolean;
  readonly steps: readonly string[];
  /** Why it would be refused. */
  readonly refused?: string;
}

/** What one action did. Entries are appended and never changed; each holds the hash of the one before. */
export interface HistoryEntry {
  /** Counts from 1 over all services of the target. */
  readonly number: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly service: string;
  readonly action: Action;
  readonly by: string;
  readonly release?: string;
  readonly version?: string;
  readonly image?: string;
  /** The version that served before the action. */
  readonly previous?: string;
  /** Why it was done, with the evidence, or why it failed. */
  readonly why?: string;
  /** Of a release: why one cannot go back behind it. */
  readonly irreversible?: string;
  /** Of a release: what its new SQL breaks in the one before, and was allowed all the same. */
  readonly allowedBreaking?: readonly string[];
  /** With the duration of each. */
  readonly steps?: readonly StepRecord[];
  readonly requests?: readonly RequestCount[];
  /** Open requests when the drain began, and those that its end cut. */
  readonly drained?: number;
  readonly cut?: number;
  /** SHA-256, hex, of the entry before; absent in the first. */
  readonly before?: string;
  /** SHA-256, hex, of this entry without this field, in canonical JSON. */
  readonly hash: string;
}

export type Action =
  | 'release'
  | 'release failed'
  | 'release aborted'
  | 'release resumed'
  | 'bake ended'
  | 'switch back'
  | 'rollback'
  | 'promote'
  | 'retire'
  | 'pause'
  | 'resume'
  | 'maintenance on'
  | 'maintenance off';

export interface WholeHistory {
  /** Newest first. */
  readonly entries: readonly HistoryEntry[];
  /** Numbers of the oldest and the newest that are there, whatever was asked for; absent when there are none. */
  readonly kept?: { readonly oldest: number; readonly newest: number };
  /** The first entry whose hash does not fit; absent when the chain is whole. */
  readonly broken?: { readonly number: number; readonly reason: string };
}

export interface StepRecord {
  readonly step: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly failed?: string;
  readonly detail?: string;
  /** Figures that the step found, by name. */
  readonly facts?: Readonly<Record<string, number>>;
  /** What the replicas answered to the service's hooks, each time that it was another answer. */
  readonly answers?: readonly HookAnswer[];
}

export interface HookAnswer {
  readonly replica: number;
  /** Path of the hook. */
  readonly hook: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Absent when there was no answer. */
  readonly status?: number;
  /** The beginning of the body, or why there was no answer. */
  readonly said: string;
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
  readonly certificates: readonly CertificateStatus[];
  /** Edge files the edge refused, with its reason; empty when all is well. */
  readonly edgeErrors: readonly string[];
}

export interface CertificateStatus {
  readonly names: readonly string[];
  /** `local`: by an authority made on the host. `files`: a folder on the host. */
  readonly from: 'local' | 'files' | 'acme';
  readonly issuer: string;
  /** Both ISO 8601. */
  readonly notBefore: string;
  readonly notAfter: string;
  /** There is none yet, and the edge shows one that nobody trusts. */
  readonly standIn?: true;
  /** The last attempt at a new one; milliseconds since the epoch. */
  readonly renewal?: { readonly at: number; readonly outcome: 'issued' | 'failed'; readonly why?: string };
  /** When a new one is tried for, milliseconds since the epoch; absent where others renew it. */
  readonly next?: number;
}

export interface ServiceStatus {
  readonly service: string;
  readonly hosts: readonly string[];
  /** The config does not name it any more: nobody is routed there, and it finishes what it has in hand. */
  readonly leaving?: true;
  /** Absent before the first release. */
  readonly serving?: {
    readonly version: string;
    readonly release: string;
    readonly image: string;
    readonly since: number;
    readonly by: string;
    readonly migrations?: readonly MigrationMark[];
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
  /** The serving release is watched, and `warm` waits to take over again. */
  readonly baking?: { readonly version: string; readonly warm: string; readonly until: number };
  /** The serving release goes back by itself unless all other hosts get it as well. */
  readonly held?: { readonly version: string; readonly by: string };
  readonly canary?: { readonly version: string; readonly percent: number };
  /** Who may change what serves, until when. */
  readonly lease?: LeaseStatus;
  readonly paused?: { readonly until: number; readonly held: number; readonly by: string };
  readonly maintenance?: { readonly since: number; readonly by: string };
}

export interface LeaseStatus {
  /** `user@machine`. */
  readonly owner: string;
  /** What it is held for. */
  readonly what: string;
  /** Rises with each lease of the service. */
  readonly token: number;
  readonly since: number;
  /** A holder that does not renew it by then has lost it. */
  readonly until: number;
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
