import type { Replica, Results, ServiceStatus, Status } from '@causeway/release';
import {
  bakeEnd,
  findRelease,
  isHeld,
  presentReleases,
  type Releases,
  type ServiceJournal,
  servingRelease,
  warmRelease,
} from '@causeway/release';
import { edgeUsers, type Host, type PlannedHost } from './host.ts';
import { leavingServices } from './leaving-services.ts';
import { containerStates } from './platform-containers.ts';

export async function status(host: Host, planned: PlannedHost, releases: Releases): Promise<Status> {
  const { plan, edge } = planned;
  const replicas = await planned.ports.containers.replicas();
  return {
    platform: plan.platform,
    target: plan.target,
    url: plan.services.flatMap(({ hosts }) => hosts.map((name) => url(name, plan.edge.https))),
    services: await Promise.all(
      shownServices(host, planned).map((service) =>
        serviceStatus({ host, planned, releases }, host.journal.readSound(service), {
          service,
          replicas,
        }),
      ),
    ),
    containers: await containerStates(host.docker, plan),
    certificates: await host.certificates.status(plan, planned.ports.clock.now()),
    edgeErrors: [...edge.errors].map(([service, error]) => `${service}: ${error}`),
  };
}

/** Those of the config, and after them those that it has let go and that are not gone yet. */
function shownServices({ journal }: Host, { plan }: PlannedHost): string[] {
  const leaving = leavingServices(plan, journal).map(({ service }) => service);
  return [...plan.services.map(({ name }) => name), ...leaving];
}

export async function credentials(
  host: Pick<Host, 'passwords'>,
  { plan }: Pick<PlannedHost, 'plan'>,
): Promise<Results['credentials']> {
  const databases = plan.services.filter(({ uses }) => uses.includes('postgres')).map(({ name }) => name);
  return {
    users: await Promise.all(
      edgeUsers(...plan.services).map(async (name) => ({
        name,
        password: (await host.passwords.of('user', name)).reveal(),
        paths: plan.services.flatMap(({ protect }) =>
          protect.filter(({ users }) => users.includes(name)).map(({ path }) => path),
        ),
      })),
    ),
    readers: await Promise.all(
      (plan.postgres?.readers ?? []).map(async (name) => ({
        name,
        password: (await host.passwords.of('role', name)).reveal(),
        databases,
      })),
    ),
  };
}

interface Sources {
  readonly host: Host;
  readonly planned: PlannedHost;
  readonly releases: Releases;
}

async function serviceStatus(
  { host, planned: { plan, ports }, releases }: Sources,
  journal: ServiceJournal,
  { service, replicas }: { readonly service: string; readonly replicas: readonly Replica[] },
): Promise<ServiceStatus> {
  const serving = servingRelease(journal);
  const releasing = releases.running(service);
  const healthy = await healthyAddresses(ports, journal);
  const settings = plan.services.find(({ name }) => name === service);
  return {
    service,
    hosts: settings?.hosts ?? [],
    ...(!settings && { leaving: true }),
    ...(serving && {
      serving: {
        version: serving.version,
        release: serving.id,
        image: serving.image,
        since: serving.steps.find(({ step }) => step === 'switch')?.endedAt ?? serving.startedAt,
        by: serving.by,
        ...(serving.migrations && { migrations: serving.migrations }),
      },
    }),
    replicas: replicas
      .filter((one) => one.service === service)
      .map(({ container, release, replica, address, state }) => ({
        container,
        release,
        replica,
        address,
        state,
        healthy: healthy.includes(address),
      })),
    draining: await draining(journal, ports),
    ...(releasing && { releasing: describeRunning(releasing) }),
    ...bakingStatus(journal),
    ...heldStatus(journal),
    ...canaryStatus(journal),
    ...trafficStatus(host, service, journal),
    ...leaseStatus(host, service),
  };
}

async function healthyAddresses(ports: PlannedHost['ports'], journal: ServiceJournal): Promise<string[]> {
  const views = presentReleases(journal).map((release) => ports.edge.view(release).catch(() => undefined));
  return (await Promise.all(views)).flatMap((view) => view?.healthy ?? []);
}

function describeRunning({ version, last }: NonNullable<ReturnType<Releases['running']>>) {
  return { version, step: last?.step ?? 'look', since: last?.at ?? Date.now() };
}

function bakingStatus(journal: ServiceJournal): Pick<ServiceStatus, 'baking'> {
  const serving = servingRelease(journal);
  const warm = warmRelease(journal);
  const until = serving && bakeEnd(serving);
  if (!serving || !warm || until === undefined) return {};
  return { baking: { version: serving.version, warm: warm.version, until } };
}

function heldStatus(journal: ServiceJournal): Pick<ServiceStatus, 'held'> {
  const serving = servingRelease(journal);
  return serving && isHeld(serving) ? { held: { version: serving.version, by: serving.by } } : {};
}

function canaryStatus(journal: ServiceJournal): Pick<ServiceStatus, 'canary'> {
  const release = findRelease(journal, journal.canary?.release);
  if (!release || !journal.canary) return {};
  return { canary: { version: release.version, percent: journal.canary.percent } };
}

function trafficStatus({ gate }: Host, service: string, { paused, maintenance }: ServiceJournal) {
  return {
    ...(paused && { paused: { ...paused, held: gate.held(service) } }),
    ...(maintenance && { maintenance: { since: maintenance.since, by: maintenance.by } }),
  };
}

function leaseStatus({ leases }: Host, service: string): Pick<ServiceStatus, 'lease'> {
  const lease = leases.holder(service);
  return lease ? { lease } : {};
}

/** Releases whose retirement has begun; it is written into their own records. */
async function draining(
  journal: ServiceJournal,
  ports: PlannedHost['ports'],
): Promise<ServiceStatus['draining']> {
  const retiring = presentReleases(journal).filter(({ steps }) =>
    steps.some(({ step }) => step === 'prepare'),
  );
  return Promise.all(
    retiring.map(async (release) => {
      const { activeRequests } = await ports.edge.view(release).catch(() => ({ activeRequests: 0 }));
      const [since] = release.steps.filter(({ step }) => step === 'prepare' || step === 'drain').slice(-1);
      const until = (since?.startedAt ?? release.startedAt) + release.settings.deploy.drain;
      return { version: release.version, activeRequests, until };
    }),
  );
}

function url(host: string, port: number): string {
  return port === 443 ? `https://${host}/` : `https://${host}:${port}/`;
}
