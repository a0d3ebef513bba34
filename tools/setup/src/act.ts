import { Listr, ListrLogger, type ListrTask, ProcessOutput } from 'listr2';
import { type Builder, buildBase, buildImage, buildMachine, pullImage } from './build-images.ts';
import { buildProvider } from './build-provider.ts';
import { awaitEngine, startDaemon, writeDaemonSettings } from './daemon.ts';
import type { Decision, Work } from './decide.ts';
import { copyEnvoy, unpackEnvoy } from './envoy.ts';
import { registryImages } from './images.ts';
import type { Observed } from './observed.ts';
import { install } from './packages.ts';
import { buildPebble } from './pebble.ts';
import { streamImages } from './stream-images.ts';

const engineWork: readonly Work['kind'][] = ['install-engine', 'start-engine', 'await-engine'];

export function isEngineWork({ work }: Decision): boolean {
  return engineWork.includes(work.kind);
}

/** Does the work of all decisions; what is independent runs side by side. */
export async function act(
  decisions: readonly Decision[],
  seen: Observed,
  cache: Builder['cache'],
): Promise<void> {
  const task = (decision: Decision): ListrTask => ({
    title: decision.part,
    task: (_, shown) =>
      perform(decision.work, seen, {
        dockerHost: seen.dockerHost,
        cache,
        onLine: (line) => {
          shown.output = line.slice(line.lastIndexOf('\r') + 1);
        },
      }),
  });
  const provider = decisions.filter(({ work }) => work.kind === 'build-provider');
  const others = decisions.filter(({ work }) => work.kind !== 'build-provider');
  await new Listr(
    [
      ...provider.map(task),
      {
        title: 'engine and images',
        enabled: others.length > 0,
        task: (_, shown) => shown.newListr(others.map(task), { concurrent: false }),
      },
    ],
    { concurrent: true, ...renderer() },
  ).run();
}

async function perform(work: Work, seen: Observed, builder: Builder): Promise<void> {
  const { cache, dockerHost, onLine } = builder;
  switch (work.kind) {
    case 'keep':
    case 'stop':
      return;
    case 'install-engine':
      writeDaemonSettings();
      await install(work.packages, onLine);
      return startDaemon(dockerHost, seen.machine.systemd);
    case 'start-engine':
      return startDaemon(dockerHost, seen.machine.systemd);
    case 'await-engine':
      return awaitEngine(dockerHost);
    case 'pull-image':
      return pullImage(builder, work.ref);
    case 'stream-images':
      return streamImages(work, dockerHost, onLine);
    case 'build-base':
      return buildBase(builder, work.ref, work.packages);
    case 'build-image':
      return buildImage(builder, work.role, work.ref);
    case 'install-vagrant':
      return install(work.packages, onLine);
    case 'build-machine':
      return buildMachine(builder, work.base, work.ref);
    case 'unpack-envoy':
      return unpackEnvoy(cache, onLine);
    case 'copy-envoy':
      return copyEnvoy(cache, registryImages.edge, dockerHost);
    case 'build-provider':
      return buildProvider(cache, seen.terraform?.bin ?? 'terraform', onLine);
    case 'build-pebble':
      return buildPebble(cache, onLine);
    case 'install-test-packages':
      return install(work.packages, onLine);
    default:
      return work satisfies never;
  }
}

/** Standard output belongs to the facts. */
function renderer() {
  const logger = new ListrLogger({ processOutput: new ProcessOutput(process.stderr, process.stderr) });
  const isLive = process.stderr.isTTY && !process.env.CI;
  return { renderer: isLive ? ('default' as const) : ('simple' as const), rendererOptions: { logger } };
}
