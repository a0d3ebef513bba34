import { once } from 'node:events';
import { connect } from 'node:net';
import type { Plan } from '@causeway/plan';
import { Failure } from './failure.ts';
import type { Say } from './progress.ts';
import type { Target } from './target.ts';

interface VagrantsTarget extends Pick<Target, 'isVagrants'> {
  readonly outline: { readonly edge: Pick<Plan['edge'], 'http' | 'https'> };
}

/** Of machines of Vagrant's the ports on this computer, which may end with what stands in front of several. */
export async function lookAtWayIn(
  { outline: { edge }, isVagrants }: VagrantsTarget,
  say: Say,
): Promise<void> {
  if (!isVagrants) return say('nothing of ours stands in front');
  for (const port of [edge.http, edge.https]) if (!(await isAnswered(port))) throw noWayIn(port);
  say(`127.0.0.1:${edge.http} and 127.0.0.1:${edge.https} lead there`);
}

function noWayIn(port: number): Failure {
  return new Failure(
    'obstacle',
    `127.0.0.1:${port}: nobody listens there, so the machines run and nobody reaches them; \`vagrant provision\` starts the balancer in front of several, \`vagrant reload\` forwards the ports of a single one`,
  );
}

async function isAnswered(port: number): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
