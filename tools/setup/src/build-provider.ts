import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.ts';
import type { Cache } from './paths.ts';
import {
  buildArgs,
  cliConfigText,
  providerFolder,
  providerMirror,
  providerModule,
  type TerraformBin,
} from './provider.ts';
import { fillWhole } from './whole-file.ts';

/** Builds the provider from its Go module into a mirror with the configuration that points to it. */
export async function buildProvider(
  cache: Cache,
  bin: TerraformBin,
  onLine: (line: string) => void,
): Promise<void> {
  const mirror = providerMirror(cache, bin);
  await fillWhole(mirror.root, cache.scratch, async (folder) => {
    await run({
      purpose: 'the Docker provider, built from its Go module',
      file: 'go',
      args: [...buildArgs, '-o', join(folder, mirror.binary), providerModule],
      cwd: providerFolder,
      env: { CGO_ENABLED: '0', GOFLAGS: '', GOWORK: 'off' },
      deadline: 1_800_000,
      onLine,
    });
    writeFileSync(join(folder, mirror.cliConfig.slice(mirror.root.length)), cliConfigText(mirror));
  });
}
