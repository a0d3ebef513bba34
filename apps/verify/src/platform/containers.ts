import type { Target } from '../target.ts';
import { readStatus, type Status } from './commands.ts';
import { inspect } from './engine.ts';

/** Name of the container that has the role. */
export async function containerOf(target: Target, role: string): Promise<string> {
  const { containers } = await readStatus(target);
  const name = containers.find((container) => container.role === role)?.name;
  if (!name)
    throw new Error(`status: no container has the role ${role}; it lists ${containers.map((c) => c.role)}`);
  return name;
}

/** Containers that serve the service now, in the order of their numbers. */
export function replicasOf(status: Status, service: string) {
  const found = status.services.find((candidate) => candidate.service === service);
  if (!found?.serving) throw new Error(`status: ${service} serves nothing; release it first`);
  const { serving } = found;
  return found.replicas
    .filter(({ release }) => release === serving.release)
    .toSorted((one, other) => one.replica - other.replica);
}

/** All containers that the platform owns up to. */
export function namesOf({ containers, services }: Status): string[] {
  const replicas = services.flatMap((service) => service.replicas.map(({ container }) => container));
  return [...containers.map(({ name }) => name), ...replicas];
}

/** A variable of the container's environment. */
export async function environmentOf(target: Target, container: string, name: string): Promise<string> {
  const { Config } = await inspect(target, container);
  const line = Config.Env.find((candidate) => candidate.startsWith(`${name}=`));
  if (line === undefined) throw new Error(`${container}: no ${name} in its environment`);
  return line.slice(name.length + 1);
}
