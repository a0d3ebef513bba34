import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { disk, diskGigabytes } from './disk.ts';
import { runTool } from './tool.ts';

export const box = join(disk.folder, 'causeway.box');

/** What Vagrant's libvirt provider asks of a box. */
const metadata = { provider: 'libvirt', format: 'qcow2', virtual_size: diskGigabytes };

/** Merged into that of whoever uses the box. */
const vagrantfile = `Vagrant.configure('2') do |config|
  config.ssh.private_key_path = File.expand_path('key', __dir__)
  config.ssh.insert_key = false
end
`;

/** Packs the disk, with its key, for `vagrant box add`. */
export async function packBox(): Promise<void> {
  const scratch = await mkdtemp(join(disk.folder, 'unfinished-'));
  try {
    await writeFile(join(scratch, 'metadata.json'), JSON.stringify(metadata));
    await writeFile(join(scratch, 'Vagrantfile'), vagrantfile);
    const packed = join(scratch, 'packed');
    const described = [`--directory=${scratch}`, 'metadata.json', 'Vagrantfile'];
    const built = [`--directory=${disk.folder}`, '--transform=s/^disk.qcow2$/box.img/', 'key', 'disk.qcow2'];
    await runTool('tar', ['--create', '--gzip', `--file=${packed}`, ...described, ...built]);
    await rename(packed, box);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
