import type { Target } from '../target.ts';
import { readStatus, type ServiceStatus } from './commands.ts';
import { until } from './until.ts';

/** Waits until nothing of the service is under way and only what serves runs, and gives its status. */
export async function waitUntilSettled(target: Target, service: string): Promise<ServiceStatus> {
  let status: ServiceStatus | undefined;
  await until(
    `${service} is settled`,
    async () => {
      status = await statusOf(target, service);
      const open = openIn(status);
      if (open.length > 0) throw new Error(open.join(', '));
      return true;
    },
    { every: 300, atMost: 180_000 },
  );
  return status as ServiceStatus;
}

/** Throws when the platform has no such service. */
export async function statusOf(target: Target, service: string): Promise<ServiceStatus> {
  const { services } = await readStatus(target);
  const found = services.find((candidate) => candidate.service === service);
  if (!found)
    throw new Error(`status: no service ${service}; it lists ${services.map((one) => one.service)}`);
  return found;
}

function openIn({ serving, replicas, releasing, baking, canary, draining }: ServiceStatus): string[] {
  const others = replicas.filter(({ release }) => release !== serving?.release);
  return [
    ...(serving ? [] : ['nothing serves']),
    ...(releasing ? [`a release is at ${releasing.step}`] : []),
    ...(baking ? [`${baking.version} bakes`] : []),
    ...(canary ? [`${canary.version} has ${canary.percent} % of the clients`] : []),
    ...(draining.length > 0 ? ['a release drains'] : []),
    ...others.map(({ container }) => `${container} still runs`),
  ];
}
