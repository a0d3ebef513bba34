import { join } from 'node:path';
import { workspace } from '../workspace.ts';
import { runTool } from './tool.ts';

const suite = 'bookworm';

/** What a rented server has on its first day, and no more. */
const packages = [
  ...['systemd', 'systemd-sysv', 'systemd-resolved', 'libpam-systemd', 'dbus', 'iproute2', 'kmod', 'procps'],
  ...['ca-certificates', 'openssh-server', 'sudo'],
  ...['linux-image-cloud-amd64', 'grub-common', 'grub-pc-bin'],
];

const recipe = join(workspace, 'vagrant/disk/finish-tree');
const hostKeys = join(workspace, 'vagrant/box/host-keys.conf');

/** Fills the folder with the tree of a machine that `authorizedKey` opens to the user vagrant. */
export async function makeTree(folder: string, authorizedKey: string): Promise<void> {
  if (process.getuid?.() !== 0)
    throw new Error('disk: its files belong to several users, which only root can write; run this as root');
  await runTool('mmdebstrap', [
    '--variant=minbase',
    '--hook-dir=/usr/share/mmdebstrap/hooks/merged-usr',
    `--include=${packages.join(',')}`,
    '--customize-hook=mkdir "$1/etc/systemd/system/ssh.service.d"',
    `--customize-hook=cp ${quoted(hostKeys)} "$1/etc/systemd/system/ssh.service.d/"`,
    `--customize-hook=sh ${quoted(recipe)} "$1" ${quoted(authorizedKey)}`,
    suite,
    folder,
  ]);
}

const quoted = (word: string) => `'${word.replaceAll("'", "'\\''")}'`;
