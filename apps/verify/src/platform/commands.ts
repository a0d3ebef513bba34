import { execa } from 'execa';
import { type Target, workspace } from '../target.ts';

/** Who may pass where, as the platform's `credentials` command tells it. */
export interface Credentials {
  readonly users: readonly {
    readonly name: string;
    readonly password: string;
    readonly paths: readonly string[];
  }[];
  readonly readers: readonly {
    readonly name: string;
    readonly password: string;
    readonly databases: readonly string[];
  }[];
}

export interface Status {
  readonly services: readonly ServiceStatus[];
  readonly containers: readonly ContainerStatus[];
  readonly edgeErrors: readonly string[];
}

export interface ServiceStatus {
  readonly service: string;
  readonly serving?: { readonly version: string; readonly release: string };
  readonly replicas: readonly {
    readonly container: string;
    readonly release: string;
    readonly replica: number;
    readonly state: string;
    readonly healthy: boolean;
  }[];
}

export interface ContainerStatus {
  readonly role: string;
  readonly name: string;
  readonly state: string;
  readonly health?: string;
}

/** Times in milliseconds since the epoch. */
export interface ReleaseReport {
  readonly outcome: string;
  readonly version: string;
  readonly steps: readonly { readonly step: string; readonly startedAt: number; readonly endedAt?: number }[];
}

export interface PlanReport {
  readonly add: number;
  readonly change: number;
  readonly destroy: number;
  readonly releases: readonly { readonly service: string; readonly unchanged: boolean }[];
}

export const readCredentials = (target: Target) => command<Credentials>(target, ['credentials']);
export const readStatus = (target: Target) => command<Status>(target, ['status']);
export const readPlan = (target: Target) => command<PlanReport>(target, ['plan']);
export const deploy = (target: Target) => command<unknown>(target, ['deploy']);

/** Puts the same content live once more, under a version of its own. */
export function release(target: Target, service: string): Promise<ReleaseReport> {
  return command(target, ['release', service, '--force']);
}

/** Goes back to the release before, or to an earlier version. */
export function rollback(target: Target, service: string, to?: string): Promise<ReleaseReport> {
  return command(target, ['rollback', service, ...(to ? ['--to', to] : []), '--yes']);
}

/** What `plan` says to a person: Terraform's words, then the steps of the releases. */
export async function describePlan(target: Target): Promise<string> {
  const { stdout, stderr } = await run(target, ['plan']);
  return stdout + stderr;
}

async function command<Facts>(target: Target, args: readonly string[]): Promise<Facts> {
  const { stdout } = await run(target, [...args, '--json']);
  return JSON.parse(stdout);
}

/** Runs a command of the platform as people do. */
function run({ name, config }: Target, args: readonly string[]) {
  return execa('node', ['apps/cli/src/main.ts', ...args, '--target', name, '--config', config], {
    cwd: workspace,
    preferLocal: true,
    timeout: 15 * 60_000,
    // as from a shell, not as from a test
    env: { NODE_OPTIONS: '', VITEST: undefined, NODE_ENV: undefined },
  });
}
