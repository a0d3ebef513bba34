import type { Credentials } from '@causeway/release';
import { agentOf, answerDeadline, ask } from '../agent-client.ts';
import { printFacts } from '../report.ts';
import { table } from '../table.ts';
import { openTarget, type TargetOptions } from '../target.ts';

/** The passwords that were made on the host; they are nowhere else. */
export async function credentials(options: TargetOptions): Promise<void> {
  const { outline } = await openTarget(options);
  printFacts(
    options,
    await ask(agentOf(outline), { op: 'credentials' }, { deadline: answerDeadline }),
    describe,
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
