import { readdirSync } from 'node:fs';
import { run } from './command.ts';

/** Debian's names. */
export const packages = {
  engine: ['docker.io', 'iptables'],
  build: ['mmdebstrap', 'debian-archive-keyring', 'binutils'],
  test: ['postgresql', 'redis-server', 'mariadb-server', 'openssh-server', 'shellcheck'],
  machine: ['vagrant'],
} as const;

const environment = {
  DEBIAN_FRONTEND: 'noninteractive',
  // Installing a server must not start it: the runlevel of single-user mode starts none.
  RUNLEVEL: '1',
};

/** Installs by apt, going on from wherever an earlier installation was cut short. */
export async function install(names: readonly string[], onLine: (line: string) => void): Promise<void> {
  await apt('an earlier installation to be finished', 'dpkg', ['--configure', '-a'], 300, onLine);
  if (!hasLists()) await update(onLine);
  const args = ['install', '--yes', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300', ...names];
  const purpose = `Debian's packages ${names.join(', ')}`;
  try {
    await apt(purpose, 'apt-get', args, 600, onLine);
  } catch {
    // Lists older than the archive name packages that it no longer holds.
    await update(onLine);
    await apt(purpose, 'apt-get', args, 600, onLine);
  }
}

async function update(onLine: (line: string) => void): Promise<void> {
  await apt("Debian's package lists", 'apt-get', ['update'], 300, onLine);
}

async function apt(
  purpose: string,
  file: string,
  args: readonly string[],
  seconds: number,
  onLine: (line: string) => void,
) {
  await run({ purpose, file, args, deadline: seconds * 1000, env: environment, onLine });
}

function hasLists(): boolean {
  return readdirSync('/var/lib/apt/lists').some((name) => name.includes('_Packages'));
}
