import type { Plan } from '@causeway/plan';
import { execa } from 'execa';
import { agentOf, answerDeadline, ask } from '../agent-client.ts';
import { reachHosts } from '../connections.ts';
import { Failure } from '../failure.ts';
import { ofEach } from '../hosts.ts';
import { intercepting } from '../interruption.ts';
import { whoAsks } from '../person.ts';
import { printFacts } from '../report.ts';
import { findService, type Hosts, type Target, type TargetOptions } from '../target.ts';
import { clockTime, leftUntil } from '../times.ts';

export interface PauseOptions extends TargetOptions {
  /** Milliseconds. */
  readonly for: number;
  /** A shell command. */
  readonly while?: string;
}

export interface PauseFacts {
  /** Milliseconds since the epoch. */
  readonly until: number;
  readonly while?: CommandFacts;
}

interface CommandFacts {
  readonly command: string;
  readonly exitCode: number;
  /** The pause ended before the command did. */
  readonly late: boolean;
  /** Requests that waited. */
  readonly held: number;
}

/** Has the edge hold the service's requests, for a moment or while a command runs. */
export async function pause(name: string, options: PauseOptions): Promise<void> {
  const hosts = await reachHosts(options);
  const service = findService(hosts[0].outline, name).name;
  const until = await holdRequests(hosts, service, options.for);
  if (options.while === undefined) return printFacts(options, { until }, (facts) => describe(service, facts));
  const facts = { until, while: await runHeld(hosts, service, options.for, options.while) };
  printFacts(options, facts, (found) => describe(service, found));
  refuseBadEnd(service, facts.while);
}

/** On all hosts at once, or on none; the earliest end of their pauses. */
async function holdRequests(hosts: Hosts, service: string, within: number): Promise<number> {
  const request = { op: 'pause', service, within, by: whoAsks() } as const;
  const held: Target[] = [];
  try {
    const ends = await everywhere(hosts, async (host) => {
      const { until } = await ask(agentOf(host.outline), request, { deadline: answerDeadline });
      held.push(host);
      return until;
    });
    return Math.min(...ends);
  } catch (error) {
    await Promise.allSettled(held.map(({ outline }) => resume(outline, service)));
    throw error;
  }
}

/** Requests go on when the command has ended, however it did. */
async function runHeld(
  hosts: Hosts,
  service: string,
  within: number,
  command: string,
): Promise<CommandFacts> {
  const startedAt = performance.now();
  const exitCode = await runCommand(command);
  const late = performance.now() - startedAt > within;
  const held = sumOf(await everywhere(hosts, ({ outline }) => resume(outline, service)));
  return { command, exitCode, late: late || held === undefined, held: held ?? 0 };
}

/** On all at once; one that fails, with whose it is, is told when the others have ended. */
async function everywhere<T>(hosts: Hosts, work: (host: Target) => Promise<T>): Promise<T[]> {
  const answers = await Promise.allSettled(hosts.map((host) => ofEach([host], work)));
  return answers.flatMap((answer) => {
    if (answer.status === 'rejected') throw answer.reason;
    return answer.value.map(({ facts }) => facts);
  });
}

/** Nothing where they went on before on one of the hosts. */
function sumOf(held: readonly (number | undefined)[]): number | undefined {
  return held.reduce((sum, each) => (sum === undefined || each === undefined ? undefined : sum + each), 0);
}

/** How many requests waited; nothing when they went on before. */
async function resume(plan: Plan, service: string): Promise<number | undefined> {
  const request = { op: 'resume', service, by: whoAsks() } as const;
  return await ask(agentOf(plan), request, { deadline: answerDeadline }).then(
    ({ held }) => held,
    (error) => {
      if (error instanceof Failure && error.kind === 'obstacle') return undefined;
      throw error;
    },
  );
}

/** Its standard output goes to our standard error; Ctrl-C ends it, and not us. */
async function runCommand(command: string): Promise<number> {
  const child = execa('sh', ['-c', command], {
    reject: false,
    stdio: ['inherit', process.stderr, 'inherit'],
  });
  const { exitCode = 1 } = await intercepting(
    (signal) => child.kill(signal),
    async () => await child,
  );
  return exitCode;
}

function refuseBadEnd(service: string, { command, exitCode, late }: CommandFacts): void {
  if (exitCode !== 0) throw new Failure('failed', `${command}: exit code ${exitCode}`);
  if (late) {
    throw new Failure(
      'failed',
      `${service}: requests went on while "${command}" still ran, for the pause was over before it; look at what it did`,
    );
  }
}

function describe(service: string, facts: PauseFacts): string {
  if (facts.while?.late) return `${service} goes on, since before "${facts.while.command}" had ended`;
  if (facts.while) return `${service} goes on: ${facts.while.held} requests were held`;
  return `requests to ${service} are held until ${clockTime(facts.until)}, for ${leftUntil(facts.until)}; then they go on by themselves, or with \`resume ${service}\``;
}
