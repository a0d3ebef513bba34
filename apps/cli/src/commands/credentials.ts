import type { Credentials } from '@causeway/release';
import { type AgentProgram, agentOf, answerDeadline, ask } from '../agent-client.ts';
import { reachTarget } from '../connections.ts';
import { whoAsks } from '../person.ts';
import { printFacts } from '../report.ts';
import { table } from '../table.ts';
import type { TargetOptions } from '../target.ts';

export interface CredentialsOptions extends TargetOptions {
  /** A user who gets a new password. */
  readonly rotate?: string;
}

/** The passwords that were made on the host; they are nowhere else. */
export async function credentials(options: CredentialsOptions): Promise<void> {
  const { outline } = await reachTarget(options);
  printFacts(options, await asked(agentOf(outline), options), describe);
}

function asked(agent: AgentProgram, { rotate }: CredentialsOptions): Promise<Credentials> {
  if (rotate === undefined) return ask(agent, { op: 'credentials' }, { deadline: answerDeadline });
  return ask(agent, { op: 'rotate', user: rotate, by: whoAsks() }, { deadline: answerDeadline });
}

function describe({ users, readers }: Credentials): string {
  return table([
    ['USER', 'PASSWORD', 'OPENS'],
    ...users.map(({ name, password, paths }) => [name, password, paths.join(', ')]),
    ...readers.map(({ name, password, databases }) => [
      name,
      password,
      `databases ${databases.join(', ')} (read only)`,
    ]),
  ]);
}
