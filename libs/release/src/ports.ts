import type { Plan, ServicePlan } from '@causeway/plan';
import type { HistoryEntry, LeaseStatus } from './protocol.ts';
import type { Exposure, Release, ReplicaAddress, ServiceJournal } from './release.ts';
import type { Secret } from './secret.ts';

/** Everything that a release does to the world goes through these; adapters live outside this library. */
export interface Ports {
  readonly containers: Containers;
  readonly edge: EdgeControl;
  readonly databases: Databases;
  readonly journal: Journal;
  readonly history: History;
  readonly leases: Leases;
  readonly http: Http;
  readonly clock: Clock;
  /** True when an error says that the host fails under us, not the release: the agent's next start goes on then. */
  interrupts(error: unknown): boolean;
}

export interface Containers {
  /** Bytes, or undefined when the engine has no such image. */
  imageSize(image: string): Promise<number | undefined>;
  /** Bytes that are free where the engine keeps its data. */
  freeSpace(): Promise<number>;
  /** Every container of every service of this target, running or not. */
  replicas(): Promise<readonly Replica[]>;
  /** Creates and starts; an equal container left over from an interrupted try is replaced. */
  start(spec: ReplicaSpec): Promise<void>;
  /**
   * Runs a migration in the release's image and environment to its end, and removes its container. `deadline` is
   * milliseconds of the command's own time; at the signal it is ended.
   */
  run(
    spec: ReplicaSpec,
    command: readonly string[],
    deadline: number,
    signal?: AbortSignal,
  ): Promise<{ exitCode: number; output: string }>;
  /** Removes what an interruption has left of a release's migration, running or not. */
  endMigration(release: Release): Promise<void>;
  /** SIGTERM, SIGKILL after `grace` milliseconds, remove. */
  remove(container: string, grace: number): Promise<void>;
  /** The last lines, for an error message. */
  logTail(container: string): Promise<string>;
  /** Replicas whose process ended by itself since `since`, milliseconds since the epoch; what was killed or stopped from outside is none. */
  crashes(release: Release, since: number): readonly Crash[];
  /** Keeps the image of a release on the engine until `forget`. */
  keep(release: Release): Promise<void>;
  /** Removes the image, unless another release or target still keeps it. */
  forget(release: Release): Promise<void>;
}

export interface Crash {
  readonly replica: number;
  readonly at: number;
  readonly exitCode: number;
}

export interface ReplicaSpec {
  readonly release: Release;
  readonly replica: ReplicaAddress;
  /** Holds secrets. */
  readonly environment: Readonly<Record<string, string | Secret>>;
}

export interface Replica {
  readonly container: string;
  readonly service: string;
  readonly release: string;
  readonly replica: number;
  readonly address: string;
  /** Docker's word: `running`, `exited`, `restarting`, … */
  readonly state: string;
  /** How often Docker has restarted it. */
  readonly restarts: number;
  readonly exitCode: number;
  /** Of its present life, or else of its last; milliseconds since the epoch. */
  readonly startedAt: number;
}

export interface EdgeControl {
  /** Shows the edge what the journal means and what runs; returns when the edge has said that it uses it. */
  refresh(): Promise<void>;
  /** Asks the edge's own binary whether it would take the release; changes nothing. */
  check(release: Release): Promise<void>;
  /** The edge's own view of a release. */
  view(release: Release): Promise<EdgeView>;
}

export interface EdgeView {
  /** Addresses that the edge itself calls healthy. */
  readonly healthy: readonly string[];
  readonly activeRequests: number;
  /** All that it has ever had; stands still once nobody is routed there any more. */
  readonly totalRequests: number;
  /** Answered since the edge knows the release, and of these 5xx. Outlives its replicas. */
  readonly served: number;
  readonly failed: number;
  /** Tries that no replica was sent; as many of the failures may be the edge's own, and a request is tried up to three times. */
  readonly unsent: number;
}

export interface Databases {
  reachable(): Promise<void>;
  /** Makes database and owner role where they are missing, and gives the service's connection URI. */
  uri(service: ServicePlan): Promise<Secret>;
  /**
   * Runs the release's migration under the service's lock, unless it has been done before: of many at once one runs
   * it, and all get its output. One that throws counts as not done; one that is told that the lock is lost is to end.
   * `ended` ends the wait for the lock; a migration that has begun is ended by whoever runs it.
   */
  migrateOnce(
    release: Release,
    migration: (lost: AbortSignal) => Promise<string>,
    ended?: AbortSignal,
  ): Promise<{ output: string; ran: boolean }>;
  /** Copies the service's database; the copy of an earlier release goes. Returns its name. `ended` ends it. */
  snapshot(release: Release, ended?: AbortSignal): Promise<string>;
}

export interface Journal {
  /** All whose journal can be read. */
  services(): readonly string[];
  read(service: string): ServiceJournal;
  /** On the disk when it returns. */
  save(release: Release): Promise<void>;
  /** Sets what is given, removes what is given as undefined, and leaves the rest. On the disk when it returns. */
  expose(service: string, change: Change<Exposure>): Promise<void>;
  /** Forgets an ended release. */
  remove(release: Release): Promise<void>;
}

export type Change<Whole> = { readonly [Key in keyof Whole]?: Whole[Key] | undefined };

export interface History {
  /** One with the same `id` as an earlier one is not appended again: an interrupted action is told once. */
  append(id: string, entry: Omit<HistoryEntry, 'number' | 'before' | 'hash'>): Promise<void>;
  /** The highest build of the service that it has told of lately; 0 for none. */
  newestBuild(service: string): number;
}

/** The right to change what serves: one holder per service, over processes and restarts. */
export interface Leases {
  /** Throws `LeaseHeld` when somebody else has it. Renewed by itself until it is given back. */
  acquire(service: string, claim: { readonly owner: string; readonly what: string }): Promise<Lease>;
  holder(service: string): LeaseStatus | undefined;
  /** When the last holder was alive, if it never gave the lease back; milliseconds since the epoch. */
  lastSeen(service: string): number | undefined;
}

export interface Lease {
  readonly token: number;
  /** Throws when another has taken it over meanwhile: whoever was asleep must not go on. */
  confirm(): Promise<void>;
  giveBack(): Promise<void>;
}

export interface Http {
  /**
   * One request to a replica, never through the edge. Rejects when there is no answer within `timeout` milliseconds, with
   * the system's `code` where it has one.
   */
  get(replica: ReplicaAddress, ask: Ask, timeout: number): Promise<{ status: number; body: string }>;
  /** Rejects when no connection is made within `timeout` milliseconds. */
  connect(replica: ReplicaAddress, port: number, timeout: number): Promise<void>;
}

export interface Ask {
  readonly port: number;
  readonly path: string;
  /** Host header: frameworks refuse hosts that they do not serve. */
  readonly host: string;
  /** Absent: HTTP/1.1. */
  readonly protocol?: 'http2';
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds since whenever, on a clock that nobody sets: what lasts is measured by it. */
  elapsed(): number;
  wait(milliseconds: number): Promise<void>;
  /** Rejects when `work` takes longer; `what` is asked then, and completes "waited 30 s for …". */
  within<T>(milliseconds: number, what: () => string, work: Promise<T>): Promise<T>;
}

export interface Context {
  readonly plan: Plan;
  readonly ports: Ports;
  /** Held by whoever changes what serves; confirmed before each step. */
  readonly lease?: Lease;
}
