import { readFile } from 'node:fs/promises';
import { type Connection, isRemote } from '@causeway/connection';
import { writeBootstrap } from '../bootstrap-file.ts';
import { confirm } from '../confirm.ts';
import { closeConnection, connect, openConnection } from '../connections.ts';
import { Failure } from '../failure.ts';
import { type Outcome, run } from '../process.ts';
import type { Progress, Say } from '../progress.ts';
import { printFacts } from '../report.ts';
import { openTarget, type Target, type TargetOptions } from '../target.ts';

/** Packages over a slow line; the script itself takes seconds when they are there. */
const deadline = 20 * 60_000;

export interface PrepareOptions extends TargetOptions {
  readonly check?: boolean;
  readonly yes?: boolean;
}

export interface PrepareFacts {
  readonly target: string;
  readonly machine: string;
  /** What was changed, or differs with `--check`; in the words of the script. */
  readonly changes: readonly string[];
}

/** Has the machine of a target be what the config says of it; `--check` only compares. */
export async function prepare(options: PrepareOptions, progress: Progress): Promise<void> {
  const target = await openTarget(options);
  refuseHere(target);
  const script = await readFile(await writeBootstrap(target), 'utf8');
  progress.heading('Look (nothing is changed)');
  const connection = await progress.step('Connection', (say) => openConnection(target, say));
  refuseWithoutRoot(connection, target);
  const work = { target, connection, script, progress };
  const differences = await progress.step('Comparison', (say) => compare(work, say));
  const changes = options.check ? differences : await change(work, differences, options);
  printFacts(options, { target: target.name, machine: connection.machine.name, changes }, describe);
  if (options.check) refuseDifferences(changes, target);
}

interface Work {
  readonly target: Target;
  readonly connection: Connection;
  readonly script: string;
  readonly progress: Progress;
}

function refuseHere({ outline: { engine }, name }: Target): void {
  if (isRemote(engine.host)) return;
  throw new Failure(
    'mistake',
    `prepare: target ${name} is on this computer, which is yours to look after; write \`host\` into the config for another one, or run the script of \`bootstrap\` as root`,
  );
}

function refuseWithoutRoot({ facts, machine }: Connection, { files }: Target): void {
  if (facts.sudo) return;
  throw new Failure(
    'obstacle',
    `${machine.name}: ${facts.user} may not become root there without a password; write a user who may into \`host\`, or run ${files.bootstrap} there as root`,
  );
}

async function compare({ connection, script }: Work, say: Say): Promise<string[]> {
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

async function change(
  { target, connection, script, progress }: Work,
  differences: readonly string[],
  { yes }: PrepareOptions,
): Promise<string[]> {
  if (differences.length > 0) {
    if (!yes) await confirm('prepare', question(connection, differences));
    progress.heading('Touch');
  }
  const changes =
    differences.length > 0 ? await progress.step('Machine', (say) => apply({ connection, script }, say)) : [];
  return [...changes, ...(await progress.step('Engine', (say) => letIn(target, connection, say)))];
}

function question({ machine, facts }: Connection, differences: readonly string[]): string {
  const list = differences.map((line) => `  ${line}`).join('\n');
  return `On ${machine.name}, as root (${facts.user} by sudo), these are made so:\n${list}\nGo on?`;
}

async function apply(
  { connection, script }: Pick<Work, 'connection' | 'script'>,
  say: Say,
): Promise<string[]> {
  const changes: string[] = [];
  const outcome = await runAsRoot(connection, script, [], (line) => {
    const [, change] = /^changed: (.*)/.exec(line) ?? [];
    if (change) changes.push(change);
    if (!/^ok: /.test(line)) say(line);
  });
  if (outcome.exitCode !== 0) throw failureOf(connection, outcome);
  return changes;
}

/** Whoever deploys needs the engine; a group is given at the login, so it takes a new one. */
async function letIn(target: Target, connection: Connection, say: Say): Promise<string[]> {
  const { user, engine } = connection.facts;
  if (engine.state === 'there') return [];
  await closeConnection(connection);
  const again = await openConnection(target, say);
  if (again.facts.engine.state !== 'denied') return [];
  await runAsRoot(again, 'usermod --append --groups docker "$1"', [user], say);
  await closeConnection(again);
  await connect(target, say);
  return [`${user} may use the engine`];
}

/** Goes on when the connection is cut, so that nothing is left half-installed; the next run waits for it. */
function runAsRoot(
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
    whenOverdue: 'it goes on there; run the command again, which waits for it or goes on from there',
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

function refuseDifferences(differences: readonly string[], { name }: Target): void {
  if (differences.length === 0) return;
  throw new Failure(
    'obstacle',
    `prepare: ${differences.length} of what the config says does not hold there; \`prepare -c ${name}\` makes it so`,
  );
}

function describe({ machine, changes }: PrepareFacts): string {
  return changes.length === 0
    ? `${machine}: everything is as the config says`
    : [`${machine}:`, ...changes.map((line) => `  ${line}`)].join('\n');
}
