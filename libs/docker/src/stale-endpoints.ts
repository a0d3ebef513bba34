import type Docker from 'dockerode';
import { callEngine, ifPresent, shortly } from './engine-call.ts';

/** What the engine answers when an address of a network is another's. */
export function isAddressTaken(error: unknown): boolean {
  return /address already in use/i.test((error as Error).message);
}

/**
 * An engine that is restarted while it removes a container may forget the container and keep its place in the network: nobody
 * can have that address any more, until somebody lets go of it.
 */
export async function freeStaleEndpoints(docker: Docker, network: string, prefix: string): Promise<void> {
  const { Containers = {} } = await callEngine(
    `inspect the network ${network}`,
    shortly,
    (): Promise<Docker.NetworkInspectInfo> => docker.getNetwork(network).inspect(),
  );
  const ours = Object.entries(Containers).filter(([, { Name }]) => Name.startsWith(`${prefix}-`));
  await Promise.all(ours.map(([id, { Name }]) => freeIfGone(docker, network, id, Name)));
}

async function freeIfGone(docker: Docker, network: string, id: string, name: string) {
  const found = await ifPresent(() =>
    callEngine(`inspect ${name}`, shortly, (abortSignal) => docker.getContainer(id).inspect({ abortSignal })),
  );
  if (found) return;
  await callEngine(`disconnect ${name} from ${network}`, shortly, () =>
    docker.getNetwork(network).disconnect({ Container: name, Force: true }),
  );
}
