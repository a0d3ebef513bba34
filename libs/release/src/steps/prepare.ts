import type { Act } from './step.ts';

/** The hook starts work, it does not wait for its end. */
const hookTimeout = 5000;

/** A hook that fails is told, not fatal: the drain still waits for what the edge counts. */
export const prepare: Act = async ({ ports, previous }) => {
  const hook = previous?.settings.deploy.prepare;
  if (!previous || !hook) return 'no hook';
  const answers = await Promise.all(
    previous.replicas.map(async (replica) => {
      try {
        const { status } = await ports.http.get(replica, previous.settings.port, hook, hookTimeout);
        return `replica ${replica.replica}: ${status}`;
      } catch (error) {
        return `replica ${replica.replica}: ${(error as Error).message}`;
      }
    }),
  );
  return answers.join(', ');
};
