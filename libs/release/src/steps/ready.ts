import { Aborted } from '../orders.ts';
import type { Replica } from '../ports.ts';
import type { ReplicaAddress } from '../release.ts';
import { until } from '../until.ts';
import type { Act, StepContext } from './step.ts';
import { ask, ownReplicas } from './step.ts';

/** A slow first answer is an answer; a hung one must not eat the whole deadline. */
const answerTimeout = 2000;

/**
 * A port that takes connections says little: a program that opens it and fails while it starts mostly does so within
 * seconds. Milliseconds that every replica must stay up where there is no health path.
 */
const steadyWithoutHealth = 3000;

/** Each new replica answers us directly, and the edge itself calls it healthy. */
export const ready: Act = async (context) => {
  const { ports, release, orders } = context;
  const wait = { what: readyWords(context), within: release.settings.deploy.boot, orders };
  const steady = steadiness(context);
  await until(ports.clock, wait, async () => {
    await nobodyExited(context);
    const missing = steady((await notAnswering(context)) ?? (await notHealthy(context)));
    if (missing) context.waiting(missing);
    return missing;
  }).catch(async (error) => {
    if (error instanceof Aborted || ports.interrupts(error)) throw error;
    throw new Error(`${error.message}\n${await logTails(context)}`);
  });
  return `${release.replicas.length} of ${release.replicas.length}`;
};

/** Passes on what is missing; once nothing is, holds on until that has lasted. */
function steadiness({ ports, release }: StepContext): (missing: string | undefined) => string | undefined {
  const lasting = release.settings.health ? 0 : steadyWithoutHealth;
  let since: number | undefined;
  return (missing) => {
    since = missing === undefined ? (since ?? ports.clock.elapsed()) : undefined;
    if (since === undefined || ports.clock.elapsed() - since >= lasting) return missing;
    return `the port answers; without a health path it must do so for ${lasting / 1000} s`;
  };
}

function readyWords({ release }: StepContext): string {
  const { health, port } = release.settings;
  return health ? `200 from ${health.path} on port ${port}` : `a connection to port ${port}`;
}

/** A version that dies before it was ever ready ends the release at once. */
async function nobodyExited(context: StepContext): Promise<void> {
  const replicas = await ownReplicas(context, context.release);
  const exited = replicas.find(({ state, restarts }) => state !== 'running' || restarts > 0);
  if (exited)
    throw new Error(
      `replica ${exited.replica} ended by itself before it was ready${endWords(endOf(context, exited))}`,
    );
}

/** The exit code, where the engine or its events still tell it. */
function endOf({ ports, release }: StepContext, { state, exitCode, replica }: Replica): number | undefined {
  if (state !== 'running') return exitCode;
  // the engine has started it again meanwhile, and says 0
  const ends = ports.containers.crashes(release, release.startedAt);
  return ends.findLast((end) => end.replica === replica && end.exitCode >= 0)?.exitCode;
}

/** What runs programs in containers means by its own exit codes. */
const meanings: ReadonlyMap<number, string> = new Map([
  [126, 'its command cannot be run: look whether it is a program, and one for this kind of processor'],
  [127, 'its command, or a file that this needs, was not found in the image'],
  [137, 'killed, most often for its `memory`'],
]);

function endWords(exitCode: number | undefined): string {
  if (exitCode === undefined) return '';
  const meaning = meanings.get(exitCode);
  return ` (exit code ${exitCode}${meaning ? `: ${meaning}` : ''})`;
}

async function notAnswering(context: StepContext): Promise<string | undefined> {
  const answers = await Promise.all(context.release.replicas.map((replica) => probe(context, replica)));
  return answers.find((answer) => answer !== undefined);
}

async function probe({ ports, release }: StepContext, replica: ReplicaAddress): Promise<string | undefined> {
  const { health, port } = release.settings;
  try {
    if (!health) {
      await ports.http.connect(replica, port, answerTimeout);
      return undefined;
    }
    const { status, body } = await ports.http.get(replica, ask(release, health.path), answerTimeout);
    return status === 200 ? undefined : `replica ${replica.replica} ${answerWords(status, body)}`;
  } catch (error) {
    return `replica ${replica.replica} does not answer: ${(error as Error).message}`;
  }
}

function answerWords(status: number, body: string): string {
  const said = `answers ${status} ${body.slice(0, 200)}`.trim();
  if (status < 300 || status >= 400) return said;
  return `${said} (a redirect: name a path that answers 200 itself, also over plain HTTP, as the edge asks it)`;
}

async function notHealthy({ ports, release }: StepContext): Promise<string | undefined> {
  const view = await ports.edge.view(release).catch((error: Error) => error);
  if (view instanceof Error) return `the edge does not answer: ${view.message}`;
  const { healthy } = view;
  const missing = release.replicas.find(({ address }) => !healthy.includes(address));
  return missing && `the edge does not call replica ${missing.replica} healthy yet`;
}

async function logTails(context: StepContext): Promise<string> {
  const { ports } = context;
  const replicas = await ownReplicas(context, context.release);
  const tails = await Promise.all(
    replicas.map(async ({ container }) => `${container}:\n${await ports.containers.logTail(container)}`),
  );
  return tails.join('\n');
}
