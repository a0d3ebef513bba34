import { terraform } from '../layers.ts';
import { type Import, layerOf, type Workspace } from '../workspace.ts';

/** Terraform's CDK stays where it is, so that everything else can be read and tested without it. */
export function terraformStays({ imports }: Workspace): string[] {
  return imports.flatMap(judge);
}

function judge({ file, from, to }: Import): string[] {
  if (!('package' in to) || !terraform.packages.test(to.package)) return [];
  if (terraform.layers.includes(layerOf(from) ?? '')) return [];
  return [
    `${file}: ${from.name} imports ${to.package}, but only the layers ${terraform.layers.join(' and ')} may; ` +
      'say what is wanted as data in libs/plan, and turn it into resources in libs/constructs',
  ];
}
