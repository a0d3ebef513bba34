import type { Credentials } from '@causeway/release';
import { type AgentProgram, agentOf, answerDeadline, ask } from '../agent-client.ts';
import { reachHosts } from '../connections.ts';
import { whoAsks } from '../person.ts';
import { printFacts } from '../report.ts';
import { handOver } from '../secrets.ts';
import { table } from '../table.ts';
import type { TargetOptions } from '../target.ts';

export interface CredentialsOptions extends TargetOptions {
  /** A user who gets a new password. */
  readonly rotate?: string;
}

/** The passwords that were made on the host; they are nowhere else. */
export async function credentials(options: CredentialsOptions): Promise<void> {
  const [first, ...others] = await reachHosts(options);
  const found = await asked(agentOf(first.outline), options);
  if (options.rotate !== undefined)
    for (const { outline } of others) await handOver(first.outline, outline, () => {});
  printFacts(options, found, describe);
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
