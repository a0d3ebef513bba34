import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadPlatform, type Platform, type Service } from '@causeway/config';

export const workspace = resolve(import.meta.dirname, '../../..');

/** The facts that the expectations are derived from: what the config says of one target. */
export interface Target {
  readonly name: string;
  /** File of the config. */
  readonly config: string;
  readonly platform: Platform;
  readonly http: number;
  readonly https: number;
  /** PEM of the authority that the target's certificate must come from. */
  readonly ca: string;
  /** Where the platform's own commands leave what they know of the target. */
  readonly folder: string;
  /** Address for Docker clients; absent: the engine that `docker` uses by itself. */
  readonly engine: string | undefined;
  /** What stands before a command line for the engine's machine, where that is another one. */
  readonly there?: readonly string[];
  readonly services: readonly NamedService[];
}

export type NamedService = Service & { readonly name: string; readonly host: string };

export const folderOf = (name: string) => join(workspace, '.causeway', name);

/** Throws with what to do when there is no such target, or none was deployed. */
export async function openTarget(name: string, config = 'stacks/platform.config.ts'): Promise<Target> {
  const file = resolve(workspace, config);
  const platform = await loadPlatform(file);
  const target = platform.targets[name];
  if (!target) throw new Error(unknownTarget(name, platform));
  const folder = folderOf(name);
  const { http, https, host } = target;
  return {
    name,
    config: file,
    platform,
    http,
    https,
    ca: readCa(folder, name),
    folder,
    engine: host,
    services: servicesOf(platform),
  };
}

function unknownTarget(name: string, { targets }: Platform): string {
  return `--target ${name}: the config has no such target; write one of ${Object.keys(targets).join(', ')}`;
}

function readCa(folder: string, name: string): string {
  const path = join(folder, 'ca.crt');
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new Error(
      `${path}: missing, so nothing was deployed to ${name}; run \`npx nx run stacks:deploy -c ${name}\``,
    );
  }
}

function servicesOf({ services }: Platform): NamedService[] {
  return Object.entries(services).map(([name, service]) => ({ ...service, name, host: hostOf(service) }));
}

/** A name that the service answers to; wildcards need one that is made up. */
function hostOf({ hosts: [host = '*'] }: Service): string {
  return host === '*' ? 'localhost' : host.replace(/^\*/, 'verify');
}

export function originOf({ https }: Target, { host }: Pick<NamedService, 'host'>): string {
  return https === 443 ? `https://${host}` : `https://${host}:${https}`;
}

export function plainOriginOf({ http }: Target, { host }: Pick<NamedService, 'host'>): string {
  return http === 80 ? `http://${host}` : `http://${host}:${http}`;
}
