import { until } from '../until.ts';
import { ReadyHook } from './ready-hook.ts';
import type { Act, StepContext } from './step.ts';

/** Nobody waits for the end of a drain, and each look costs the edge some milliseconds. */
const lookInterval = 250;

/** Waits until the application and the edge both say that nothing is left, at most for the drain window. */
export const drain: Act = async (context) => {
  const { ports, release } = context;
  const wait = {
    what: 'the old release to finish',
    within: release.settings.deploy.drain,
    every: lookInterval,
  };
  const open = await openRequests(context);
  const hook = new ReadyHook(context);
  const detail = await until(ports.clock, wait, async () => {
    const left = (await openAtEdge(context)) ?? (await hook.missing());
    if (left) context.waiting(left);
    return left;
  }).then(
    () => 'nothing left',
    (error: Error) => error.message,
  );
  const left = await openRequests(context);
  const facts = { open, left, drained: Math.max(0, open - left) };
  return { detail, facts, ...(hook.answers.length > 0 && { answers: hook.answers }) };
};

/** Websockets count; what a replica had that has ended does not. An edge that does not answer may still hold requests. */
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
