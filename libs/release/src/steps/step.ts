import type { Orders } from '../orders.ts';
import type { Ask, Context, Replica, ReplicaSpec } from '../ports.ts';
import type { StepRecord } from '../protocol.ts';
import type { Release } from '../release.ts';
import type { Secret } from '../secret.ts';

export interface StepContext extends Context {
  /** The release whose life this step belongs to. */
  readonly release: Release;
  /** The one that served before it; absent the first time. */
  readonly previous?: Release;
  readonly orders: Orders;
  /** Says what is waited for. */
  readonly waiting: (detail: string) => void;
}

/** What a step found, in words, in figures, and in answers to hooks. */
export type Found = { readonly detail: string } & Pick<StepRecord, 'facts' | 'answers'>;

/** Does one step and says what it found. */
export type Act = (context: StepContext) => Promise<string | Found>;

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

/** The release's containers, running or not. */
export async function ownReplicas({ ports }: Context, { service, id }: Release): Promise<Replica[]> {
  const all = await ports.containers.replicas();
  return all.filter((replica) => replica.service === service && replica.release === id);
}

export function ask({ settings }: Release, path: string): Ask {
  return {
    port: settings.port,
    path,
    host: settings.hosts.find((host) => !host.includes('*')) ?? settings.name,
    ...(settings.protocol && { protocol: settings.protocol }),
  };
}
