import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openVagrant, type Vagrant } from '../index.ts';

/** What makes a machine in a container on the engine here; left by `sh tools/setup/run.sh vagrant container`. */
const container = resolve(import.meta.dirname, '../../../../.causeway/container.json');

export interface MachineFolder {
  readonly path: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly vagrant: Vagrant;
  remove(): Promise<void>;
}

/** A folder with a Vagrantfile whose Vagrant knows nothing of other folders' boxes and keys. */
export function machineFolder(vagrantfile: string): MachineFolder {
  if (!existsSync(container))
    throw new Error(`${container} is not there; run sh tools/setup/run.sh vagrant container`);
  const path = mkdtempSync(join(tmpdir(), 'vagrant-wrapper-'));
  writeFileSync(join(path, 'Vagrantfile'), vagrantfile);
  const environment = { VAGRANT_HOME: join(path, 'home'), CONTAINER: container };
  const vagrant = openVagrant({ folder: path, environment });
  return {
    path,
    environment,
    vagrant,
    async remove() {
      await vagrant.destroy();
      rmSync(path, { recursive: true, force: true });
    },
  };
}
