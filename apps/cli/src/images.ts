import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { builtRepository, type ServicePlan, type ServiceSource } from '@causeway/plan';
import { hashContext } from './content-hash.ts';
import { lookAtDisk } from './disk.ts';
import { docker, findImage, tryDocker } from './docker.ts';
import type { SetupFacts } from './facts.ts';
import { Failure } from './failure.ts';
import { withBuildLock, withBundleLock } from './lock.ts';
import { hasLostLayer } from './lost-layer.ts';
import { buildProjects } from './nx.ts';
import { describeFailure, type Outcome } from './process.ts';
import type { Say } from './progress.ts';
import { adviseOnBase, pullFailure } from './pull-failure.ts';
import { forgetUnreleased } from './unreleased-images.ts';
import { workspace } from './workspace.ts';

/** A Dockerfile that installs and compiles; nothing of ours takes longer than a minute. */
const buildDeadline = 20 * 60_000;
/** A large image over a slow line. */
const pullDeadline = 15 * 60_000;

/** What an image is made of: a service, or the agent. */
export interface Buildable {
  readonly name: string;
  readonly source: ServiceSource;
}

export interface Image {
  readonly service: string;
  /** Image id, `sha256:…`. */
  readonly image: string;
  readonly tag: string;
  /** Version of the package or tag of the image, without the build number. */
  readonly packageVersion: string;
  /** False where the engine had it. */
  readonly built: boolean;
}

export const agentSource: Buildable = { name: 'agent', source: { kind: 'project', project: 'agent' } };

export interface Workshop {
  readonly setup: SetupFacts;
  readonly platform: string;
}

export function serviceImage(service: ServicePlan): Buildable {
  return { name: service.name, source: service.source };
}

/**
 * Runs `work`, which bundles these and reads what was bundled, as the only one that does: Nx removes the bundle of a project
 * before it puts it back, whoever else reads it at that moment.
 */
export async function withBundles<T>(
  wanted: readonly Buildable[],
  say: Say,
  work: () => Promise<T>,
): Promise<T> {
  const isBundled = wanted.some(({ source }) => source.kind === 'project');
  return isBundled ? await withBundleLock(say, work) : await work();
}

/** Builds what projects bundle, so that their folders are ready for an image. */
export async function bundle(wanted: readonly Buildable[], say: Say): Promise<void> {
  await buildProjects(
    wanted.flatMap(({ source }) => (source.kind === 'project' ? [source.project] : [])),
    say,
  );
}

/** The image of a service whose project is bundled; built or pulled only when the engine does not have it. */
export async function provideImage(workshop: Workshop, wanted: Buildable, say: Say): Promise<Image> {
  return wanted.source.kind === 'image'
    ? await provideReference(workshop, wanted.name, wanted.source.image, say)
    : await provideBuild(workshop, wanted.name, folderOf(wanted.source), say);
}

/** As `provideImage`, but leaves the engine as it is: an image that is yet to be built has the id of its tag. */
export async function previewImage({ setup }: Workshop, wanted: Buildable): Promise<Image> {
  const recipe =
    wanted.source.kind === 'image'
      ? undefined
      : await readRecipe(setup, wanted.name, folderOf(wanted.source));
  const tag = recipe?.tag ?? (wanted.source as { image: string }).image;
  const image = await findImage(setup.engine.host, tag);
  const packageVersion = recipe?.packageVersion ?? tagOf(tag);
  return { service: wanted.name, image: image ?? unbuilt, tag, packageVersion, built: image === undefined };
}

/** Stands for an image that does not exist yet. */
export const unbuilt = `sha256:${'0'.repeat(64)}`;

async function provideReference(
  { setup }: Workshop,
  service: string,
  reference: string,
  say: Say,
): Promise<Image> {
  const { host } = setup.engine;
  const packageVersion = tagOf(reference);
  const present = await findImage(host, reference);
  if (present) return { service, image: present, tag: reference, packageVersion, built: false };
  await lookAtDisk(setup.engine);
  const image = await pull(host, reference, `services.${service}.image`, say);
  return { service, image, tag: reference, packageVersion, built: true };
}

/** Gives the id of the image. */
async function pull(host: string, reference: string, where: string, say: Say): Promise<string> {
  const task = `${where}: pull ${reference}`;
  const call = { task, deadline: pullDeadline, onLine: say };
  const outcome = await tryDocker(host, ['pull', reference], call);
  if (outcome.exitCode !== 0) throw await pullFailure(where, { host, reference }, outcome);
  return await docker(host, ['image', 'inspect', '--format', '{{.Id}}', reference], { task });
}

async function provideBuild(workshop: Workshop, service: string, folder: string, say: Say): Promise<Image> {
  const { setup } = workshop;
  const recipe = await readRecipe(setup, service, folder);
  const { tag, packageVersion } = recipe;
  const { host } = setup.engine;
  const present = await findImage(host, tag);
  if (present) return { service, image: present, tag, packageVersion, built: false };
  return await withBuildLock(tag, say, async () => {
    const meanwhile = await findImage(host, tag);
    const image = meanwhile ?? (await buildNew(workshop, service, recipe, say));
    return { service, image, tag, packageVersion, built: meanwhile === undefined };
  });
}

async function buildNew(workshop: Workshop, service: string, recipe: Recipe, say: Say): Promise<string> {
  const { setup, platform } = workshop;
  await lookAtDisk(setup.engine);
  const image = await build(workshop, recipe, say);
  await forgetUnreleased(setup.engine.host, platform, service);
  return image;
}

interface Recipe {
  readonly folder: string;
  readonly tag: string;
  readonly packageVersion: string;
  /** Build argument → image reference. */
  readonly args: Readonly<Record<string, string>>;
}

async function readRecipe(setup: SetupFacts, service: string, folder: string): Promise<Recipe> {
  const dockerfile = await readDockerfile(service, folder);
  const bases = Object.entries(baseArguments(setup)).filter(([name]) => declares(dockerfile, name));
  const hash = await hashContext(folder, Object.fromEntries(bases.map(([name, { id }]) => [name, id])));
  return {
    folder,
    tag: `${builtRepository(service)}:${hash.slice(0, 12)}`,
    packageVersion: await readVersion(folder, hash),
    args: Object.fromEntries(bases.map(([name, { ref }]) => [name, ref])),
  };
}

function baseArguments({ images }: SetupFacts) {
  return { NODE_IMAGE: images.node, BASE_IMAGE: images.node };
}

function declares(dockerfile: string, argument: string): boolean {
  return new RegExp(`^\\s*ARG\\s+${argument}\\b`, 'im').test(dockerfile);
}

async function build(
  { setup, platform }: Workshop,
  { folder, tag, args }: Recipe,
  say: Say,
): Promise<string> {
  const { host } = setup.engine;
  const buildArgs = Object.entries(args).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]);
  const labels = ['--label', `causeway.platform=${platform}`];
  const task = `build ${tag}`;
  const env = await builderEnvironment(host);
  const attempt = () =>
    tryDocker(host, ['build', '--tag', tag, ...labels, ...buildArgs, folder], {
      task,
      deadline: buildDeadline,
      env,
      onLine: (line) => isStep(line) && say(line),
    });
  const first = await attempt();
  const outcome = hasLostLayer(first) ? await attempt() : first;
  if (outcome.exitCode !== 0) throw await buildFailure(host, task, outcome);
  return await docker(host, ['image', 'inspect', '--format', '{{.Id}}', tag], { task });
}

/** The end of what the build said; where it is about a base image, what to do. */
async function buildFailure(host: string, task: string, outcome: Outcome): Promise<Failure> {
  const advice = await adviseOnBase(host, outcome.all);
  return new Failure('failed', describeFailure(task, outcome) + (advice ? `\n  ${advice}` : ''));
}

/** A build step of the classic builder or of BuildKit; the rest is shown only when a build fails. */
function isStep(line: string): boolean {
  return /^(Step \d+\/\d+|#\d+ \[)/.test(line);
}

/** Without buildx the client refuses to build unless it is told to use the classic builder. */
async function builderEnvironment(host: string): Promise<Record<string, string>> {
  const { exitCode } = await tryDocker(host, ['buildx', 'version'], { task: 'look for buildx' });
  return exitCode === 0 ? {} : { DOCKER_BUILDKIT: '0' };
}

async function readDockerfile(service: string, folder: string): Promise<string> {
  const file = join(folder, 'Dockerfile');
  if (!existsSync(file)) {
    throw new Failure(
      'mistake',
      `services.${service}: ${file} does not exist; write a Dockerfile there, or name an \`image\` instead`,
    );
  }
  return await readFile(file, 'utf8');
}

async function readVersion(folder: string, hash: string): Promise<string> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => '{}');
  return JSON.parse(text).version ?? hash.slice(0, 12);
}

function folderOf(source: Exclude<ServiceSource, { kind: 'image' }>): string {
  return source.kind === 'project'
    ? join(workspace, 'apps', source.project)
    : join(workspace, source.context);
}

/** `registry:5000/api:1.2` → `1.2`. */
function tagOf(reference: string): string {
  const [, tag] = /:([\w][\w.-]*)$/.exec(reference) ?? [];
  return tag ?? 'latest';
}
