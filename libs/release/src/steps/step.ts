import type { Ask, Context, ReplicaSpec } from '../ports.ts';
import type { Release } from '../release.ts';
import type { Secret } from '../secret.ts';

export interface StepContext extends Context {
  readonly next: Release;
  /** The release that served before; absent the first time. */
  readonly previous?: Release;
  /** Says what is waited for. */
  readonly waiting: (detail: string) => void;
}

/** Does one step and says what it found. */
export type Act = (context: StepContext) => Promise<string>;

export async function replicaSpecs({ ports }: Context, release: Release): Promise<ReplicaSpec[]> {
  const environment = await releaseEnvironment(ports, release);
  return release.replicas.map((replica) => ({ release, replica, environment }));
}

async function releaseEnvironment({ databases }: Context['ports'], { settings, version }: Release) {
  const own: Record<string, string | Secret> = { ...settings.environment, CAUSEWAY_RELEASE: version };
  if (!settings.uses.includes('postgres')) return own;
  const uri = await databases.uri(settings);
  return { ...own, DATABASE_URI: uri, DATABASE_URL: uri };
}

export function ask({ settings }: Release, path: string): Ask {
  return {
    port: settings.port,
    path,
    host: settings.hosts.find((host) => !host.includes('*')) ?? settings.name,
  };
}
