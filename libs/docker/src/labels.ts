import type { Plan } from '@causeway/plan';
import type { Replica, ReplicaSpec } from '@causeway/release';

export function replicaLabels(plan: Plan, { release, replica }: ReplicaSpec): Record<string, string> {
  return {
    ...plan.labels,
    'causeway.role': 'service',
    'causeway.service': release.service,
    'causeway.release': release.id,
    'causeway.version': release.version,
    'causeway.replica': String(replica.replica),
    'causeway.address': replica.address,
  };
}

export function labelFilter(labels: Readonly<Record<string, string>>): { label: string[] } {
  return { label: Object.entries(labels).map(([key, value]) => `${key}=${value}`) };
}

export function readReplica(
  labels: Record<string, string>,
): Pick<Replica, 'service' | 'release' | 'replica' | 'address'> {
  return {
    service: labels['causeway.service'] ?? '',
    release: labels['causeway.release'] ?? '',
    replica: Number(labels['causeway.replica']),
    address: labels['causeway.address'] ?? '',
  };
}
