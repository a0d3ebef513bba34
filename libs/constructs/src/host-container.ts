import type { ContainerPlan, HealthCheckPlan, MountPlan } from '@causeway/plan';
import {
  Container,
  type ContainerConfig,
  type ContainerMounts,
  type ContainerNetworksAdvanced,
} from '@cdktf/provider-docker/lib/container/index.js';
import { Construct } from 'constructs';
import { nameBeside } from './beside.ts';
import { goDuration } from './go-duration.ts';
import { Handover } from './handover.ts';
import type { HostNetwork } from './host-network.ts';
import type { HostVolume } from './host-volume.ts';
import { labelsOf } from './labels.ts';
import { literal } from './literal.ts';
import { PidsLimit } from './pids-limit.ts';

/** What stands on the host before a container does. */
export interface Surroundings {
  /** Address for the Docker command. */
  readonly engine: string;
  readonly networks: readonly HostNetwork[];
  readonly volumes: readonly HostVolume[];
  readonly containers: ReadonlyMap<ContainerPlan['role'], HostContainer>;
  /** Roles that another waits for. */
  readonly needed: ReadonlySet<ContainerPlan['role']>;
}

/** A long-lived container with its limits, waited for until it is healthy where another needs it. */
export class HostContainer extends Construct {
  private readonly container: Container;

  constructor(scope: Construct, plan: ContainerPlan, around: Surroundings) {
    super(scope, plan.role);
    const own = ownConfig(plan, around);
    const name = plan.beside ? nameBeside(plan, own) : plan.name;
    const handover = plan.beside && new Handover(this, plan, { name, host: around.engine });
    this.container = new Container(this, 'container', {
      name,
      ...own,
      ...network(plan, around),
      ...files(plan, around),
      dependsOn: [
        ...plan.needs.map((role) => present(around.containers.get(role), role, plan).container),
        ...(handover ? [handover.resource] : []),
      ],
      ...(plan.beside && { lifecycle: { createBeforeDestroy: true } }),
    });
    this.container.overrideLogicalId(plan.role);
    new PidsLimit(this, plan, { containerId: this.container.id, host: around.engine });
  }
}

type Part = Partial<ContainerConfig>;

/** What refers to nothing else on the host. */
function ownConfig(plan: ContainerPlan, around: Surroundings) {
  return {
    image: plan.image,
    labels: labelsOf(plan.labels),
    ...program(plan),
    ...life(plan),
    ...health(plan, around),
    ...limits(plan),
    ...rights(plan),
  };
}

function program({ entrypoint, command, environment, user }: ContainerPlan): Part {
  return {
    ...(entrypoint && { entrypoint: entrypoint.map(literal) }),
    ...(command && { command: command.map(literal) }),
    ...(user && { user }),
    env: Object.entries(environment)
      .map(([name, value]) => literal(`${name}=${value}`))
      .sort(),
  };
}

function life({ stopGrace }: ContainerPlan): Part {
  const seconds = Math.ceil(stopGrace / 1000);
  return {
    init: true,
    restart: 'unless-stopped',
    // an operator's stop outlasts crashes and reboots, until somebody deploys
    mustRun: true,
    stopTimeout: seconds,
    destroyGraceSeconds: seconds,
    logDriver: 'json-file',
    logOpts: { 'max-size': '10m', 'max-file': '5' },
  };
}

function health({ health, role, beside }: ContainerPlan, { needed }: Surroundings): Part {
  if (!health) return {};
  const { test, interval, timeout, retries, startPeriod } = health;
  return {
    healthcheck: {
      test: test.map(literal),
      interval: goDuration(interval),
      timeout: goDuration(timeout),
      startPeriod: goDuration(startPeriod),
      retries,
    },
    ...((beside || needed.has(role)) && { wait: true, waitTimeout: waitTimeout(health) }),
  };
}

/** Seconds: longer than the engine itself takes to call a container unhealthy. */
function waitTimeout({ interval, timeout, retries, startPeriod }: HealthCheckPlan): number {
  return 60 + Math.ceil((startPeriod + retries * (interval + timeout)) / 1000);
}

function limits({ memory, cpuShares }: ContainerPlan): Part {
  const mebibytes = Math.floor(memory / 1024 ** 2);
  return { memory: mebibytes, memorySwap: mebibytes, cpuShares };
}

function rights({ capabilities, readOnlyRoot }: ContainerPlan): Part {
  const add = capabilities.add.map((name) => `CAP_${name}`).sort();
  return {
    capabilities: { drop: ['ALL'], ...(add.length > 0 && { add }) },
    securityOpts: ['no-new-privileges'],
    readOnly: readOnlyRoot,
  };
}

function network(plan: ContainerPlan, around: Surroundings): Part {
  if (typeof plan.network === 'string') return { networkMode: plan.network };
  return {
    networksAdvanced: plan.network.map((attachment) => attached(attachment, plan, around)),
    ...published(plan),
  };
}

function published({ ports, peerPorts }: ContainerPlan): Part {
  const all = [
    ...ports.map((port) => ({ internal: port, external: port })),
    ...(peerPorts ? peerPorts.ports.map((port) => forPeers(port, peerPorts.address)) : []),
  ];
  return all.length > 0 ? { ports: all } : {};
}

function forPeers(port: number, ip: string) {
  return { internal: port, external: port, ip };
}

type Attachment = Exclude<ContainerPlan['network'], string>[number];

function attached(
  { name, address, aliases }: Attachment,
  plan: ContainerPlan,
  { networks }: Surroundings,
): ContainerNetworksAdvanced {
  const found = present(
    networks.find((each) => each.networkName === name),
    name,
    plan,
  );
  return {
    name: found.networkId,
    ...(address && { ipv4Address: address }),
    ...(aliases && { aliases: [...aliases] }),
  };
}

function files(plan: ContainerPlan, around: Surroundings): Part {
  if (plan.readOnlyRoot && plan.files.length > 0) throw new Error(refusedFiles(plan));
  return {
    mounts: [...plan.mounts.map((mount) => mounted(mount, plan, around)), ...plan.tmpfs.map(temporary)],
    upload: plan.files.map(({ path, content }) => ({ file: path, content: literal(content) })),
  };
}

function refusedFiles({ role, files }: ContainerPlan): string {
  const paths = files.map(({ path }) => path).join(', ');
  return `containers.${role}.readOnlyRoot: the engine copies no file (${paths}) into a read-only root; write false`;
}

function mounted(mount: MountPlan, plan: ContainerPlan, { volumes }: Surroundings): ContainerMounts {
  const { kind: type, path: target, readOnly } = mount;
  if (mount.kind === 'bind') return { type, source: mount.source, target, readOnly };
  const found = present(
    volumes.find((each) => each.volumeName === mount.volume),
    mount.volume,
    plan,
  );
  return { type, source: found.volumeId, target, readOnly };
}

/** As a mount, because the provider does not notice a change of its `tmpfs`. */
function temporary(path: string): ContainerMounts {
  return { type: 'tmpfs', target: path };
}

function present<T>(found: T | undefined, name: string, plan: ContainerPlan): T {
  if (found) return found;
  throw new Error(
    `containers.${plan.role}: "${name}" is not in the plan before it; add it or put it further up`,
  );
}
