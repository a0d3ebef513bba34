import type { Target } from '../target.ts';
import { readStatus, type Status } from './commands.ts';
import { replicasOf } from './containers.ts';
import { inspect } from './engine.ts';
import { until } from './until.ts';

const patience = { every: 1000, atMost: 180_000 };

/** Waits until every service has all its replicas healthy and every long-lived container runs. */
export function waitUntilWhole(target: Target): Promise<void> {
  return until('the platform is whole', () => throwFaults(target), patience);
}

async function throwFaults(target: Target): Promise<true> {
  const faults = faultsOf(target, await readStatus(target));
  if (faults.length > 0) throw new Error(faults.join(', '));
  return true;
}

function faultsOf({ services }: Target, status: Status): string[] {
  const containers = status.containers.filter(({ state, health }) => !isWell(state, health));
  const missing = services.filter(({ name, replicas }) => healthyOf(status, name) !== replicas);
  return [
    ...containers.map(({ name, state, health }) => `${name} is ${state} and ${health}`),
    ...missing.map(({ name, replicas }) => `${name} has ${healthyOf(status, name)} of ${replicas} replicas`),
  ];
}

function isWell(state: string, health = 'healthy'): boolean {
  return state === 'running' && health === 'healthy';
}

function healthyOf(status: Status, service: string): number {
  return replicasOf(status, service).filter(({ healthy, state }) => healthy && state === 'running').length;
}

/** Waits until a container runs that was not running since `before`, or is replaced by another. */
export function waitUntilBack(target: Target, container: string, before: string): Promise<void> {
  const quick = { every: 100, atMost: 180_000 };
  return until(`${container} is back`, () => isBack(target, container, before), quick);
}

export async function startOf(target: Target, container: string): Promise<string> {
  return (await inspect(target, container)).State.StartedAt;
}

async function isBack(target: Target, container: string, before: string): Promise<boolean> {
  const found = await inspect(target, container).catch(gone);
  if (!found) return true;
  return found.State.Running && found.State.StartedAt !== before;
}

function gone(error: Error): undefined {
  if (/no such (object|container)/i.test(error.message)) return undefined;
  throw error;
}
