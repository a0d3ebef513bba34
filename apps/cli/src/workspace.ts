import { join, resolve } from 'node:path';

export const workspace = resolve(import.meta.dirname, '../../..');
export const stateFolder = join(workspace, '.causeway');
export const setupFile = join(stateFolder, 'setup.json');
export const setupProgram = join(workspace, 'tools/setup/src/main.ts');
export const stacksProgram = join(workspace, 'stacks/main.ts');
export const nxProgram = join(workspace, 'node_modules/nx/dist/bin/nx.js');

/** Where the files of a target's nth host are; all of it is made again by `deploy`, but for Terraform's state. */
export function targetFiles(target: string, root = stateFolder, number = 1) {
  const folder = join(root, target, ...(number === 1 ? [] : [`host${number}`]));
  return {
    folder,
    /** The plan that was applied last. */
    plan: join(folder, 'plan.json'),
    /** The plan that is about to be. */
    wanted: join(folder, 'wanted.json'),
    /** What each release did, as JSON. */
    releases: join(folder, 'releases'),
    ca: join(folder, 'ca.crt'),
    /** Prepares a machine of the target. */
    bootstrap: join(folder, 'bootstrap.sh'),
    /** What set-up found and made on an engine that the config names. */
    setup: join(folder, 'setup.json'),
    /** The key of the target's machine, from the first contact on. */
    knownHosts: join(folder, 'known_hosts'),
    state: join(folder, 'terraform.tfstate'),
    terraform: join(folder, 'terraform'),
    terraformData: join(folder, 'terraform-data'),
    terraformInit: join(folder, 'terraform-init'),
    lock: join(root, `${target}.lock`),
    holder: join(root, `${target}.holder.json`),
  };
}

export type TargetFiles = ReturnType<typeof targetFiles>;
