import { join } from 'node:path';
import { contentHash } from './content-hash.ts';
import { type Cache, roomPath } from './paths.ts';
import { dockerProviderVersion } from './versions.ts';

export const providerFolder = join(roomPath, 'provider');
export const providerModule = 'github.com/terraform-providers/terraform-provider-docker';
const linkerFlags = `-s -w -X main.version=${dockerProviderVersion}`;
export const buildArgs = ['build', '-trimpath', '-buildvcs=false', '-ldflags', linkerFlags] as const;

export const registryHosts = { terraform: 'registry.terraform.io', tofu: 'registry.opentofu.org' } as const;
export type TerraformBin = keyof typeof registryHosts;

export interface ProviderMirror {
  /** For `filesystem_mirror`; there only when whole. */
  readonly root: string;
  /** The binary's path below the root. */
  readonly binary: string;
  readonly source: string;
  readonly cliConfig: string;
}

export function providerMirror(cache: Cache, bin: TerraformBin): ProviderMirror {
  const source = `${registryHosts[bin]}/kreuzwerker/docker`;
  const hash = contentHash([goPlatform(), source, ...buildArgs], providerFolder);
  const root = join(cache.root, 'terraform-mirror', hash);
  return {
    root,
    binary: join(
      source,
      dockerProviderVersion,
      goPlatform(),
      `terraform-provider-docker_v${dockerProviderVersion}`,
    ),
    source,
    cliConfig: join(root, 'terraform.rc'),
  };
}

/** Our provider from the mirror, every other one from where it always comes. */
export function cliConfigText({ root, source }: ProviderMirror): string {
  return `provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(root)}
    include = [${JSON.stringify(source)}]
  }
  direct {
    exclude = [${JSON.stringify(source)}]
  }
}
`;
}

export function goPlatform(): string {
  return `${process.platform}_${{ x64: 'amd64', arm64: 'arm64' }[process.arch as string] ?? process.arch}`;
}
