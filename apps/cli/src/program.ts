import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { credentials } from './commands/credentials.ts';
import { deploy } from './commands/deploy.ts';
import { destroy } from './commands/destroy.ts';
import { edge } from './commands/edge.ts';
import { image } from './commands/image.ts';
import { logs } from './commands/logs.ts';
import { plan } from './commands/plan.ts';
import { release } from './commands/release.ts';
import { status } from './commands/status.ts';
import { exitCodeHelp, exitCodes, Failure } from './failure.ts';
import { interruption } from './interruption.ts';
import { Interrupted, openProgress } from './progress.ts';

/** Every command with its arguments; the actions are in `commands/`. */
export function makeProgram(): Command {
  const progress = openProgress();
  const program = new Command('causeway')
    .description('Takes the services of a platform from here to HTTPS, and looks after them.')
    .exitOverride()
    .addHelpText('after', exitCodeHelp);

  onTarget(
    program,
    'deploy',
    'bring the platform up, or up to date; a second run goes on where the first one ended',
  )
    .option('--json', jsonHelp)
    .option('--discard-data', 'let volumes with data go that the config no longer wants')
    .action((options) => deploy(options, progress));
  onTarget(program, 'plan', 'show what deploy would do, and touch nothing')
    .option('--json', jsonHelp)
    .option('--detailed-exitcode', 'exit code 2 when something would change, and 1 for every mistake')
    .action((options) => plan(options, progress));
  onTarget(program, 'status', 'show what runs')
    .option('--json', jsonHelp)
    .action((options) => status(options));
  onTarget(program, 'credentials', 'show the passwords that were made on the host')
    .option('--json', jsonHelp)
    .action((options) => credentials(options));
  onTarget(program, 'edge', "show the edge's configuration")
    .option('--json', jsonHelp)
    .action((options) => edge(options, progress));
  onTarget(program, 'logs', 'show what the containers print')
    .argument('[name]', 'a service, a role (edge, agent, postgres, redis) or a container')
    .option('-f, --follow', 'go on until Ctrl-C, through releases too')
    .option('--since <time>', 'a time, or how long ago: 10m', parseSince)
    .option('--tail <lines>', 'how many lines of each container, or "all"', parseTail, '200')
    .action((name, options) => logs(name, options));
  onTarget(program, 'destroy', 'take the target away; asks before it does')
    .option('--yes', 'do not ask')
    .option('--keep-data', 'leave the volumes with data; the next deploy takes them up again')
    .option('--json', jsonHelp)
    .action((options) => destroy(options, progress));
  onTarget(program, 'image', 'provide the image of a service, or of the agent, on the engine')
    .argument('<service>', 'a service of the config, or "agent"')
    .option('--json', jsonHelp)
    .action((name, options) => image(name, options, progress));
  onTarget(program, 'release', 'build a service and put it live; the same content again is no release')
    .argument('<service>', 'a service of the config')
    .option('--force', 'release even if nothing has changed')
    .option('--json', jsonHelp)
    .action((name, options) => release(name, options, progress));
  return program;
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
    .option('-c, --target <name>', 'a target of the config', 'local')
    .option('--config <file>', 'the config, relative to the workspace', 'stacks/platform.config.ts')
    .addHelpText('after', exitCodeHelp);
}

/** The exit code for what ended a command, after saying it on standard error. */
export function explain(cause: unknown, args: readonly string[]): number {
  const error =
    interruption.aborted && !(cause instanceof Interrupted) ? new Interrupted('the last step') : cause;
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : mistakeCode(args);
  process.stderr.write(`\n${wordsFor(error)}\n`);
  if (error instanceof Interrupted) return exitCodes.interrupted;
  if (!(error instanceof Failure)) return exitCodes.failed;
  return error.kind === 'mistake' ? mistakeCode(args) : exitCodes[error.kind];
}

/** With Terraform's detailed exit codes 2 is taken. */
function mistakeCode(args: readonly string[]): number {
  return args.includes('--detailed-exitcode') ? exitCodes.failed : exitCodes.mistake;
}

function wordsFor(error: unknown): string {
  if (error instanceof Interrupted) return `${error.message}: ${whatStands(error.step)}`;
  if (error instanceof Failure) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function whatStands(step: string): string {
  const stands = [...standing].find(([start]) => step.startsWith(start))?.[1];
  return `${stands ?? 'nothing is left half-done'}; the same command goes on from there`;
}

const standing: ReadonlyMap<string, string> = new Map([
  ['Set-up', 'set-up keeps its finished parts'],
  ['Image', 'finished images and build steps stay on the engine'],
  ['Terraform', 'what Terraform has made stays, and is taken up'],
  ['Agent', 'the agent finishes by itself what it has begun'],
  ['Release', 'the agent finishes or undoes the release by itself: look with `status`'],
  ['Services', 'the services that are gone stay gone'],
]);
