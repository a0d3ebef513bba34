import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { Failure } from './failure.ts';
import type { Hosts } from './target.ts';
import { targetFiles } from './workspace.ts';

/** What runs on a machine that the config has forgotten would serve its last version for ever. */
export async function refuseLeftHosts([{ name, outline }]: Hosts): Promise<void> {
  const { of: present } = outline.place ?? { of: 1 };
  const left = (await knownHosts(name)).filter((number) => number > present);
  const folders = left.map((number) => targetFiles(name, undefined, number)).filter(isDeployed);
  if (folders.length === 0) return;
  throw new Failure(
    'obstacle',
    `target ${name}: the config does not have a host any more that is told of in ${folders.map(({ folder }) => folder).join(' and in ')}; put it back and take it away with \`destroy --without\` all others, or, if that machine is gone, remove the folder`,
  );
}

/** Their numbers, but for the first. */
async function knownHosts(target: string): Promise<number[]> {
  const names = await readdir(targetFiles(target).folder).catch(() => []);
  const numbers = names.flatMap((name) => /^host(\d+)$/.exec(name)?.[1] ?? []).map(Number);
  return numbers.toSorted((one, other) => one - other);
}

function isDeployed({ plan }: { readonly plan: string }): boolean {
  return existsSync(plan);
}
