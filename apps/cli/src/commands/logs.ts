import type { Plan } from '@causeway/plan';
import { lookAtHosts, refuseAway } from '../away-hosts.ts';
import { dockerLines, dockerProgram, labelFilters, tryDocker } from '../docker.ts';
import { Failure } from '../failure.ts';
import { interruption } from '../interruption.ts';
import { run } from '../process.ts';
import type { Target, TargetOptions } from '../target.ts';

/** All of a container's log over a slow line. */
const readDeadline = 120_000;

export interface LogOptions extends TargetOptions {
  readonly follow?: boolean;
  readonly since?: string;
  readonly tail: string;
}

interface Source {
  readonly container: string;
  readonly role: string;
  readonly service: string;
}

type Chosen = (source: Source) => boolean;
const sourceFields = (prefix: string) => `${prefix} "causeway.role"}}\t${prefix} "causeway.service"}}`;

/** What the platform's containers print, each line with the name of its container. */
export async function logs(name: string | undefined, options: LogOptions): Promise<void> {
  const chosen: Chosen = (source) => name === undefined || Object.values(source).includes(name);
  const { found, away } = await lookAtHosts(options, listSources);
  const sources = found.flatMap(({ facts }) => facts.sources);
  choose(sources, chosen, name);
  const logged = found.map(({ facts }) => ({ ...facts, sources: facts.sources.filter(chosen) }));
  for (const { hostName, facts } of away) process.stderr.write(`no logs of ${hostName}: ${facts}\n`);
  if (options.follow)
    await untilInterrupted(
      async () => void (await Promise.all(logged.map((host) => follow(host, chosen, options)))),
    );
  else for (const line of await readAll(logged, options)) print(line);
  refuseAway(away);
}

/** A host with the containers whose logs are shown. */
interface Logged {
  readonly plan: Plan;
  readonly hostName: string | undefined;
  readonly sources: readonly Source[];
}

function labelOf({ hostName }: Logged, container: string): string {
  return hostName === undefined ? container : `${hostName} ${container}`;
}

async function listSources({ outline, hostName }: Target): Promise<Logged> {
  return { plan: outline, hostName, sources: await findSources(outline) };
}

async function findSources({ engine, labels }: Plan): Promise<Source[]> {
  const format = `{{.Names}}\t${sourceFields('{{.Label')}`;
  const args = ['ps', '--all', ...labelFilters(labels), '--format', format];
  return (await dockerLines(engine.host, args, 'list containers')).map(parseSource);
}

function parseSource(line: string): Source {
  const [container = '', role = '', service = ''] = line.split('\t');
  return { container, role, service };
}

function choose(sources: readonly Source[], chosen: Chosen, name: string | undefined): void {
  if (sources.some(chosen)) return;
  if (sources.length === 0)
    throw new Failure('unreachable', 'logs: no container of this target; run `deploy` first');
  const known = [...new Set(sources.map(({ role, service }) => service || role))].join(', ');
  throw new Failure('mistake', `${name}: no such service or container; write one of ${known}`);
}

/** In the order of their times, over all containers. */
async function readAll(hosts: readonly Logged[], options: LogOptions): Promise<string[]> {
  const logs = await Promise.all(
    hosts.flatMap((host) => host.sources.map((source) => readOne(host, source, options))),
  );
  return logs
    .flat()
    .sort((one, other) => (one.time < other.time ? -1 : 1))
    .map(({ text }) => text);
}

async function readOne(host: Logged, { container }: Source, options: LogOptions) {
  const lines: { time: string; text: string }[] = [];
  const task = `read the log of ${container}`;
  const { exitCode, stderr } = await tryDocker(
    host.plan.engine.host,
    ['logs', '--timestamps', ...flags(options), container],
    {
      deadline: readDeadline,
      task,
      onLine(line) {
        const [time = ''] = line.split(' ', 1);
        lines.push({ time, text: `${labelOf(host, container)} | ${line.slice(time.length + 1)}` });
      },
    },
  );
  if (exitCode === 0) return lines;
  if (isGone(stderr)) return [];
  throw new Failure('failed', `${task}: ${stderr.trim()}`);
}

/** A release may remove a container between the list and the look. */
function isGone(stderr: string): boolean {
  return /no such container|dead or marked for removal/i.test(stderr);
}

/** Containers that start later are followed as well, so that a release does not end it. */
async function follow(host: Logged, chosen: Chosen, options: LogOptions): Promise<void> {
  const { engine, labels } = host.plan;
  const format = `{{.TimeNano}}\t{{.Actor.Attributes.name}}\t${sourceFields('{{index .Actor.Attributes')}`;
  const args = ['events', '--filter', 'event=start', ...labelFilters(labels), '--format', format];
  const newcomers = endless(engine.host, args, 'watch for new containers', (line) => {
    const [nanoseconds = '', ...rest] = line.split('\t');
    const source = parseSource(rest.join('\t'));
    if (chosen(source))
      void untilInterrupted(() => followOne(host, source, { tail: 'all', since: unixTime(nanoseconds) }));
  });
  await Promise.all([newcomers, ...host.sources.map((source) => followOne(host, source, options))]);
}

function followOne(
  host: Logged,
  { container }: Source,
  options: Pick<LogOptions, 'since' | 'tail'>,
): Promise<void> {
  const args = ['logs', '--follow', ...flags(options), container];
  const label = labelOf(host, container);
  return endless(host.plan.engine.host, args, `follow ${label}`, (line) => print(`${label} | ${line}`));
}

async function endless(
  host: string,
  args: readonly string[],
  task: string,
  onLine: (line: string) => void,
): Promise<void> {
  await run({ ...dockerProgram(host, args), deadline: 'endless', task, onLine });
}

/** Ctrl-C is how a person ends it, and no failure. */
async function untilInterrupted(work: () => Promise<void>): Promise<void> {
  await work().catch((error: unknown) => {
    if (!interruption.aborted) throw error;
  });
}

function flags({ tail, since }: Pick<LogOptions, 'since' | 'tail'>): string[] {
  return ['--tail', tail, ...(since ? ['--since', since] : [])];
}

function unixTime(nanoseconds: string): string {
  return `${nanoseconds.slice(0, -9)}.${nanoseconds.slice(-9)}`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
