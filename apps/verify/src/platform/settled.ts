import type { Target } from '../target.ts';
import { readStatus, type ServiceStatus, type Status } from './commands.ts';
import { until } from './until.ts';

/** Waits until nothing of the service is under way on any host and only what serves runs, well; gives the first host's status. */
export async function waitUntilSettled(target: Target, service: string): Promise<ServiceStatus> {
  const replicas = target.services.find(({ name }) => name === service)?.replicas ?? 0;
  let status: ServiceStatus | undefined;
  await until(
    `${service} is settled`,
    async () => {
      const whole = await readStatus(target);
      status = serviceIn(whole, service);
      const open = Object.entries(whole.hosts ?? { [target.name]: whole }).flatMap(([host, each]) =>
        openIn(serviceIn(each, service), replicas).map((what) => `${host}: ${what}`),
      );
      if (open.length > 0) throw new Error(open.join(', '));
      return true;
    },
    { every: 300, atMost: 180_000 },
  );
  return status as ServiceStatus;
}

/** Throws when the platform has no such service. */
export async function statusOf(target: Target, service: string): Promise<ServiceStatus> {
  return serviceIn(await readStatus(target), service);
}

function serviceIn({ services }: Pick<Status, 'services'>, service: string): ServiceStatus {
  const found = services.find((candidate) => candidate.service === service);
  if (!found)
    throw new Error(`status: no service ${service}; it lists ${services.map((one) => one.service)}`);
  return found;
}

function openIn(status: ServiceStatus, wanted: number): string[] {
  const { serving, replicas, releasing, baking, canary, draining, lease } = status;
  const others = replicas.filter(({ release }) => release !== serving?.release);
  const own = replicas.filter(({ release }) => release === serving?.release);
  const well = own.filter(({ state, healthy }) => state === 'running' && healthy);
  return [
    ...(serving ? [] : ['nothing serves']),
    ...(well.length === wanted ? [] : [`${well.length} of ${wanted} replicas are well`]),
    ...(releasing ? [`a release is at ${releasing.step}`] : []),
    ...(baking ? [`${baking.version} bakes`] : []),
    ...(canary ? [`${canary.version} has ${canary.percent} % of the clients`] : []),
    ...(draining.length > 0 ? ['a release drains'] : []),
    ...(lease ? [`a lease of ${lease.owner} for ${lease.what}`] : []),
    ...others.map(({ container }) => `${container} still runs`),
  ];
}
