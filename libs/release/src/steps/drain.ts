import type { Release, ReplicaAddress } from '../release.ts';
import { until } from '../until.ts';
import type { Act, StepContext } from './step.ts';
import { ask } from './step.ts';

const hookTimeout = 2000;

/** Waits until the application and the edge both say that nothing is left, at most for the drain window. */
export const drain: Act = async (context) => {
  const { ports, previous } = context;
  if (!previous) return 'nothing to drain';
  const wait = { what: 'the old release to finish', within: previous.settings.deploy.drain };
  try {
    await until(ports.clock, wait, async () => {
      const left = await stillInHand(context, previous);
      if (left) context.waiting(left);
      return left;
    });
    return 'nothing left';
  } catch (error) {
    return (error as Error).message;
  }
};

async function stillInHand(context: StepContext, previous: Release): Promise<string | undefined> {
  const open = await openRequests(context, previous);
  if (open) return open;
  const answers = await Promise.all(
    previous.replicas.map((replica) => notReadyToStop(context, previous, replica)),
  );
  return answers.find((answer) => answer !== undefined);
}

/** An edge that does not answer may still hold requests. */
function openRequests({ ports }: StepContext, previous: Release): Promise<string | undefined> {
  return ports.edge.view(previous).then(
    ({ activeRequests }) => (activeRequests > 0 ? `${activeRequests} active requests` : undefined),
    (error: Error) => `the edge does not answer: ${error.message}`,
  );
}

async function notReadyToStop({ ports }: StepContext, previous: Release, replica: ReplicaAddress) {
  const { ready } = previous.settings.deploy;
  if (!ready) return undefined;
  try {
    const { status, body } = await ports.http.get(replica, ask(previous, ready), hookTimeout);
    return status === 200
      ? undefined
      : `replica ${replica.replica} answers ${status} ${body.slice(0, 200)}`.trim();
  } catch {
    // Nobody listens there any more, so nothing is in hand.
    return undefined;
  }
}
