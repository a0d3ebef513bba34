import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { parsePercents } from './canary.ts';
import { endingOf } from './ending.ts';
import { exitCodeHelp, exitCodes, Failure } from './failure.ts';
import { openProgress, type Progress } from './progress.ts';
import { printEnding } from './report.ts';
import { defaultTarget } from './target.ts';
import { parseDuration } from './times.ts';

/** Every command with its arguments; the actions are in `commands/`, and only the one that is asked for is loaded. */
export function makeProgram(): Command {
  const progress = openProgress();
  const program = new Command('causeway')
    .description('Takes the services of a platform from here to HTTPS, and looks after them.')
    .exitOverride()
    .addHelpText('after', exitCodeHelp);

  onHosts(
    program,
    'deploy',
    'bring the platform up, or up to date; a second run goes on where the first one ended',
  )
    .option('--json', jsonHelp)
    .option('--discard-data', 'let volumes with data go that the config no longer wants')
    .option('--allow-breaking', allowBreakingHelp)
    .action(async (options) => (await import('./commands/deploy.ts')).deploy(options, progress));
  onHosts(program, 'plan', 'show what deploy would do, and touch nothing')
    .option('--json', jsonHelp)
    .option('--detailed-exitcode', 'exit code 2 when something would change, and 1 for every mistake')
    .option('--allow-breaking', allowBreakingHelp)
    .action(async (options) => (await import('./commands/plan.ts')).plan(options, progress));
  onTarget(program, 'status', 'show what runs')
    .option('--json', jsonHelp)
    .action(async (options) => (await import('./commands/status.ts')).status(options));
  onHosts(program, 'credentials', 'show the passwords that were made on the host')
    .option('--rotate <user>', 'make a new password for a user of protected paths; the old one ends at once')
    .option('--json', jsonHelp)
    .action(async (options) => (await import('./commands/credentials.ts')).credentials(options));
  onTarget(program, 'edge', "show the edge's configuration")
    .option('--json', jsonHelp)
    .action(async (options) => (await import('./commands/edge.ts')).edge(options, progress));
  onTarget(program, 'logs', 'show what the containers print')
    .argument('[name]', 'a service, a role (edge, agent, postgres, redis) or a container')
    .option('-f, --follow', 'go on until Ctrl-C, through releases too')
    .option('--since <time>', 'a time, or how long ago: 10m', parseSince)
    .option('--tail <lines>', 'how many lines of each container, or "all"', parseTail, '200')
    .action(async (name, options) => (await import('./commands/logs.ts')).logs(name, options));
  onHosts(program, 'destroy', 'take the target away; asks before it does')
    .option('--yes', 'do not ask')
    .option('--keep-data', 'leave the volumes with data; the next deploy takes them up again')
    .option('--json', jsonHelp)
    .action(async (options) => (await import('./commands/destroy.ts')).destroy(options, progress));
  onTarget(program, 'bootstrap', 'write the script that makes a Debian or Ubuntu into a host of the target')
    .option('--make-keys', 'make key pairs for users of the config who have none here')
    .option('--json', jsonHelp)
    .action(async (options) => (await import('./commands/bootstrap.ts')).bootstrap(options, progress));
  onTarget(
    program,
    'prepare',
    'have the machine of a target be what the config says of it; asks before it does',
  )
    .option('--check', 'only compare; exit code 4 where something differs')
    .option('--yes', 'do not ask')
    .option('--json', jsonHelp)
    .action(async (options) => (await import('./commands/prepare.ts')).prepare(options, progress));
  onTarget(
    program,
    'doctor',
    'look for whatever stands in the way of the target, and say what to do; changes nothing',
  )
    .option('--json', jsonHelp)
    .action(async (options) => (await import('./commands/doctor.ts')).doctor(options, progress));
  onTarget(program, 'history', 'show what was done, by whom, when and why; newest first')
    .addArgument(new Argument('[show]', 'one entry in full').choices(['show']))
    .addArgument(new Argument('[entry]', 'its number').argParser(parseCount))
    .option('--service <name>', 'of one service')
    .option('-n, --number <count>', 'how many, at most 5000', parseEntries, 20)
    .option('--json', jsonHelp)
    .action(async (show, entry, options) =>
      (await import('./commands/history.ts')).history(chooseEntry(show, entry), options),
    );
  addServiceCommands(program, progress);
  return program;
}

function addServiceCommands(program: Command, progress: Progress): void {
  onTarget(program, 'image', 'provide the image of a service, or of the agent, on the engine')
    .argument('<service>', 'a service of the config, or "agent"')
    .option('--json', jsonHelp)
    .action(async (name, options) => (await import('./commands/image.ts')).image(name, options, progress));
  addRelease(program, progress);
  onService(program, 'rollback', 'go back to the release before, or to another; asks before it does')
    .option('--to <version>', 'a version or a release of `history`, such as 1.2.0+7 or r7')
    .option('--yes', 'do not ask')
    .action(async (name, options) =>
      (await import('./commands/rollback.ts')).rollback(name, options, progress),
    );
  onService(
    program,
    'promote',
    'stop watching the new release (canary, bake): it takes all, for good',
  ).action(async (name, options) => (await import('./commands/promote.ts')).promote(name, options));
  onService(program, 'abort', 'end the release that runs or is watched (bake); the one before serves').action(
    async (name, options) => (await import('./commands/abort.ts')).abort(name, options),
  );
  onService(program, 'pause', 'hold requests at the edge for a moment; it ends by itself')
    .addOption(
      new Option('--for <time>', 'how long, at most 30s').argParser(parsePause).default(mostPaused, '30s'),
    )
    .option('--while <command>', 'run a shell command meanwhile, and go on when it ends')
    .action(async (name, options) => (await import('./commands/pause.ts')).pause(name, options));
  onService(program, 'resume', 'let held requests go on').action(async (name, options) =>
    (await import('./commands/resume.ts')).resume(name, options),
  );
  onService(program, 'maintenance', 'have the edge answer 503 with a page, or no longer')
    .addArgument(new Argument('<state>', 'on or off').choices(['on', 'off']))
    .option('--retry-after <time>', 'when clients are to come again, such as 10m', parseTime)
    .option('--page <file>', 'HTML to show, at most 64 KiB')
    .action(async (name, state, options) =>
      (await import('./commands/maintenance.ts')).maintenance(name, state, options),
    );
}

function addRelease(program: Command, progress: Progress): void {
  onService(program, 'release', 'build a service and put it live; the same content again is no release')
    .option('--force', 'release even if nothing has changed')
    .option('--wait', 'stay until the watch after the switch (bake) is over, and fail if traffic went back')
    .addOption(
      new Option('--attach', 'build nothing; stay with the release that runs').conflicts([
        'force',
        'canary',
        'step',
        'allowBreaking',
        'irreversible',
      ]),
    )
    .option('--canary <shares>', 'shares of the clients, one after the other: 5%,25%,100%', parsePercents)
    .option('--step <time>', 'how long each share is watched, at most 24h (default: 2m)', parseStep)
    .option('--allow-breaking', allowBreakingHelp)
    .option('--irreversible <reason>', 'refuse a rollback to what served before, with this reason')
    .option('--report <file>', 'write what became of it to this file as well, as JSON')
    .action(async (name, options) =>
      (await import('./commands/release.ts')).release(name, options, progress),
    );
}

/** At the edge. Milliseconds. */
const mostPaused = 30_000;
const allowBreakingHelp = 'go on although new SQL breaks what serves';

function parseTime(text: string): number {
  const time = parseDuration(text);
  if (time) return time;
  throw new InvalidArgumentError('Write a number from 1 with ms, s, m or h, such as 20s.');
}

function parsePause(text: string): number {
  const time = parseTime(text);
  if (time <= mostPaused) return time;
  throw new InvalidArgumentError('Write 30s or less: clients do not wait longer.');
}

/** Whoever joins a canary takes a day for its longest step. Milliseconds. */
const longestStep = 24 * 60 * 60_000;

function parseStep(text: string): number {
  const time = parseTime(text);
  if (time <= longestStep) return time;
  throw new InvalidArgumentError('Write 24h or less; more shares make a longer canary.');
}

function parseCount(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Write a number from 1.');
}

/** As many as the agent tells at once. */
const mostEntries = 5000;

function parseEntries(text: string): number {
  const count = parseCount(text);
  if (count <= mostEntries) return count;
  throw new InvalidArgumentError(
    `Write ${mostEntries} or less; an older entry is told with \`history show\`.`,
  );
}

function chooseEntry(show: string | undefined, entry: number | undefined): number | undefined {
  if (show === undefined || entry !== undefined) return entry;
  throw new Failure('mistake', 'history show: which one? Write its number, the first column of `history`');
}

function parseSince(text: string): string {
  if (/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text) || !Number.isNaN(Date.parse(text))) return text;
  throw new InvalidArgumentError('Write a time, such as 2026-01-31T10:00:00Z, or how long ago, such as 10m.');
}

function parseTail(text: string): string {
  if (/^(\d+|all)$/.test(text)) return text;
  throw new InvalidArgumentError('Write a number, or all.');
}

const jsonHelp = 'print the facts as JSON on standard output';

function onTarget(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .option('-c, --target <name>', 'a target of the config', defaultTarget)
    .option('--config <file>', 'the config, relative to the workspace', 'stacks/platform.config.ts')
    .addHelpText('after', exitCodeHelp);
}

/** A command that can be for some of several hosts alone, such as while one is away. */
function onHosts(program: Command, name: string, description: string): Command {
  return onTarget(program, name, description).addOption(
    new Option(
      '--without <host>',
      'leave out a host, such as host2 while it is away; may be given several times',
    )
      .argParser((host, hosts: string[]) => [...hosts, host])
      .default([], 'none'),
  );
}

/** A command about one service. */
function onService(program: Command, name: string, description: string): Command {
  return onHosts(program, name, description)
    .argument('<service>', 'a service of the config')
    .option('--json', jsonHelp);
}

/** The exit code for what ended a command, after saying it on standard error, and to a program that wants JSON there. */
export function explain(cause: unknown, args: readonly string[]): number {
  if (cause instanceof CommanderError && cause.exitCode === 0) return exitCodes.ok;
  const ending = endingOf(cause, args);
  // what is wrong with the arguments was said when they were read
  if (!(cause instanceof CommanderError)) process.stderr.write(`\n${ending.error}\n`);
  if (args.includes('--json')) printEnding(ending);
  return ending.exitCode;
}
