import { execa } from 'execa';
import type { Target } from '../target.ts';

type Engine = Pick<Target, 'engine'>;

/** Runs the engine's client on the target's engine and gives its standard output. Throws with its message. */
export async function docker({ engine }: Engine, args: readonly string[], input = ''): Promise<string> {
  const env = engine === undefined ? {} : { DOCKER_HOST: engine };
  return (await execa('docker', args, { env, input, timeout: 120_000, maxBuffer: 1e9 })).stdout;
}

export async function lines(target: Engine, args: readonly string[]): Promise<string[]> {
  return (await docker(target, args)).split('\n').filter((line) => line !== '');
}

/** What every Docker name of the target starts with. */
export function prefixOf({ platform, name }: Target): string {
  return `${platform.name}-${name}`;
}

export function agentOf(target: Target): string {
  return `${prefixOf(target)}-agent`;
}

/** Filter for what the platform has labelled as this target's own. */
export function ownFilter({ platform, name }: Target): string[] {
  const labels = [`causeway.platform=${platform.name}`, `causeway.target=${name}`];
  return labels.flatMap((label) => ['--filter', `label=${label}`]);
}
