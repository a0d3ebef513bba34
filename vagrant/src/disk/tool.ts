import { execa } from 'execa';

/** Programs of this computer, with the Debian packages that have them. */
const packages = {
  mmdebstrap: 'mmdebstrap',
  mke2fs: 'e2fsprogs',
  'qemu-img': 'qemu-utils',
  'qemu-system-x86_64': 'qemu-system-x86',
  sfdisk: 'fdisk',
  'ssh-keygen': 'openssh-client',
  tar: 'tar',
} as const;

export type Tool = keyof typeof packages;

/** Packages to fetch over a slow line, and an archive of a gigabyte. Milliseconds. */
const deadline = 30 * 60_000;

/** Runs a program whose words are for the reader of standard error. */
export async function runTool(tool: Tool, args: readonly string[], input = ''): Promise<void> {
  const { exitCode, code } = await execa(tool, args, {
    input,
    stdout: ['pipe', process.stderr],
    stderr: 'inherit',
    timeout: deadline,
    reject: false,
    // where Debian has what only root needs
    env: { PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
  });
  if (code === 'ENOENT') throw new Error(`${tool}: is not here; apt-get install ${packages[tool]}`);
  if (exitCode !== 0) throw new Error(`${tool} ${args[0]}: exit code ${exitCode}; it says why above`);
}
