import { envoyPath } from './envoy.ts';
import { builtImages, registryImages } from './images.ts';
import type { Observed } from './observed.ts';
import type { Cache } from './paths.ts';
import { providerMirror } from './provider.ts';
import type { Role } from './roles.ts';
import { dockerProviderVersion } from './versions.ts';

export interface Image {
  readonly ref: string;
  /** `sha256:…`. */
  readonly id: string;
}

/** What set-up leaves for the commands, as JSON in `.causeway/setup.json`. */
export interface Facts {
  readonly engine: {
    /** Address for Docker clients: `unix:///var/run/docker.sock`, `ssh://user@host`. */
    readonly host: string;
    /** Path of the engine's socket on the host itself, for bind mounts. */
    readonly socket: string;
    /** Docker Desktop: containers run in a virtual machine. */
    readonly desktop: boolean;
    readonly cpus: number;
  };
  readonly images: Readonly<Record<Role, Image>>;
  readonly terraform: {
    /** `terraform` or `tofu`, on the path. */
    readonly bin: string;
    readonly version: string;
    /** For `TF_CLI_CONFIG_FILE`, where the provider comes from a local mirror. */
    readonly cliConfigFile?: string;
    readonly dockerProviderVersion: string;
  };
  readonly registry: { readonly images: boolean; readonly terraform: boolean };
  /** An Envoy for this machine, for `--mode validate`. */
  readonly envoy?: string;
}

/** What makes a machine in a container on this engine. */
export interface MachineFacts {
  readonly image: Image['ref'];
  readonly cgroup: 'v1' | 'v2';
}

export function machineFactsFrom({ engine, images }: Observed): MachineFacts {
  if (engine.state !== 'answers') throw new Error(`Docker engine: ${engine.reason}; run set-up again`);
  if (!images.machine) throw new Error('machine image: it is no longer on the engine; run set-up again');
  return { image: builtImages().machine, cgroup: engine.cgroup };
}

export interface EngineName {
  /** As the config has it. */
  readonly host: string;
  /** Path of the engine's socket on its own machine. */
  readonly socket?: string;
}

/** The facts of a machine on which nothing is left to do. */
export function factsFrom(seen: Observed, cache: Cache, { host, socket }: EngineName): Facts {
  const { engine, terraform } = seen;
  if (engine.state !== 'answers') throw new Error(`Docker engine: ${engine.reason}; run set-up again`);
  if (!terraform) throw new Error('Terraform: it is no longer on the path; run set-up again');
  const mirror = providerMirror(cache, terraform.bin);
  return {
    engine: {
      host,
      socket: socket ?? engineSocket(seen.dockerHost, engine.desktop),
      desktop: engine.desktop,
      cpus: engine.cpus,
    },
    images: imagesFrom(seen.images),
    terraform: {
      ...terraform,
      ...(seen.provider.registry.reachable ? {} : { cliConfigFile: mirror.cliConfig }),
      dockerProviderVersion,
    },
    registry: { images: seen.images.registry.reachable, terraform: seen.provider.registry.reachable },
    ...(seen.envoy ? { envoy: envoyPath(cache) } : {}),
  };
}

function imagesFrom({ pulled, built }: Observed['images']): Facts['images'] {
  const ours = builtImages().roles;
  const image = (role: Role): Image => {
    const id = pulled[role] ?? built[role];
    if (!id) throw new Error(`${role} image: it is no longer on the engine; run set-up again`);
    return { ref: pulled[role] ? registryImages[role] : ours[role], id };
  };
  return { node: image('node'), edge: image('edge'), postgres: image('postgres'), redis: image('redis') };
}

/** The reference of the edge's image, whichever of both is there. */
export function edgeImage({ pulled }: Observed['images']): string {
  return pulled.edge ? registryImages.edge : builtImages().roles.edge;
}

/** Docker Desktop's own socket lies on the person's machine; inside its virtual machine it is where it always is. */
function engineSocket(dockerHost: string, desktop: boolean): string {
  return dockerHost.startsWith('unix://') && !desktop
    ? dockerHost.slice('unix://'.length)
    : '/var/run/docker.sock';
}
