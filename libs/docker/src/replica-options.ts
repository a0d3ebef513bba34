import type { Plan } from '@causeway/plan';
import { type ReplicaSpec, Secret } from '@causeway/release';
import type { ContainerCreateOptions } from 'dockerode';
import { replicaLabels } from './labels.ts';

/** One replica of a release: no privileges beyond Docker's defaults, bounded memory, processes and logs. */
export function replicaOptions(plan: Plan, spec: ReplicaSpec): ContainerCreateOptions {
  const { release, replica } = spec;
  return {
    ...processOptions(spec),
    name: replicaName(plan, spec),
    Labels: replicaLabels(plan, spec),
    StopTimeout: Math.ceil(release.settings.deploy.stopGrace / 1000),
    HostConfig: {
      ...limits(spec),
      RestartPolicy: { Name: 'unless-stopped' },
      NetworkMode: plan.networks.services.name,
    },
    NetworkingConfig: {
      EndpointsConfig: {
        // Docker gives a restarted container another address unless it is told which.
        [plan.networks.services.name]: {
          IPAMConfig: { IPv4Address: replica.address },
          Aliases: [`${release.service}-${release.id}-${replica.replica}`],
        },
      },
    },
  };
}

/** The migration runs beside the replicas, so it takes a name and any address of its own. */
export function taskOptions(
  plan: Plan,
  spec: ReplicaSpec,
  command: readonly string[],
): ContainerCreateOptions & { name: string } {
  return {
    ...processOptions(spec),
    name: `${plan.prefix}-${spec.release.service}-${spec.release.id}-migrate`,
    Cmd: [...command],
    Labels: { ...replicaLabels(plan, spec), 'causeway.role': 'migration' },
    HostConfig: { ...limits(spec), NetworkMode: plan.networks.services.name },
  };
}

export function replicaName(plan: Plan, { release, replica }: ReplicaSpec): string {
  return `${plan.prefix}-${release.service}-${release.id}-${replica.replica}`;
}

function processOptions({ release, environment }: ReplicaSpec) {
  return {
    Image: release.image,
    Env: Object.entries(environment).map(
      ([key, value]) => `${key}=${value instanceof Secret ? value.reveal() : value}`,
    ),
  };
}

function limits({ release }: ReplicaSpec) {
  return {
    Memory: release.settings.memory,
    // Equal to the memory: a service that swaps answers nobody in time.
    MemorySwap: release.settings.memory,
    PidsLimit: release.settings.pids,
    SecurityOpt: ['no-new-privileges'],
    // Of Docker's defaults: no HTTP service makes raw packets, which could pass for a neighbour's, or device files.
    CapDrop: ['NET_RAW', 'MKNOD'],
    ...(release.settings.readOnly && { ReadonlyRootfs: true, Tmpfs: { '/tmp': '' } }),
    Init: true,
    LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '3' } },
  };
}
