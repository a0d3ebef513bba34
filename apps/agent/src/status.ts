import type { Replica, Results, ServiceStatus, Status } from '@causeway/release';
import {
  emptyJournal,
  findRelease,
  presentReleases,
  type ServiceJournal,
  servingRelease,
} from '@causeway/release';
import { edgeUsers, type Host, type PlannedHost } from './host.ts';
import type { FileJournal } from './journal.ts';
import type { Releases } from './releases.ts';

export async function status(host: Host, planned: PlannedHost, releases: Releases): Promise<Status> {
  const { plan, edge } = planned;
  const { names, notAfter } = await planned.certificate();
  const replicas = await planned.ports.containers.replicas();
  return {
    platform: plan.platform,
    target: plan.target,
    url: plan.services.flatMap(({ hosts }) => hosts.map((name) => url(name, plan.edge.https))),
    services: await Promise.all(
      plan.services.map(({ name }) =>
        serviceStatus(planned, releases, soundJournal(host.journal, name), { service: name, replicas }),
      ),
    ),
    containers: await Promise.all(plan.containers.map(({ role, name }) => containerStatus(host, role, name))),
    certificate: { names, notAfter: new Date(notAfter).toISOString() },
    edgeErrors: [...edge.errors].map(([service, error]) => `${service}: ${error}`),
  };
}

/** Of a damaged journal nothing is known; the edge's errors say so. */
function soundJournal(journal: FileJournal, service: string): ServiceJournal {
  return journal.damaged.has(service) ? emptyJournal : journal.read(service);
}

export async function credentials(host: Host, { plan }: PlannedHost): Promise<Results['credentials']> {
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

async function serviceStatus(
  { plan, ports }: PlannedHost,
  releases: Releases,
  journal: ServiceJournal,
  { service, replicas }: { readonly service: string; readonly replicas: readonly Replica[] },
): Promise<ServiceStatus> {
  const serving = servingRelease(journal);
  const releasing = releases.running(service);
  const healthy = serving ? ((await ports.edge.view(serving).catch(() => undefined))?.healthy ?? []) : [];
  return {
    service,
    hosts: plan.services.find(({ name }) => name === service)?.hosts ?? [],
    ...(serving && {
      serving: {
        version: serving.version,
        release: serving.id,
        image: serving.image,
        since: serving.steps.find(({ step }) => step === 'switch')?.endedAt ?? serving.startedAt,
        by: serving.by,
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
    ...(releasing && { releasing }),
  };
}

/** Present, no longer serving, and served once: it has a successor that retires it. */
async function draining(
  journal: ServiceJournal,
  ports: PlannedHost['ports'],
): Promise<ServiceStatus['draining']> {
  const successors = presentReleases(journal).filter(
    ({ previous }) => findRelease(journal, previous)?.endedAt === undefined,
  );
  return Promise.all(
    successors.flatMap((successor) => {
      const old = findRelease(journal, successor.previous);
      const since = successor.steps.find(({ step }) => step === 'drain')?.startedAt;
      if (!old || since === undefined) return [];
      return [
        ports.edge
          .view(old)
          .catch(() => ({ activeRequests: 0 }))
          .then(({ activeRequests }) => ({
            version: old.version,
            activeRequests,
            until: since + old.settings.deploy.drain,
          })),
      ];
    }),
  );
}

async function containerStatus(
  { docker }: Host,
  role: string,
  name: string,
): Promise<Status['containers'][number]> {
  try {
    const { State } = await docker.getContainer(name).inspect();
    const { Status: state, Health, StartedAt } = State;
    return { role, name, state, ...(Health && { health: Health.Status }), startedAt: StartedAt };
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode !== 404) throw error;
    return { role, name, state: 'missing', startedAt: '' };
  }
}

function url(host: string, port: number): string {
  return port === 443 ? `https://${host}/` : `https://${host}:${port}/`;
}
