import type { Credentials } from '@causeway/release';
import { agentOf, answerDeadline, ask } from '../agent-client.ts';
import { reachHosts, reachTarget } from '../connections.ts';
import { Failure } from '../failure.ts';
import { ofEach } from '../hosts.ts';
import { whoAsks } from '../person.ts';
import { printFacts } from '../report.ts';
import { handOver } from '../secrets.ts';
import { table } from '../table.ts';
import { refuseWithoutFirst, type TargetOptions } from '../target.ts';

export interface CredentialsOptions extends TargetOptions {
  /** A user who gets a new password. */
  readonly rotate?: string;
}

/** The passwords that were made on the host; they are nowhere else. */
export async function credentials(options: CredentialsOptions): Promise<void> {
  const { rotate: user } = options;
  const found = user === undefined ? await present(options) : await renewed(user, options);
  printFacts(options, found, describe);
}

/** All hosts have the same. */
async function present(options: TargetOptions): Promise<Credentials> {
  const { outline } = await reachTarget(options);
  return await ask(agentOf(outline), { op: 'credentials' }, { deadline: answerDeadline });
}

async function renewed(user: string, options: TargetOptions): Promise<Credentials> {
  const hosts = await reachHosts(options);
  refuseWithoutFirst(hosts, 'credentials --rotate');
  const [first, ...others] = hosts;
  const request = { op: 'rotate', user, by: whoAsks() } as const;
  const found = await ask(agentOf(first.outline), request, { deadline: answerDeadline });
  const answers = await Promise.allSettled(
    others.map((other) => ofEach([other], ({ outline }) => handOver(first.outline, outline, () => {}))),
  );
  const failed = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []));
  if (failed.length > 0) throw halfRenewed(user, failed);
  return found;
}

/** Whoever rotates wants the old one to end, so what still takes it is no detail. */
function halfRenewed(user: string, errors: readonly Error[]): Failure {
  const lines = errors.map(({ message }) => `  ${message}`);
  return new Failure(
    'failed',
    `${user} has a new password, which \`credentials\` shows, but not everywhere: THE OLD ONE STILL OPENS these:\n${lines.join('\n')}\n\`deploy\` takes the new one there`,
  );
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
