import { clientAddress, findConnection } from './connections.ts';
import { Failure } from './failure.ts';
import { describeFailure, type Outcome, type Program, run } from './process.ts';

/** A look at the engine over ssh takes a second or two; a longer silence is an engine that hangs. */
const lookDeadline = 20_000;

export type DockerCall = Partial<Pick<Program, 'deadline' | 'onLine' | 'env' | 'input'>> &
  Pick<Program, 'task'>;

export function dockerProgram(host: string, args: readonly string[]): Pick<Program, 'file' | 'args' | 'env'> {
  return { file: 'docker', args, env: { DOCKER_HOST: clientAddress(host) } };
}

export async function tryDocker(host: string, args: readonly string[], call: DockerCall): Promise<Outcome> {
  const program = dockerProgram(host, args);
  const outcome = await run({
    deadline: lookDeadline,
    ...program,
    ...call,
    env: { ...program.env, ...call.env },
  });
  if (outcome.exitCode !== 0 && isUnreachable(outcome.stderr)) throw unreachable(host, outcome.stderr);
  return outcome;
}

/** What the command printed; a failure of it ends ours. */
export async function docker(host: string, args: readonly string[], call: DockerCall): Promise<string> {
  const outcome = await tryDocker(host, args, call);
  if (outcome.exitCode === 0) return outcome.stdout.trim();
  throw new Failure('failed', describeFailure(call.task, outcome));
}

/** Each line of what the command printed. */
export async function dockerLines(host: string, args: readonly string[], task: string): Promise<string[]> {
  return (await docker(host, args, { task })).split('\n').filter(Boolean);
}

/** `sha256:…`, or nothing when the engine has no such image. */
export async function findImage(host: string, reference: string): Promise<string | undefined> {
  const args = ['image', 'inspect', '--format', '{{.Id}}', reference];
  const { exitCode, stdout } = await tryDocker(host, args, { task: `look for the image ${reference}` });
  return exitCode === 0 ? stdout.trim() : undefined;
}

export async function isRunning(host: string, container: string): Promise<boolean> {
  const args = ['container', 'inspect', '--format', '{{.State.Running}}', container];
  const { exitCode, stdout } = await tryDocker(host, args, { task: `look at ${container}` });
  return exitCode === 0 && stdout.trim() === 'true';
}

/** Layers are deleted file by file. Milliseconds. */
export const imageRemovalDeadline = 120_000;

/** What a container uses stays, and with it its tag. */
export async function removeUnusedTags(host: string, tags: readonly string[]): Promise<void> {
  for (const tag of tags)
    await tryDocker(host, ['image', 'rm', tag], { task: `remove ${tag}`, deadline: imageRemovalDeadline });
}

/** `--filter` arguments that leave only what carries all labels. */
export function labelFilters(labels: Readonly<Record<string, string>>): string[] {
  return Object.entries(labels).flatMap(([key, value]) => ['--filter', `label=${key}=${value}`]);
}

export function isUnreachable(stderr: string): boolean {
  return /cannot connect to the docker daemon|error during connect|failed to connect to the docker|permission denied while trying to connect/i.test(
    stderr,
  );
}

export function unreachable(host: string, stderr: string): Failure {
  const trouble = findConnection(host)?.trouble;
  if (trouble) return new Failure('unreachable', trouble.message);
  const reason = stderr.trim().split('\n').at(-1);
  return new Failure(
    'unreachable',
    `Docker engine at ${host}: not reachable (${reason}); start it, or run \`npm run deploy\`, which does`,
  );
}
