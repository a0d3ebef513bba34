import { docker, lines, type Target } from '@causeway/verify';

/** A container that no platform knows of. */
export interface Bare {
  readonly name: string;
  readonly port: number;
  readonly origin: string;
}

const mark = 'causeway.bench=bare';
const firstPort = 34500;

/** As many as the service has replicas. */
export function bareContainers({ services: [service] }: Target): Bare[] {
  return Array.from({ length: service?.replicas ?? 1 }, (_, index) => {
    const port = firstPort + index;
    return { name: `bench-bare-${index + 1}`, port, origin: `http://127.0.0.1:${port}` };
  });
}

export async function runBare(target: Target, { name, port }: Bare, image: string): Promise<void> {
  const inner = target.services[0]?.port;
  const own = ['--name', name, '--publish', `127.0.0.1:${port}:${inner}`];
  await docker(target, ['run', '--detach', ...own, ...optionsFor(target), image]);
}

/** What of the service's settings changes how fast its program is. */
export function optionsFor({ services: [service] }: Target): string[] {
  const environment = Object.entries(service?.environment ?? {});
  return [
    ...['--init', '--label', mark, '--memory', String(service?.memory)],
    ...environment.flatMap(([name, value]) => ['--env', `${name}=${value}`]),
  ];
}

/** All of them, an interrupted run's as well. */
export async function removeBare(target: Target): Promise<void> {
  const left = await lines(target, ['ps', '--all', '--quiet', '--filter', `label=${mark}`]);
  if (left.length > 0) await docker(target, ['rm', '--force', ...left]);
}
