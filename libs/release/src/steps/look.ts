import type { Act, StepContext } from './step.ts';

/** Room for the new containers' writable layers, logs and journal; below it a host is in trouble anyway. */
const leastFreeSpace = 512 * 1024 * 1024;

/** Read-only: a failure here has changed nothing. */
export const look: Act = async (context) => {
  const { ports, release, orders } = context;
  const within = release.settings.deploy.look;
  let last = '';
  const waiting = (what: string) => {
    last = what;
    context.waiting(what);
  };
  const words = () => `the checks before the release; the last one was of ${last}`;
  const size = await ports.clock.within(within, words, lookAround({ ...context, waiting }));
  orders.check();
  await ports.containers.keep(release);
  return `image of ${megabytes(size)} MB`;
};

async function lookAround(context: StepContext): Promise<number> {
  const { ports, release, waiting } = context;
  waiting('the image');
  const size = await imageIsPresent(context);
  waiting('the free space');
  await spaceIsFree(context);
  waiting('the edge, whether it would take the release');
  await ports.edge.check(release);
  if (release.settings.uses.includes('postgres')) {
    waiting('the database');
    await ports.databases.reachable();
  }
  return size;
}

async function imageIsPresent({ ports, release }: StepContext): Promise<number> {
  const size = await ports.containers.imageSize(release.image);
  if (size === undefined)
    throw new Error(`the engine has no image ${release.image}; build or pull it there first`);
  return size;
}

async function spaceIsFree({ ports }: StepContext): Promise<void> {
  const free = await ports.containers.freeSpace();
  if (free < leastFreeSpace) {
    throw new Error(
      `${megabytes(free)} MB are free on the host and ${megabytes(leastFreeSpace)} MB are needed; make room, for example with "docker image prune"`,
    );
  }
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1024 / 1024);
}
