import type { Target } from '../target.ts';
import { dockerLines } from './engine.ts';

/** Last parts of the addresses that the next release of so many replicas may get; the one that serves has some of them. */
export function addressesOf(replicas: number): number[] {
  return Array.from({ length: 2 * replicas }, (_, index) => firstReleaseAddress + index);
}

/** Those below belong to long-lived containers. */
const firstReleaseAddress = 16;

/** Takes those of the addresses that are free in the network of the services; gives the containers that have them. */
export async function occupy(target: Target, addresses: readonly number[]): Promise<string[]> {
  const network = `${target.platform.name}-${target.name}-services`;
  const [subnet = ''] = await dockerLines(target, [
    'network',
    'inspect',
    '--format',
    '{{range .IPAM.Config}}{{.Subnet}}{{end}}',
    network,
  ]);
  const used = await dockerLines(target, [
    'network',
    'inspect',
    '--format',
    '{{range .Containers}}{{println .IPv4Address}}{{end}}',
    network,
  ]);
  const [image = ''] = await dockerLines(target, [
    'ps',
    '--filter',
    'label=causeway.role=agent',
    '--format',
    '{{.Image}}',
  ]);
  const wanted = addresses.map((address) => subnet.replace(/\d+\/\d+$/, String(address)));
  const free = wanted.filter((address) => !used.some((each) => each.startsWith(`${address}/`)));
  const taken: string[] = [];
  for (const address of free) {
    const name = `taken-${address.replaceAll('.', '-')}`;
    const life = ['--name', name, '--network', network, '--ip', address, '--entrypoint', 'sleep'];
    await dockerLines(target, ['run', '--detach', ...life, image, '3600']);
    taken.push(name);
  }
  return taken;
}

export async function vacate(target: Target, containers: readonly string[]): Promise<void> {
  if (containers.length > 0) await dockerLines(target, ['rm', '--force', ...containers]);
}
