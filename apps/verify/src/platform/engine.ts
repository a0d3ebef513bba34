import { execa } from 'execa';
import type { Target } from '../target.ts';

/** What `docker inspect` says of a container, as far as it is read here. */
export interface Inspection {
  readonly Name: string;
  readonly Config: { readonly Env: readonly string[] };
  readonly HostConfig: { readonly NetworkMode: string; readonly Privileged: boolean };
  readonly NetworkSettings: {
    readonly Ports: Readonly<Record<string, readonly { readonly HostPort: string }[] | null>>;
  };
  readonly State: {
    readonly Running: boolean;
    /** On the host. */
    readonly Pid: number;
    readonly StartedAt: string;
    readonly Health?: { readonly Status: string };
  };
  readonly Mounts: readonly { readonly Type: string; readonly Destination: string }[];
  readonly RestartCount: number;
}

export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export async function inspect(target: Target, container: string): Promise<Inspection> {
  return JSON.parse(await inspectText(target, container))[0];
}

export async function inspectText(target: Target, container: string): Promise<string> {
  return (await docker(target, ['inspect', container])).stdout;
}

/** Standard output and standard error of the container, oldest first. */
export async function logs(target: Target, container: string): Promise<string> {
  const { stdout, stderr } = await docker(target, ['logs', container]);
  return stdout + stderr;
}

export const kill = (target: Target, container: string) => order(target, 'kill', container);
export const stop = (target: Target, container: string) => order(target, 'stop', container);
export const start = (target: Target, container: string) => order(target, 'start', container);

/** Ends the container's own process behind Docker's back, as a crash does. */
export async function crash(target: Target, container: string): Promise<void> {
  const { State } = await inspect(target, container);
  const [ssh, ...args] = target.there ?? [];
  if (ssh) await execa(ssh, [...args, `sudo -n kill -9 ${State.Pid}`]);
  else process.kill(State.Pid, 'SIGKILL');
}

export interface Execution {
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly user?: string;
}

/** Runs a program inside a container; its failure is a result. Values of the environment stay out of the command line. */
export async function execute(
  target: Target,
  container: string,
  command: readonly string[],
  { environment = {}, input = '', user }: Execution = {},
): Promise<Ran> {
  const names = Object.keys(environment).flatMap((name) => ['-e', name]);
  const as = user === undefined ? [] : ['-u', user];
  const args = ['exec', '-i', ...names, ...as, container, ...command];
  const {
    exitCode = -1,
    stdout,
    stderr,
  } = await run(target, args, { env: environment, input, reject: false });
  return { exitCode, stdout, stderr };
}

async function order(target: Target, verb: 'kill' | 'stop' | 'start', container: string): Promise<void> {
  await docker(target, [verb, container]);
}

function docker(target: Target, args: readonly string[]) {
  return run(target, args, {});
}

function run({ engine }: Target, args: readonly string[], { env = {}, ...options }: RunOptions) {
  const host: Record<string, string> = engine === undefined ? {} : { DOCKER_HOST: engine };
  return execa('docker', args, { ...options, env: { ...env, ...host }, timeout: 120_000, maxBuffer: 1e9 });
}

interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly reject?: boolean;
}
