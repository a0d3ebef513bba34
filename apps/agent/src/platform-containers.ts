import type { Plan } from '@causeway/plan';
import type { Status } from '@causeway/release';
import type Docker from 'dockerode';

/** Names of the containers with the role, the newest first: two edges while one replaces the other. */
export async function containersOf(
  docker: Docker,
  labels: Plan['labels'],
  role: string,
  all = true,
): Promise<string[]> {
  const wanted = Object.entries({ ...labels, 'causeway.role': role }).map(
    ([key, value]) => `${key}=${value}`,
  );
  const found = await docker.listContainers({ all, filters: { label: wanted } });
  return found
    .toSorted((one, other) => other.Created - one.Created)
    .map(({ Id, Names }) => Names[0]?.slice(1) ?? Id);
}

/** The edge of now: the newest that runs. */
export async function runningEdge(docker: Docker, labels: Plan['labels']): Promise<string> {
  const [edge] = await containersOf(docker, labels, 'edge', false);
  if (edge) return edge;
  throw new Error('no edge runs; run "npx nx run stacks:deploy"');
}

/** Each long-lived container of the plan, and what is missing of them. */
export async function containerStates(
  docker: Docker,
  { labels, containers }: Plan,
): Promise<Status['containers']> {
  const states = containers.map(async ({ role, name }) => {
    const names = await containersOf(docker, labels, role);
    return Promise.all((names.length > 0 ? names : [name]).map((each) => stateOf(docker, role, each)));
  });
  return (await Promise.all(states)).flat();
}

async function stateOf(docker: Docker, role: string, name: string): Promise<Status['containers'][number]> {
  try {
    const { State } = await docker.getContainer(name).inspect();
    const { Status: state, Health, StartedAt } = State;
    return { role, name, state, ...(Health && { health: Health.Status }), startedAt: StartedAt };
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode !== 404) throw error;
    return { role, name, state: 'missing', startedAt: '' };
  }
}
