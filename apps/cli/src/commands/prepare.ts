import { readFile } from 'node:fs/promises';
import { type Connection, isRemote } from '@causeway/connection';
import { writeBootstrap } from '../bootstrap-file.ts';
import { confirm } from '../confirm.ts';
import { closeConnection, connect, openConnection } from '../connections.ts';
import { Failure } from '../failure.ts';
import { changeHost, compareHost, runAsRoot } from '../host-script.ts';
import { ofEach, printEach, progressOn } from '../hosts.ts';
import type { Progress, Say } from '../progress.ts';
import { openHosts, type Target, type TargetOptions } from '../target.ts';

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
  const hosts = await openHosts(options);
  const [first] = hosts;
  refuseHere(first);
  const script = await readFile(await writeBootstrap(first), 'utf8');
  const prepared = await ofEach(hosts, (host) =>
    prepareHost(host, script, options, progressOn(host, progress)),
  );
  printEach(options, prepared, describe);
  const differences = prepared.flatMap(({ facts }) => facts.changes);
  if (options.check) refuseDifferences(differences, first);
}

async function prepareHost(
  target: Target,
  script: string,
  options: PrepareOptions,
  progress: Progress,
): Promise<PrepareFacts> {
  progress.heading('Look (nothing is changed)');
  const connection = await progress.step('Connection', (say) => openConnection(target, say));
  refuseWithoutRoot(connection, target);
  const work = { target, connection, script, progress };
  const differences = await progress.step('Comparison', (say) => compareHost(work, say));
  const changes = options.check ? differences : await change(work, differences, options);
  return { target: target.name, machine: connection.machine.name, changes };
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
    differences.length > 0
      ? await progress.step('Machine', (say) => changeHost({ connection, script }, say))
      : [];
  return [...changes, ...(await progress.step('Engine', (say) => letIn(target, connection, say)))];
}

function question({ machine, facts }: Connection, differences: readonly string[]): string {
  const list = differences.map((line) => `  ${line}`).join('\n');
  return `On ${machine.name}, as root (${facts.user} by sudo), these are made so:\n${list}\nGo on?`;
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
