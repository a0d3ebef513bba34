import { cpSync, linkSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.ts';
import { envoyPath } from './envoy.ts';
import { baseRecipe, builtImages, imageFolder, machineFolder } from './images.ts';
import { install } from './packages.ts';
import type { Cache } from './paths.ts';
import type { Role } from './roles.ts';
import { nodePackagePath } from './versions.ts';
import { withScratch } from './whole-file.ts';

export interface Builder {
  readonly dockerHost: string;
  readonly cache: Cache;
  readonly onLine: (line: string) => void;
}

/** The engine names the image only after all of a finished archive has come in. */
export async function buildBase(builder: Builder, ref: string, packages: readonly string[]): Promise<void> {
  if (packages.length > 0) await install(packages, builder.onLine);
  await withScratch(builder.cache.scratch, async (folder) => {
    const archive = join(folder, 'base.tar');
    await run({
      purpose: 'the base image',
      file: 'mmdebstrap',
      args: [...baseRecipe, archive],
      deadline: 600_000,
      onLine: builder.onLine,
    });
    await docker(builder, ref, ['import', '--change', 'CMD ["bash"]', archive, ref]);
  });
}

export async function buildImage(builder: Builder, role: Role, ref: string): Promise<void> {
  const base = builtImages().base;
  await withScratch(builder.cache.scratch, async (folder) => {
    cpSync(imageFolder(role), folder, { recursive: true });
    await addProgram[role](builder, folder);
    await build(builder, base, ref, folder);
  });
}

export async function buildMachine(builder: Builder, base: string, ref: string): Promise<void> {
  await build(builder, base, ref, machineFolder);
}

export async function pullImage(builder: Builder, ref: string): Promise<void> {
  await docker(builder, ref, ['pull', ref]);
}

const addProgram: Readonly<Record<Role, (builder: Builder, folder: string) => Promise<void>>> = {
  node: (_, folder) =>
    withoutSymbols(realpathSync(join(nodePackagePath(), 'bin', 'node')), join(folder, 'node')),
  edge: async ({ cache }, folder) => linkSync(envoyPath(cache), join(folder, 'envoy')),
  postgres: async () => {},
  redis: async () => {},
};

async function withoutSymbols(binary: string, path: string): Promise<void> {
  await run({ purpose: 'a smaller Node', file: 'strip', args: ['-o', path, binary], deadline: 60_000 });
}

/** Packages come over the host's network, which may be the only one with a way out. */
async function build(builder: Builder, base: string, ref: string, folder: string): Promise<void> {
  const from = ['--build-arg', `BASE=${base}`];
  await docker(builder, ref, ['build', '--network', 'host', ...from, '--tag', ref, folder]);
}

async function docker({ dockerHost, onLine }: Builder, ref: string, args: readonly string[]): Promise<void> {
  // The classic builder is everywhere; the other one needs a plug-in.
  const env = { DOCKER_HOST: dockerHost, DOCKER_BUILDKIT: '0' };
  await run({ purpose: `the image ${ref}`, file: 'docker', args, env, deadline: 900_000, onLine });
}
