import { existsSync, readFileSync } from 'node:fs';
import { machine as machineName } from 'node:os';
import { delimiter, join } from 'node:path';
import { EnvHttpProxyAgent, fetch } from 'undici';
import { look } from './command.ts';
import { daemonIsRunning } from './daemon.ts';
import { envoyPath } from './envoy.ts';
import { builtImages, registryImages } from './images.ts';
import { defaultDockerHost, type Observed, type Reachable } from './observed.ts';
import { packages } from './packages.ts';
import type { Cache } from './paths.ts';
import { pebbleIsThere } from './pebble.ts';
import { providerMirror, registryHosts } from './provider.ts';
import { type Role, roles } from './roles.ts';

/** Each look ends by then, and all of them run side by side. */
const deadline = 4000;

/** Whether there is a Vagrant, or set-up may install one. */
export function machineCanBeHad(): boolean {
  const { apt, root } = machine();
  return isOnPath('vagrant') || (apt && root);
}

/** Where the docker client would go by itself: what `docker context` says. */
export async function usualDockerHost(): Promise<string> {
  return (
    (await answer('docker', ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'])) ??
    defaultDockerHost
  );
}

export interface Wanted {
  /** What the tests need as well. */
  readonly wantsTest?: boolean;
  /** The engine is on another machine than this one. */
  readonly isElsewhere?: boolean;
}

/** Looks and touches nothing. */
export async function observe(
  dockerHost: string,
  cache: Cache,
  { wantsTest = false, isElsewhere = false }: Wanted = {},
): Promise<Observed> {
  const lenderHost = isElsewhere ? await usualDockerHost() : undefined;
  const [engineFound, images, imageRegistry, terraform, go, pip, missing] = await Promise.all([
    engine(dockerHost),
    imagesOn(dockerHost),
    answers('https://registry-1.docker.io/v2/', [200, 401]),
    terraformWithRegistry(),
    goVersion(),
    succeeds('python3', ['-m', 'pip', '--version']),
    missingPackages(wantsTest),
  ]);
  const lender = lenderHost && (await findLender(lenderHost, engineFound));
  const { registry, ...bin } = terraform ?? { registry: { reachable: false, reason: 'not asked' } };
  return {
    dockerHost,
    machine: machine(),
    engine: engineFound,
    daemon: { installed: daemonIsInstalled(missing), running: daemonIsRunning() },
    images: { registry: imageRegistry, ...images },
    ...(lender && { lender }),
    ...(terraform ? { terraform: bin as Observed['terraform'] & {} } : {}),
    provider: {
      registry,
      mirrored: terraform !== undefined && existsSync(providerMirror(cache, terraform.bin).root),
    },
    ...(go ? { go: { version: go } } : {}),
    pip,
    vagrant: isOnPath('vagrant'),
    envoy: existsSync(envoyPath(cache)),
    pebble: wantsTest ? (pebbleIsThere(cache) ? 'here' : 'missing') : 'not asked for',
    missing,
  };
}

/** What is built here runs there, if the processors are of one kind. */
async function findLender(
  dockerHost: string,
  other: Observed['engine'],
): Promise<Observed['lender'] | undefined> {
  const own = await engine(dockerHost);
  if (own.state !== 'answers' || other.state !== 'answers') return undefined;
  if (own.architecture !== other.architecture) return undefined;
  const { built } = await imagesOn(dockerHost);
  return { dockerHost, built };
}

function machine(): Observed['machine'] {
  const os = process.platform === 'linux' || process.platform === 'darwin' ? process.platform : 'other';
  return {
    os,
    root: process.getuid?.() === 0,
    apt: existsSync('/usr/bin/apt-get') && /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(textOf('/etc/os-release')),
    systemd: existsSync('/run/systemd/system'),
    architecture: machineName(),
  };
}

async function engine(dockerHost: string): Promise<Observed['engine']> {
  const { stdout, stderr } = await ask('docker', ['info', '--format', '{{json .}}'], {
    DOCKER_HOST: dockerHost,
  });
  const info = JSON.parse(stdout || '{}');
  if (!info.ServerVersion) {
    return {
      state: 'silent',
      reason: info.ServerErrors?.[0] ?? (stderr || 'no `docker` on the path to ask it'),
    };
  }
  const desktop = String(info.OperatingSystem).startsWith('Docker Desktop');
  const cgroup = info.CgroupVersion === '1' ? 'v1' : 'v2';
  const { ServerVersion: version, NCPU: cpus, Architecture: architecture } = info;
  return { state: 'answers', version, desktop, cpus, architecture, cgroup };
}

async function imagesOn(dockerHost: string): Promise<Omit<Observed['images'], 'registry'>> {
  const ours = builtImages();
  const wanted = [...Object.values(registryImages), ...Object.values(ours.roles), ours.base, ours.machine];
  const format = '{{.Id}}{{range .RepoTags}} {{.}}{{end}}';
  const found =
    (await answer('docker', ['image', 'inspect', '--format', format, ...wanted], {
      DOCKER_HOST: dockerHost,
    })) ?? '';
  const lines = found.split('\n').map((line) => line.split(' '));
  const idOf = (ref: string) => lines.find((line) => line.slice(1).includes(ref))?.[0];
  return {
    pulled: idsBy(registryImages, idOf),
    built: idsBy(ours.roles, idOf),
    base: idOf(ours.base) !== undefined,
    machine: idOf(ours.machine) !== undefined,
  };
}

function idsBy(
  refs: Readonly<Record<Role, string>>,
  idOf: (ref: string) => string | undefined,
): Partial<Record<Role, string>> {
  const found = roles.flatMap((role) => {
    const id = idOf(refs[role]);
    return id ? [[role, id] as const] : [];
  });
  return Object.fromEntries(found);
}

async function terraformWithRegistry(): Promise<
  (Observed['terraform'] & { registry: Reachable }) | undefined
> {
  const [terraform, tofu] = await Promise.all([versionOf('terraform'), versionOf('tofu')]);
  const bin = terraform ? 'terraform' : 'tofu';
  const version = terraform ?? tofu;
  if (!version) return undefined;
  return {
    bin,
    version,
    registry: await answers(`https://${registryHosts[bin]}/.well-known/terraform.json`, [200]),
  };
}

async function versionOf(bin: 'terraform' | 'tofu'): Promise<string | undefined> {
  const text = await answer(bin, ['version', '-json'], { CHECKPOINT_DISABLE: '1' });
  return text && JSON.parse(text).terraform_version;
}

async function goVersion(): Promise<string | undefined> {
  return (await answer('go', ['env', 'GOVERSION']))?.replace(/^go/, '');
}

async function missingPackages(wantsTest: boolean): Promise<Observed['missing']> {
  const asked = { engine: packages.engine, build: packages.build, test: wantsTest ? packages.test : [] };
  const names = Object.values(asked).flat();
  const format = ['Package', 'db:Status-Status'].map((field) => `\${${field}}`).join(' ');
  const known = (await answer('dpkg-query', ['--show', `--showformat=${format}\n`, ...names])) ?? '';
  const isMissing = (name: string) => !known.split('\n').includes(`${name} installed`);
  return {
    engine: asked.engine.filter(isMissing),
    build: asked.build.filter(isMissing),
    test: asked.test.filter(isMissing),
  };
}

/** Looked for without starting it: Vagrant takes seconds to say its version. */
function isOnPath(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
}

/** An unpacked package that is not configured yet does not count. */
function daemonIsInstalled(missing: Observed['missing']): boolean {
  const halfInstalled =
    missing.engine.includes('docker.io') && existsSync('/var/lib/dpkg/info/docker.io.list');
  return (
    !halfInstalled && ['/usr/sbin/dockerd', '/usr/bin/dockerd', '/usr/local/bin/dockerd'].some(existsSync)
  );
}

/** A registry that answers like one: behind a portal or a filter anything may answer. */
async function answers(url: string, statuses: readonly number[]): Promise<Reachable> {
  const { host } = new URL(url);
  try {
    const signal = AbortSignal.timeout(deadline - 1000);
    const { status } = await fetch(url, { signal, dispatcher: new EnvHttpProxyAgent(), redirect: 'manual' });
    const reachable = statuses.includes(status);
    return { reachable, reason: `${host} answers ${status}` };
  } catch (error) {
    return { reachable: false, reason: `${host}: ${networkReason(error)}` };
  }
}

function networkReason(error: unknown): string {
  const { name, cause } = error as Error & { cause?: { code?: string; message?: string } };
  return name === 'TimeoutError'
    ? `no answer within ${(deadline - 1000) / 1000} s`
    : (cause?.code ?? cause?.message ?? String(error));
}

async function succeeds(file: string, args: readonly string[]): Promise<boolean> {
  return (await answer(file, args)) !== undefined;
}

/** Standard output, or what there was of it when the command failed; undefined when nothing was said. */
async function answer(
  file: string,
  args: readonly string[],
  env: Environment = {},
): Promise<string | undefined> {
  return (await ask(file, args, env)).stdout || undefined;
}

function ask(file: string, args: readonly string[], env: Environment): ReturnType<typeof look> {
  return look({ file, args, env, deadline });
}

type Environment = Readonly<Record<string, string>>;

function textOf(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
