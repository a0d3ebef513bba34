import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.ts';
import type { Cache } from './paths.ts';
import { pebbleVersion } from './versions.ts';
import { fillWhole } from './whole-file.ts';

const programs = ['pebble', 'pebble-challtestsrv'] as const;

/** Holds a certificate authority for tests, and a DNS server that answers what it is told. */
export function pebbleFolder(cache: Cache): string {
  return join(cache.root, 'pebble', pebbleVersion);
}

export function pebbleIsThere(cache: Cache): boolean {
  return programs.every((program) => existsSync(join(pebbleFolder(cache), program)));
}

/** Builds both from their Go module, whose content Go's checksum database pins. */
export async function buildPebble(cache: Cache, onLine: (line: string) => void): Promise<void> {
  await fillWhole(pebbleFolder(cache), cache.scratch, async (folder) => {
    await run({
      purpose: 'Pebble, built from its Go module',
      file: 'go',
      args: [
        'install',
        '-trimpath',
        ...programs.map((program) => `${pebbleModule}/cmd/${program}@${pebbleVersion}`),
      ],
      env: { CGO_ENABLED: '0', GOFLAGS: '', GOWORK: 'off', GOBIN: folder },
      deadline: 900_000,
      onLine,
    });
  });
}

const pebbleModule = 'github.com/letsencrypt/pebble/v2';
