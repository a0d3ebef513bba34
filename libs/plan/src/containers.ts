import type { Platform } from '@causeway/config';
import { edgeArguments } from './edge-arguments.ts';
import type { Facts } from './facts.ts';
import { addressAt, edgeOffset } from './networks.ts';
import { paths } from './paths.ts';
import type {
  ContainerPlan,
  EdgePlan,
  HealthCheckPlan,
  MountPlan,
  PlacePlan,
  Plan,
  PostgresPlan,
  RedisPlan,
} from './plan.ts';
import { postgresPort, redisPort } from './ports.ts';
import { volumeName } from './volumes.ts';

const MiB = 1024 * 1024;

export interface ContainerContext {
  readonly platform: Platform;
  readonly prefix: string;
  readonly labels: Plan['labels'];
  readonly networks: Plan['networks'];
  readonly edge: EdgePlan;
  readonly postgres?: PostgresPlan;
  readonly redis?: RedisPlan;
  readonly facts: Facts;
  readonly place?: PlacePlan;
  /** The host's folder of certificates. */
  readonly certificates?: string;
}

/** In starting order: the agent writes the edge's first files, so the edge comes last. */
export function planContainers(context: ContainerContext): ContainerPlan[] {
  return [
    ...(context.postgres ? [postgres(context, context.postgres)] : []),
    ...(context.redis ? [redis(context, context.redis)] : []),
    agent(context),
    guard(context),
    edge(context),
  ];
}

function postgres(context: ContainerContext, { address, container }: PostgresPlan): ContainerPlan {
  return {
    ...defaults(context, 'postgres'),
    name: container,
    image: context.facts.images.postgres,
    command: ['postgres', '-c', `hba_file=${paths.postgresHba}`, '-c', `ident_file=${paths.postgresIdent}`],
    network: [
      { name: context.networks.data.name, address, aliases: ['postgres'] },
      ...toPeers(context, postgresOffset),
    ],
    ...publishedToPeers(context, postgresPort),
    mounts: [
      volume(context, 'postgres', paths.postgresData),
      volume(context, 'postgres-socket', paths.postgresSocket),
    ],
    files: [
      { path: paths.postgresHba, content: postgresHba },
      { path: paths.postgresIdent, content: postgresIdent },
    ],
    // The official image asks for a superuser password or this; our hba file, not `trust`, decides who comes in.
    environment: { POSTGRES_HOST_AUTH_METHOD: 'trust' },
    health: healthCheck(['CMD', 'pg_isready', '-q', '-U', 'postgres']),
    memory: context.platform.data.postgres?.memory ?? 0,
    user: paths.dataUser,
    // Fast shutdown rolls back what is open and writes a checkpoint.
    stopGrace: 60_000,
  };
}

/** The superuser comes in by the unix socket alone, as the agent's root or as the server's own user. */
const postgresHba = [
  'local all postgres peer map=superuser',
  'host all postgres all reject',
  'host all all all scram-sha-256',
  '',
].join('\n');
const postgresIdent = ['superuser root postgres', 'superuser postgres postgres', ''].join('\n');

function redis(context: ContainerContext, { address }: RedisPlan): ContainerPlan {
  return {
    ...defaults(context, 'redis'),
    image: context.facts.images.redis,
    command: ['redis-server', '--appendonly', 'yes', '--protected-mode', 'no'],
    network: [
      { name: context.networks.data.name, address, aliases: ['redis'] },
      ...toPeers(context, redisOffset),
    ],
    ...publishedToPeers(context, redisPort),
    mounts: [volume(context, 'redis', paths.redisData)],
    health: healthCheck(['CMD', 'redis-cli', 'ping']),
    memory: context.platform.data.redis?.memory ?? 0,
    user: paths.dataUser,
    readOnlyRoot: true,
  };
}

/** In the network of the services, beside the agent and the edge. */
const postgresOffset = 4;
const redisOffset = 5;

/** Docker publishes nothing of a network without a way out, and other hosts' services are outside. */
function toPeers({ place, networks }: ContainerContext, offset: number) {
  if (!place) return [];
  return [{ name: networks.services.name, address: addressAt(networks.services, offset) }];
}

function publishedToPeers({ place }: ContainerContext, port: number): Pick<ContainerPlan, 'peerPorts'> {
  return place ? { peerPorts: { address: place.address, ports: [port] } } : {};
}

function agent(context: ContainerContext): ContainerPlan {
  return {
    ...defaults(context, 'agent'),
    image: context.facts.images.agent,
    command: agentCommand('serve'),
    // moves traffic to what has started, and away from what fails
    cpuShares: 2 * ordinaryShares,
    network: [{ name: context.networks.services.name, address: addressAt(context.networks.services, 2) }],
    mounts: [
      engineSocket(context),
      volume(context, 'agent', paths.agentState),
      volume(context, 'edge', context.edge.directory),
      volume(context, 'edge-admin', paths.edgeAdmin),
      ...(context.postgres ? [volume(context, 'postgres-socket', paths.postgresSocket)] : []),
      ...certificateFolder(context),
    ],
    environment: agentEnvironment(context),
    health: healthCheck(['CMD', 'node', paths.agentHealthProgram]),
    memory: 256 * MiB,
    // The edge's key file belongs to the edge's user; the engine's socket to a group that differs per host.
    capabilities: { add: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER'] },
    readOnlyRoot: true,
    needs: context.postgres ? ['postgres'] : [],
  };
}

/**
 * Node lets the space for new objects grow to 48 MiB before it looks for what lives; 6 suffice for programs that wait most
 * of the time. Such a program is not faster for being compiled, as what costs it time is Node's own (JSON, hashes, sockets), but
 * each release would leave a little more of machine code. Once nobody waits for them they give back what they do not need.
 */
const nodeOptions = ['--max-semi-space-size=2', '--no-sparkplug', '--no-maglev', '--no-opt', '--expose-gc'];

function agentCommand(name: 'serve' | 'guard'): string[] {
  return ['node', ...nodeOptions, paths.agentProgram, name];
}

/** Starts the agent again when somebody kills it: no restart policy of Docker's does that after `docker kill`. */
function guard(context: ContainerContext): ContainerPlan {
  return {
    ...defaults(context, 'guard'),
    image: context.facts.images.agent,
    command: agentCommand('guard'),
    network: 'none',
    mounts: [engineSocket(context)],
    environment: agentEnvironment(context),
    memory: 128 * MiB,
    capabilities: { add: ['DAC_OVERRIDE'] },
    readOnlyRoot: true,
  };
}

function edge(context: ContainerContext): ContainerPlan {
  const { edge, facts, networks } = context;
  const ports = [edge.http, edge.https];
  return {
    ...defaults(context, 'edge'),
    image: facts.images.edge,
    // all requests pass through it, while the replicas of a release start as fast as they can
    cpuShares: 4 * ordinaryShares,
    beside: !facts.engine.desktop,
    entrypoint: ['perl', paths.edgeProgram],
    command: ['run', ...edgeProgramArguments(edge), 'envoy', ...edgeArguments(edge, paths.edgeBootstrap)],
    // Below 1024 only root may bind, and no capability but that one is left to it.
    user: String(edgeUser(edge)),
    // Docker Desktop's host network is the virtual machine's, so there the edge publishes its ports.
    network: facts.engine.desktop
      ? [{ name: networks.services.name, address: addressAt(networks.services, edgeOffset) }]
      : 'host',
    ports: facts.engine.desktop ? ports : [],
    mounts: [
      // its program puts the last good files back when those that it finds are damaged and no agent is there
      volume(context, 'edge', edge.directory),
      volume(context, 'edge-admin', paths.edgeAdmin),
    ],
    // It asks its own process: on the port, a second edge would answer as well.
    health: healthCheck(['CMD', 'perl', paths.edgeProgram, 'health', edge.directory]),
    memory: context.platform.edge.memory,
    capabilities: { add: ['NET_BIND_SERVICE'] },
    // what began late in the drain has the same time once more
    stopGrace: 2 * edge.drain + 30_000,
    // It waits for the agent's files by itself: what it needed would have to be replaced beside its predecessor, too.
    needs: [],
  };
}

/** What the program needs beside Envoy's own arguments; the drain in seconds. */
function edgeProgramArguments({ drain, directory, adminSocket }: EdgePlan): string[] {
  return [String(Math.ceil(drain / 1000)), directory, adminSocket];
}

function edgeUser({ http, https }: EdgePlan): number {
  return Math.min(http, https) < 1024 ? 0 : paths.edgeUser;
}

/** What the agent must know before it is given a plan. */
function agentEnvironment({ platform, labels, edge }: ContainerContext): Record<string, string> {
  return {
    CAUSEWAY_PLATFORM: platform.name,
    CAUSEWAY_TARGET: labels['causeway.target'] ?? '',
    CAUSEWAY_EDGE_USER: String(edgeUser(edge)),
    // glibc gives each thread memory of its own, and what one has freed no other takes: with each release a little more lay about
    MALLOC_ARENA_MAX: '1',
    // left to itself it keeps more and more of what was freed, so that it need not ask the system again; bytes, as it begins
    MALLOC_MMAP_THRESHOLD_: '131072',
    MALLOC_TRIM_THRESHOLD_: '131072',
  };
}

/** What the engine gives a container of which nothing is said. */
const ordinaryShares = 1024;

function defaults(context: ContainerContext, role: ContainerPlan['role']) {
  return {
    role,
    name: `${context.prefix}-${role}`,
    beside: false,
    ports: [],
    files: [],
    environment: {},
    cpuShares: ordinaryShares,
    pids: 256,
    capabilities: { add: [] },
    readOnlyRoot: false,
    tmpfs: ['/tmp'],
    stopGrace: 10_000,
    labels: { ...context.labels, 'causeway.role': role },
    needs: [],
  } satisfies Partial<ContainerPlan>;
}

/** Each look is a process of its own, so four containers at rest should not be asked more often; a deploy waits for the first. */
function healthCheck(test: readonly string[]): HealthCheckPlan {
  return { test, interval: 5000, timeout: 2000, retries: 5, startPeriod: 30_000 };
}

function volume(context: ContainerContext, noun: string, path: string): MountPlan {
  return { kind: 'volume', volume: volumeName(context.prefix, noun), path, readOnly: false };
}

function engineSocket(context: ContainerContext): MountPlan {
  return { kind: 'bind', source: context.facts.engine.socket, path: paths.engineSocket, readOnly: false };
}

/** The agent reads keys there, and must not be able to change them. */
function certificateFolder({ certificates }: ContainerContext): MountPlan[] {
  if (certificates === undefined) return [];
  return [{ kind: 'bind', source: certificates, path: paths.certificates, readOnly: true }];
}
