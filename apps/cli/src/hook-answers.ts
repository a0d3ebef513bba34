import type { HookAnswer } from '@causeway/release';

/** A line for each hook: `/ready: replica 1: 503, then 200; replica 2: 200`. */
export function describeExchange(answers: readonly HookAnswer[]): string[] {
  const hooks = [...new Set(answers.map(({ hook }) => hook))];
  return hooks.map(
    (hook) => `${hook}: ${describeByReplica(answers.filter((answer) => answer.hook === hook))}`,
  );
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
