import { mkdir, mkdtemp, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { workspace } from '../workspace.ts';
import { firstPartition, writeBootLoader } from './boot-loader.ts';
import { runTool } from './tool.ts';
import { makeTree } from './tree.ts';

/** Its file has only what is written, so room costs nothing. */
export const diskGigabytes = 10;

const bytes = diskGigabytes * 1024 ** 3;

const folder = join(workspace, '.causeway/disk');

/** A disk with Debian and its kernel. */
export const disk = {
  folder,
  /** qcow2. */
  file: join(folder, 'disk.qcow2'),
  /** Private key that opens its user vagrant; made with the disk, so known here alone. */
  key: join(folder, 'key'),
};

/** Builds it anew, from packages alone: no device, no mount, no engine. */
export async function buildDisk(): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const scratch = await mkdtemp(join(folder, 'unfinished-'));
  try {
    await build(scratch);
    for (const name of ['key', 'key.pub', 'disk.qcow2'])
      await rename(join(scratch, name), join(folder, name));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function build(scratch: string): Promise<void> {
  const [key, tree, raw] = [join(scratch, 'key'), join(scratch, 'tree'), join(scratch, 'disk.raw')];
  await runTool('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'vagrant', '-f', key]);
  await makeTree(tree, (await readFile(`${key}.pub`, 'utf8')).trim());
  await layOut(raw);
  await fill(raw, tree);
  await writeBootLoader(raw, tree);
  await runTool('qemu-img', ['convert', '-O', 'qcow2', raw, join(scratch, 'disk.qcow2')]);
}

async function layOut(raw: string): Promise<void> {
  const file = await open(raw, 'w');
  await file.truncate(bytes);
  await file.close();
  await runTool('sfdisk', ['--quiet', raw], `label: dos\nstart=${firstPartition / 512}, type=83, bootable\n`);
}

async function fill(raw: string, tree: string): Promise<void> {
  const place = ['-E', `offset=${firstPartition}`, raw, `${(bytes - firstPartition) / 1024}k`];
  await runTool('mke2fs', ['-q', '-F', '-t', 'ext4', '-L', 'root', '-d', tree, ...place]);
}
