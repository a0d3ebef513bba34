import { until } from '../until.ts';
import { askHook, describeAnswers } from './hook.ts';
import type { Act, StepContext } from './step.ts';

/** The hook starts work, it does not wait for its end. Milliseconds. */
export const hookTimeout = 5000;

/** The edge's workers take a route a moment after its main thread has acknowledged it; a starved one later. */
const settled = 250;
const settleWithin = 5000;

/** A hook that fails is told, not fatal: the drain still waits for what the edge counts. */
export const prepare: Act = async (context) => {
  const { release } = context;
  await nobodyIsRoutedThere(context);
  const hook = release.settings.deploy.prepare;
  if (!hook) return 'no hook';
  const answers = await Promise.all(
    release.replicas.map((replica) => askHook(context, replica, hook, hookTimeout)),
  );
  return { detail: describeAnswers(answers), answers };
};

/** The release's count of requests has stood still for a moment. */
async function nobodyIsRoutedThere({ ports, release, waiting }: StepContext): Promise<void> {
  let total = -1;
  let since = ports.clock.elapsed();
  const wait = { what: 'the last requests on the old route', within: settleWithin };
  await until(ports.clock, wait, async () => {
    const { totalRequests } = await ports.edge.view(release).catch(() => ({ totalRequests: -1 }));
    if (totalRequests !== total) since = ports.clock.elapsed();
    total = totalRequests;
    return ports.clock.elapsed() - since >= settled ? undefined : 'requests still arrive';
  }).catch((error) => waiting(error.message));
}
