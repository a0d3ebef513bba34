import type { ReplicaAddress } from '../release.ts';
import { until } from '../until.ts';
import type { Act, StepContext } from './step.ts';
import { ask } from './step.ts';

const hookTimeout = 2000;

/** Waits until the application and the edge both say that nothing is left, at most for the drain window. */
export const drain: Act = async (context) => {
  const { ports, release } = context;
  const wait = { what: 'the old release to finish', within: release.settings.deploy.drain };
  const open = await openRequests(context);
  const detail = await until(ports.clock, wait, async () => {
    const left = await stillInHand(context);
    if (left) context.waiting(left);
    return left;
  }).then(
    () => 'nothing left',
    (error: Error) => error.message,
  );
  const left = await openRequests(context);
  return { detail, facts: { open, left, drained: Math.max(0, open - left) } };
};

async function stillInHand(context: StepContext): Promise<string | undefined> {
  const open = await openAtEdge(context);
  if (open) return open;
  const answers = await Promise.all(
    context.release.replicas.map((replica) => notReadyToStop(context, replica)),
  );
  return answers.find((answer) => answer !== undefined);
}

/** An edge that does not answer may still hold requests. */
function openAtEdge({ ports, release }: StepContext): Promise<string | undefined> {
  return ports.edge.view(release).then(
    ({ activeRequests }) => (activeRequests > 0 ? `${activeRequests} active requests` : undefined),
    (error: Error) => `the edge does not answer: ${error.message}`,
  );
}

/** Nought where the edge does not say. */
function openRequests({ ports, release }: StepContext): Promise<number> {
  return ports.edge.view(release).then(
    ({ activeRequests }) => activeRequests,
    () => 0,
  );
}

async function notReadyToStop({ ports, release }: StepContext, replica: ReplicaAddress) {
  const { ready } = release.settings.deploy;
  if (!ready) return undefined;
  try {
    const { status, body } = await ports.http.get(replica, ask(release, ready), hookTimeout);
    return status === 200
      ? undefined
      : `replica ${replica.replica} answers ${status} ${body.slice(0, 200)}`.trim();
  } catch {
    // Nobody listens there any more, so nothing is in hand.
    return undefined;
  }
}
