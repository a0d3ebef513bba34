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

/** A line for each hook: `/ready: replica 1: 503, then 200; replica 2: 200`. */
export function describeExchange(answers: readonly HookAnswer[]): string {
  const hooks = [...new Set(answers.map(({ hook }) => hook))];
  return hooks
    .map((hook) => `${hook}: ${describeByReplica(answers.filter((answer) => answer.hook === hook))}`)
    .join('\n');
}

function describeByReplica(answers: readonly HookAnswer[]): string {
  const replicas = [...new Set(answers.map(({ replica }) => replica))].sort((a, b) => a - b);
  return replicas
    .map((replica) => {
      const said = answers.filter((answer) => answer.replica === replica);
      return `replica ${replica}: ${said.map((answer) => answer.status ?? answer.said).join(', then ')}`;
    })
    .join('; ');
}
