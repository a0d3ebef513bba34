import type { Act, StepContext } from './step.ts';

/** Room for the new containers' writable layers, logs and journal; below it a host is in trouble anyway. */
const leastFreeSpace = 512 * 1024 * 1024;

/** Read-only: a failure here has changed nothing. */
export const look: Act = async (context) => {
  const size = await imageIsPresent(context);
  await spaceIsFree(context);
  await context.ports.edge.check(context.next);
  if (context.next.settings.uses.includes('postgres')) await context.ports.databases.reachable();
  return `image of ${megabytes(size)} MB`;
};

async function imageIsPresent({ ports, next }: StepContext): Promise<number> {
  const size = await ports.containers.imageSize(next.image);
  if (size === undefined)
    throw new Error(`the engine has no image ${next.image}; build or pull it there first`);
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
