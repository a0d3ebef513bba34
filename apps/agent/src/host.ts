import { hostname } from 'node:os';
import { PostgresDatabases } from '@causeway/database';
import { Crashes, DockerContainers, openEngine, readReplica, runInside } from '@causeway/docker';
import type { EdgeSecrets } from '@causeway/edge';
import { type Plan, paths, type ServicePlan } from '@causeway/plan';
import { type Context, type Databases, findRelease } from '@causeway/release';
import type Docker from 'dockerode';
import pLimit, { type LimitFunction } from 'p-limit';
import { AcceptedSettings } from './accepted-settings.ts';
import { Challenges } from './acme/challenges.ts';
import { Renewals } from './acme/renewals.ts';
import { LocalAuthority } from './certificate.ts';
import { Certificates, type ServedCertificates } from './certificates.ts';
import { systemClock } from './clock.ts';
import { CurrentEdge } from './current-edge.ts';
import { DistantDatabases } from './distant-databases.ts';
import { EdgeAdmin } from './edge-admin.ts';
import { EdgeDirectory } from './edge-directory.ts';
import { type Environment, state } from './environment.ts';
import { EnvoyEdge } from './envoy-edge.ts';
import { FileHistory } from './history.ts';
import { isHostFailure } from './host-failure.ts';
import { FileJournal } from './journal.ts';
import { KeptCertificates } from './kept-certificates.ts';
import { FileLeases } from './leases.ts';
import { log } from './log.ts';
import { basicAuthHash, Passwords } from './passwords.ts';
import { PauseGate } from './pause-gate.ts';
import { runningEdge } from './platform-containers.ts';
import { replicaHttp } from './replica-http.ts';
import { ReplicaView } from './replica-view.ts';
import { StoppingReplicas } from './stopping-replicas.ts';

/** Validating a config takes the edge's binary some 100 ms. */
const validateWithin = 20_000;

/** What outlives a change of the plan. */
export interface Host {
  readonly docker: Docker;
  readonly journal: FileJournal;
  readonly history: FileHistory;
  readonly leases: FileLeases;
  readonly crashes: Crashes;
  readonly gate: PauseGate;
  readonly passwords: Passwords;
  readonly authority: LocalAuthority;
  readonly certificates: Certificates;
  readonly kept: KeptCertificates;
  readonly challenges: Challenges;
  readonly renewals: Renewals;
  readonly directory: EdgeDirectory;
  readonly accepted: AcceptedSettings;
  readonly edge: CurrentEdge;
  readonly edgeTurns: LimitFunction;
  readonly stopping: StoppingReplicas;
  readonly environment: Environment;
}

/** The host under one plan: the ports of the release engine, and what the agent's own operations need. */
export interface PlannedHost extends Context {
  readonly edge: EnvoyEdge;
  readonly postgres?: PostgresDatabases;
  readonly certificates: () => Promise<ServedCertificates>;
}

export function openHost(environment: Environment): Host {
  const edge = new CurrentEdge();
  const journal = new FileJournal(state.journal);
  return {
    docker: openEngine(),
    journal,
    history: new FileHistory(state.history),
    leases: new FileLeases({ directory: state.journal, instance: hostname(), clock: systemClock }),
    crashes: new Crashes(),
    gate: new PauseGate(),
    passwords: new Passwords(state.passwords),
    ...openCertificates(edge),
    directory: new EdgeDirectory(paths.edgeFiles, environment.edgeUser),
    accepted: new AcceptedSettings(state.accepted),
    edge,
    edgeTurns: pLimit(1),
    stopping: new StoppingReplicas(({ labels }) => stopGrace(journal, readReplica(labels))),
    environment,
  };
}

/** As its release has it; Docker's own where the journal does not know it. Milliseconds. */
function stopGrace(
  journal: FileJournal,
  replica: { readonly service: string; readonly release: string },
): number {
  return (
    findRelease(journal.readSound(replica.service), replica.release)?.settings.deploy.stopGrace ?? 10_000
  );
}

function openCertificates(
  edge: CurrentEdge,
): Pick<Host, 'authority' | 'certificates' | 'kept' | 'challenges' | 'renewals'> {
  const show = () => edge.refresh();
  const { refusalOf } = edge;
  const authority = new LocalAuthority(state);
  const kept = new KeptCertificates(state.certificates);
  const challenges = new Challenges(show);
  const renewals = new Renewals({
    folder: state.acme,
    kept,
    challenges,
    clock: systemClock,
    show,
    log,
    refusalOf,
  });
  return {
    authority,
    challenges,
    kept,
    renewals,
    certificates: new Certificates({ authority, kept, renewals, refusalOf }),
  };
}

export function planHost(host: Host, plan: Plan): PlannedHost {
  const { docker, journal, directory, passwords } = host;
  const containers = new DockerContainers({
    docker,
    plan,
    crashes: host.crashes,
    stateDirectory: paths.agentState,
  });
  const certificates = () => host.certificates.served(plan, systemClock.now());
  const seen = new ReplicaView({ ask: () => containers.replicas(), onLate: () => edge.refresh() });
  const edge: EnvoyEdge = new EnvoyEdge({
    plan,
    directory,
    admin: new EdgeAdmin(plan.edge.adminSocket),
    journal,
    clock: systemClock,
    replicas: async () => (await seen.look()).filter(({ container }) => !host.stopping.has(container)),
    accepted: host.accepted,
    turns: host.edgeTurns,
    secrets: () => edgeSecrets(edgeUsers(...plan.services, ...host.accepted.all()), passwords, certificates),
    challenges: () => host.challenges.shown(),
    inEdge: async (command) =>
      runInside(docker, await runningEdge(docker, plan.labels), command, validateWithin),
  });
  const postgres = plan.postgres && openPostgres(host, plan.postgres);
  return {
    plan,
    edge,
    certificates,
    ...(postgres && { postgres }),
    ports: {
      containers,
      edge: host.edge,
      databases: postgres ?? distantDatabases(host, plan) ?? noDatabases,
      journal,
      history: host.history,
      leases: host.leases,
      http: replicaHttp,
      clock: systemClock,
      interrupts: isHostFailure,
    },
  };
}

function distantDatabases({ passwords }: Host, { distantPostgres }: Plan): Databases | undefined {
  return distantPostgres && new DistantDatabases(distantPostgres, (role) => passwords.find('role', role));
}

function openPostgres(
  { docker, passwords }: Host,
  postgres: NonNullable<Plan['postgres']>,
): PostgresDatabases {
  return new PostgresDatabases(
    postgres,
    (role) => passwords.of('role', role),
    (command, deadline) => runInside(docker, postgres.container, command, deadline),
  );
}

/** Everybody whom the edge may ask for a password before one of these services. */
export function edgeUsers(...services: readonly ServicePlan[]): string[] {
  return [...new Set(services.flatMap(({ protect }) => protect.flatMap(({ users }) => users)))].sort();
}

async function edgeSecrets(
  users: readonly string[],
  passwords: Passwords,
  certificates: PlannedHost['certificates'],
): Promise<EdgeSecrets & { certificates: ServedCertificates }> {
  const hashes = users.map(async (name) => [name, basicAuthHash(await passwords.of('user', name))] as const);
  return { users: Object.fromEntries(await Promise.all(hashes)), certificates: await certificates() };
}

/** The config lets no service use a database that the platform does not have. */
const noDatabases: Databases = {
  reachable: () => Promise.reject(new Error('the platform has no Postgres; add data.postgres to the config')),
  uri: () => noDatabases.reachable() as Promise<never>,
  migrateOnce: () => noDatabases.reachable() as Promise<never>,
  snapshot: () => noDatabases.reachable() as Promise<never>,
};
