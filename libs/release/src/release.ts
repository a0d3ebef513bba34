import { createHash } from 'node:crypto';
import type { ServicePlan } from '@causeway/plan';
import type { Canary, MigrationMark, StepRecord, WantedRelease, WantedRollback } from './protocol.ts';

/** What the journal holds of one release: intended before the first step, and amended by each. */
export interface Release {
  readonly service: string;
  /** `r<build>`: the name of its Envoy cluster and containers ends with it. */
  readonly id: string;
  readonly build: number;
  /** `<package version>+<build>`. */
  readonly version: string;
  readonly image: string;
  readonly fingerprint: string;
  readonly by: string;
  readonly startedAt: number;
  /** The service's plan as it was then: old replicas are checked and stopped by their own rules. */
  readonly settings: ServicePlan;
  /** None until it goes live. */
  readonly replicas: readonly ReplicaAddress[];
  /** The release that served before the switch to this one. */
  readonly previous?: string;
  readonly steps: readonly StepRecord[];
  readonly canary?: Canary;
  /** The release whose content this one brings back; nothing is migrated then. */
  readonly restores?: string;
  /** Why one cannot go back to `previous`. */
  readonly irreversible?: string;
  /** What in its new SQL breaks `previous`, and was allowed all the same. */
  readonly allowedBreaking?: readonly string[];
  /** The files in its folder of migrations; absent where it has none, or was released without saying so. */
  readonly migrations?: readonly MigrationMark[];
  /** It stays only when it is confirmed: milliseconds without a word after which it goes back. */
  readonly hold?: number;
  /** How often a start of the agent has gone on with it. */
  readonly resumed?: number;
  /** Why it never served. */
  readonly failed?: string;
  /** It served and was taken back. */
  readonly left?: Leave;
  /** What `previous` had answered when this one began. */
  readonly before?: { readonly served: number; readonly failed: number };
  /** Its containers are gone; milliseconds since the epoch. */
  readonly endedAt?: number;
}

export interface Leave {
  readonly action: 'switch back' | 'rollback' | 'release aborted';
  readonly by: string;
  readonly at: number;
  readonly why: string;
}

export interface ReplicaAddress {
  /** Counts from 1. */
  readonly replica: number;
  readonly address: string;
}

/** What the edge is meant to show of a service, whatever happens to the agent. */
export interface Exposure {
  /** The release that the route points to. */
  readonly serving?: string;
  readonly canary?: { readonly release: string; readonly percent: number };
  readonly maintenance?: {
    readonly since: number;
    readonly by: string;
    /** Seconds. */
    readonly retryAfter: number;
    readonly page?: string;
  };
  readonly paused?: {
    /** Absent in what an agent of an earlier version has written. */
    readonly since?: number;
    readonly until: number;
    readonly by: string;
  };
}

/** What the journal holds of one service. */
export interface ServiceJournal extends Exposure {
  /** Oldest first. */
  readonly releases: readonly Release[];
}

export interface ReleaseFacts {
  readonly startedAt: number;
  readonly addresses: readonly string[];
  /** The highest build that anybody remembers besides the journal, which may have been removed. */
  readonly built?: number;
}

export const emptyJournal: ServiceJournal = { releases: [] };

export function newRelease(
  settings: ServicePlan,
  wanted: WantedRelease,
  journal: ServiceJournal,
  facts: ReleaseFacts,
): Release {
  const build = 1 + Math.max(facts.built ?? 0, ...journal.releases.map((release) => release.build));
  return {
    service: settings.name,
    id: `r${build}`,
    build,
    version: wanted.version ?? `${wanted.packageVersion}+${build}`,
    image: wanted.image,
    fingerprint: fingerprint(settings, wanted.image),
    by: wanted.by,
    startedAt: facts.startedAt,
    settings,
    replicas: replicasAt(facts.addresses),
    ...(journal.serving && { previous: journal.serving }),
    ...(wanted.canary && { canary: wanted.canary }),
    ...(wanted.irreversible && { irreversible: wanted.irreversible }),
    ...(wanted.allowedBreaking && { allowedBreaking: wanted.allowedBreaking }),
    ...(wanted.migrations && { migrations: wanted.migrations }),
    ...(wanted.hold !== undefined && { hold: wanted.hold }),
    steps: [],
  };
}

export function replicasAt(addresses: readonly string[]): ReplicaAddress[] {
  return addresses.map((address, index) => ({ replica: index + 1, address }));
}

/** The content of an earlier release once more, under a build number of its own. */
export function restoringRelease(
  target: Release,
  { by, version: called }: Pick<WantedRollback, 'by' | 'version'>,
  journal: ServiceJournal,
  facts: ReleaseFacts,
): Release {
  const { service, image, version, settings, migrations } = target;
  const packageVersion = version.slice(0, version.lastIndexOf('+'));
  const known = { ...(migrations && { migrations }), ...(called && { version: called }) };
  const wanted = { service, image, packageVersion, force: true, by, ...known };
  return { ...newRelease(settings, wanted, journal, facts), restores: target.id };
}

/** Equal for releases whose containers would be the same; routes, users and hosts change without a release. */
export function fingerprint(settings: ServicePlan, image: string): string {
  const {
    hosts,
    protect,
    block,
    escapedSlashes,
    limits,
    access,
    headers,
    compress,
    errorPages,
    source,
    sticky,
    migrations,
    ...container
  } = settings;
  return createHash('sha256').update(canonical({ image, container })).digest('hex');
}

export function servingRelease(journal: ServiceJournal): Release | undefined {
  return findRelease(journal, journal.serving);
}

export function findRelease(journal: ServiceJournal, id: string | undefined): Release | undefined {
  return journal.releases.find((release) => release.id === id);
}

/** Releases whose containers may still be there. */
export function presentReleases(journal: ServiceJournal): Release[] {
  return journal.releases.filter((release) => release.endedAt === undefined);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
