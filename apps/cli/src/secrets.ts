import type { Plan } from '@causeway/plan';
import { agentOf, answerDeadline, ask } from './agent-client.ts';
import type { Say } from './progress.ts';

/** Gives a host what the first has made; it goes from one agent to the other and is written down nowhere here. */
export async function handOver(first: Plan, other: Plan, say: Say): Promise<void> {
  const secrets = await ask(agentOf(first), { op: 'export' }, { deadline: answerDeadline });
  const { changed } = await ask(agentOf(other), { op: 'import', secrets }, { deadline: answerDeadline });
  say(changed ? 'taken over from the first host' : 'unchanged');
}
