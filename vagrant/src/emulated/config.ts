import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { disk } from '../disk/disk.ts';
import { workspace } from '../workspace.ts';
import { place, ports, target } from './place.ts';

/** Writes a config that is the workspace's own, with this machine as the only target: a server like any other. */
export async function writeConfig(): Promise<void> {
  const { ssh, ...own } = ports;
  const server = { host: `ssh://vagrant@127.0.0.1:${ssh}`, identity: disk.key, ...own };
  await writeFile(
    place.config,
    `import platform from ${JSON.stringify(join(workspace, 'stacks/platform.config.ts'))};
export default { ...platform, targets: ${JSON.stringify({ [target]: server })} };
`,
  );
}
