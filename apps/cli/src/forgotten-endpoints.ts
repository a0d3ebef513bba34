import { docker, dockerLines } from './docker.ts';
import type { Say } from './progress.ts';

/**
 * Lets go of what a network keeps for containers that are gone: an engine that was restarted while it removed one may forget it
 * and keep its place, and such a network cannot be removed.
 */
export async function freeForgottenEndpoints(
  host: string,
  networks: readonly string[],
  say: Say,
): Promise<void> {
  if (networks.length === 0) return;
  const present = await dockerLines(
    host,
    ['ps', '--all', '--no-trunc', '--format', '{{.ID}}'],
    'list containers',
  );
  for (const network of networks) {
    for (const line of await dockerLines(
      host,
      ['network', 'inspect', '--format', endpoints, network],
      look,
    )) {
      const [id = '', name = ''] = line.split(' ');
      if (present.includes(id)) continue;
      say(`${network} keeps a place for ${name}, which is gone: letting go of it`);
      await docker(host, ['network', 'disconnect', '--force', network, name], {
        task: `let go of ${name} in ${network}`,
      });
    }
  }
}

const look = 'look at the networks';

/** A line each: the container's id and its name. */
const endpoints = '{{range $id, $endpoint := .Containers}}{{println $id $endpoint.Name}}{{end}}';
