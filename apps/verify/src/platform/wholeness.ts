import type { Target } from '../target.ts';
import { readStatus } from './commands.ts';
import { replicasOf } from './containers.ts';
import { inspect } from './engine.ts';
import { until } from './until.ts';

const patience = { every: 1000, atMost: 180_000 };

/** Waits until every service has all its replicas healthy and every long-lived container runs. */
export function waitUntilWhole(target: Target): Promise<void> {
  return until('the platform is whole', () => isWhole(target), patience);
}

async function isWhole(target: Target): Promise<boolean> {
  const status = await readStatus(target);
  const running = status.containers.every(
    ({ state, health }) => state === 'running' && (health ?? 'healthy') === 'healthy',
  );
  return (
    running &&
    target.services.every(({ name, replicas }) => {
      const healthy = replicasOf(status, name).filter(
        (replica) => replica.healthy && replica.state === 'running',
      );
      return healthy.length === replicas;
    })
  );
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
