import type { HookAnswer } from '../protocol.ts';
import type { ReplicaAddress } from '../release.ts';
import { ask, type StepContext } from './step.ts';

/** Enough of a body to know it again. */
const longestSaid = 200;

/** What a network says of an address or a port that nobody has. */
const nobodyListens = ['ECONNREFUSED', 'EHOSTUNREACH'];

/** Asks a hook of one replica; that there is no answer within `timeout` milliseconds is an answer too. */
export async function askHook(
  context: StepContext,
  replica: ReplicaAddress,
  hook: string,
  timeout: number,
): Promise<HookAnswer> {
  const { answer } = await tryHook(context, replica, hook, timeout);
  return answer;
}

/** The same, and whether nobody listens there any more: one that hangs may be busy with what it has in hand. */
export async function tryHook(
  { ports, release }: StepContext,
  { replica, address }: ReplicaAddress,
  hook: string,
  timeout: number,
): Promise<{ readonly answer: HookAnswer; readonly refused: boolean }> {
  const asked = { replica, hook, at: ports.clock.now() };
  return ports.http.get({ replica, address }, ask(release, hook), timeout).then(
    ({ status, body }) => ({
      answer: { ...asked, status, said: body.slice(0, longestSaid).trim() },
      refused: false,
    }),
    (error: NodeJS.ErrnoException) => ({
      answer: { ...asked, said: error.message },
      refused: nobodyListens.includes(error.code ?? ''),
    }),
  );
}

/** `replica 1: 200, replica 2: connection refused`. */
export function describeAnswers(answers: readonly HookAnswer[]): string {
  return answers.map(({ replica, status, said }) => `replica ${replica}: ${status ?? said}`).join(', ');
}
