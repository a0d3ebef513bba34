import { docker, dockerLines } from './docker.ts';
import type { Say } from './progress.ts';

/**
 * Lets go of what networks keep for containers that are gone: an engine that was restarted while it removed one may forget it
 * and keep its place, and such a network cannot be removed. The agent does the same where an address is taken.
 */
export async function freeForgottenEndpoints(
  host: string,
  networks: readonly string[],
  say: Say,
): Promise<void> {
  if (networks.length === 0) return;
  const list = ['ps', '--all', '--no-trunc', '--format', '{{.ID}}'];
  const present = await dockerLines(host, list, 'list containers');
  const inspect = ['network', 'inspect', '--format', endpoints, ...networks];
  for (const line of await dockerLines(host, inspect, 'look at the networks')) {
    const [network = '', id = '', name = ''] = line.split(' ');
    if (present.includes(id)) continue;
    say(`${network} keeps a place for ${name}, which is gone: letting go of it`);
    await docker(host, ['network', 'disconnect', '--force', network, name], {
      task: `let go of ${name} in ${network}`,
    });
  }
}

/** A line each: its network, the container's id, and the container's name. */
const endpoints =
  '{{$network := .Name}}{{range $id, $endpoint := .Containers}}{{println $network $id $endpoint.Name}}{{end}}';
