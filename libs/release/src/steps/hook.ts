import type { HookAnswer } from '../protocol.ts';
import type { ReplicaAddress } from '../release.ts';
import { ask, type StepContext } from './step.ts';

/** Enough of a body to know it again. */
const longestSaid = 200;

/** Asks a hook of one replica; that there is no answer within `timeout` milliseconds is an answer too. */
export async function askHook(
  { ports, release }: StepContext,
  { replica, address }: ReplicaAddress,
  hook: string,
  timeout: number,
): Promise<HookAnswer> {
  const asked = { replica, hook, at: ports.clock.now() };
  return ports.http.get({ replica, address }, ask(release, hook), timeout).then(
    ({ status, body }) => ({ ...asked, status, said: body.slice(0, longestSaid).trim() }),
    (error: Error) => ({ ...asked, said: error.message }),
  );
}

/** `replica 1: 200, replica 2: connection refused`. */
export function describeAnswers(answers: readonly HookAnswer[]): string {
  return answers.map(({ replica, status, said }) => `replica ${replica}: ${status ?? said}`).join(', ');
}
