import { join } from 'node:path';
import { workspace } from '../workspace.ts';

/** Name of the target that the machine is for, in the config that is written for it. */
export const target = 'emulated';

/** Ports of 127.0.0.1; those of the platform are the machine's own as well. */
export const ports = { ssh: 42022, http: 42080, https: 42443 };

export const folder = join(workspace, '.causeway/machines', target);

export const place = {
  folder,
  /** What the machine has written since it was made, over a disk that stays as it was built. */
  disk: join(folder, 'written.qcow2'),
  /** What it says on its serial line. */
  console: join(folder, 'console.log'),
  pid: join(folder, 'pid'),
  config: join(folder, 'platform.config.ts'),
};
