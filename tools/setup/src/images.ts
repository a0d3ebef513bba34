import { join } from 'node:path';
import { contentHash } from './content-hash.ts';
import { roomPath, workspacePath } from './paths.ts';
import { type Role, roles } from './roles.ts';
import { debianSuite, envoyVersion, nodeVersion } from './versions.ts';

/** What the registry has under these names is what our own images stand in for. */
export const registryImages: Readonly<Record<Role, string>> = {
  node: 'node:24-bookworm-slim',
  edge: `envoyproxy/envoy:v${envoyVersion}`,
  postgres: 'postgres:15',
  redis: 'redis:7',
};

/** What our own base stands in for. */
export const registryBase = `debian:${debianSuite}-slim`;

export const machineFolder = join(workspacePath, 'vagrant', 'box');

/** Documentation, translations and caches have no reader in an image. */
export const baseRecipe = [
  '--variant=minbase',
  // With /usr merged from the start nothing pulls in Perl to merge it.
  '--hook-dir=/usr/share/mmdebstrap/hooks/merged-usr',
  '--include=ca-certificates,usr-is-merged',
  ...[
    '/usr/share/doc/*',
    '/usr/share/man/*',
    '/usr/share/info/*',
    '/usr/share/locale/*',
    '/usr/share/lintian/*',
  ].map((path) => `--dpkgopt=path-exclude=${path}`),
  '--dpkgopt=path-include=/usr/share/doc/*/copyright',
  '--dpkgopt=path-include=/usr/share/locale/locale.alias',
  '--customize-hook=rm -rf "$1"/var/cache/* "$1"/var/log/*',
  debianSuite,
] as const;

export interface BuiltImages {
  readonly base: string;
  /** What Vagrant makes a machine from where there is no virtualisation. */
  readonly machine: string;
  readonly roles: Readonly<Record<Role, string>>;
}

/** Names that carry the hash of all that goes in: an image that is there is the right one. */
export function builtImages(): BuiltImages {
  const base = `causeway/base:${contentHash(baseRecipe)}`;
  const named = roles.map((role) => [
    role,
    `causeway/${role}:${contentHash([base, contents[role]()], imageFolder(role))}`,
  ]);
  // The same Debian by either base, so that an image is kept when the registry comes or goes.
  const machine = `causeway/machine:${contentHash([debianSuite], machineFolder)}`;
  return { base, machine, roles: Object.fromEntries(named) };
}

export function imageFolder(role: Role): string {
  return join(roomPath, 'images', role);
}

const contents: Readonly<Record<Role, () => string>> = {
  node: () => nodeVersion(),
  edge: () => envoyVersion,
  postgres: () => '15',
  redis: () => '7',
};
