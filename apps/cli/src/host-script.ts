import type { Connection } from '@causeway/connection';
import { Failure } from './failure.ts';
import { type Outcome, run } from './process.ts';
import type { Say } from './progress.ts';

/** Packages over a slow line; the script itself takes seconds when they are there. */
const deadline = 20 * 60_000;

export interface HostScript {
  readonly connection: Connection;
  /** As `bootstrap` writes it. */
  readonly script: string;
}

/** What differs on the machine, in the words of the script; nothing is changed. */
export async function compareHost({ connection, script }: HostScript, say: Say): Promise<string[]> {
  const differences: string[] = [];
  const outcome = await runAsRoot(connection, script, ['--check'], (line) => {
    const [, difference] = /^differs: (.*)/.exec(line) ?? [];
    if (difference) differences.push(difference);
    if (!/^(ok|skipped): /.test(line)) say(line);
  });
  // it ends with a failure where something differs, and says which
  if (outcome.exitCode !== 0 && differences.length === 0) throw failureOf(connection, outcome);
  return differences;
}

/** What was changed on the machine, in the words of the script. */
export async function changeHost({ connection, script }: HostScript, say: Say): Promise<string[]> {
  const changes: string[] = [];
  const outcome = await runAsRoot(connection, script, [], (line) => {
    const [, change] = /^changed: (.*)/.exec(line) ?? [];
    if (change) changes.push(change);
    if (!/^ok: /.test(line)) say(line);
  });
  if (outcome.exitCode !== 0) throw failureOf(connection, outcome);
  return changes;
}

/** Goes on when the connection is cut, so that nothing is left half-installed; the next run waits for it. */
export function runAsRoot(
  connection: Connection,
  script: string,
  args: readonly string[],
  onLine: (line: string) => void,
): Promise<Outcome> {
  return run({
    ...connection.program(['sudo', '-n', 'sh', '-c', runner, 'prepare', ...args]),
    input: script,
    deadline,
    task: `prepare ${connection.machine.name}`,
    whenOverdue:
      'it goes on there; once it has ended (until then it is refused), run the command again, which does what is left',
    onLine,
  });
}

/** The whole script has to be there before any of it runs. */
const runner = [
  'folder=$(mktemp -d)',
  'cat > "$folder/script"',
  'trap "" HUP PIPE',
  'sh "$folder/script" "$@" < /dev/null > "$folder/log" 2>&1 & script=$!',
  'tail -n +1 -s 0.2 --pid=$script -f "$folder/log"',
  'wait $script; code=$?',
  'rm -rf "$folder"',
  'exit $code',
].join('\n');

function failureOf({ machine }: Connection, { exitCode, all }: Outcome): Failure {
  const tail = all.trim().split('\n').slice(-10).join('\n');
  return new Failure('failed', `prepare ${machine.name}: ended with ${exitCode}\n${tail}`);
}
