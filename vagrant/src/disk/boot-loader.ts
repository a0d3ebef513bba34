import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const sector = 512;
/** From here on the first sector is the table of partitions. */
const table = 440;

/** Where the first partition begins: as everybody has it, which leaves room for the loader before it. Bytes. */
export const firstPartition = 2048 * sector;

/** Writes GRUB, as it lies in the tree, in front of the first partition. No device and no mount is needed for that. */
export async function writeBootLoader(disk: string, tree: string): Promise<void> {
  const [start, core] = await Promise.all([
    readFile(join(tree, 'usr/lib/grub/i386-pc/boot.img')),
    readFile(join(tree, 'boot/grub/core.img')),
  ]);
  if (sector + core.length > firstPartition)
    throw new Error(`core.img: has ${core.length} bytes, and would reach into the first partition`);
  const file = await open(disk, 'r+');
  try {
    await file.write(start, 0, table, 0);
    // where boot.img looks for it
    await file.write(core, 0, core.length, sector);
    await file.sync();
  } finally {
    await file.close();
  }
}
