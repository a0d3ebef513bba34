import { execa, type Options } from 'execa';
import { type Target, workspace } from '../target.ts';
import { Lines } from './lines.ts';

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
  /** Of several hosts, by name; the rest is the first one's. */
  readonly hosts?: Readonly<Record<string, Status>>;
}

export interface ServiceStatus {
  readonly service: string;
  readonly serving?: { readonly version: string; readonly release: string; readonly image: string };
  readonly replicas: readonly {
    readonly container: string;
    readonly release: string;
    readonly replica: number;
    readonly state: string;
    readonly healthy: boolean;
  }[];
  readonly draining: readonly unknown[];
  readonly releasing?: { readonly version: string; readonly step: string };
  readonly baking?: { readonly version: string; readonly warm: string };
  readonly canary?: { readonly version: string; readonly percent: number };
  /** `until` and `since` are milliseconds since the epoch. */
  readonly paused?: { readonly until: number; readonly held: number; readonly by: string };
  readonly maintenance?: { readonly since: number; readonly by: string };
  readonly lease?: { readonly owner: string; readonly what: string };
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
  readonly previous?: string;
  readonly error?: string;
  readonly steps: readonly { readonly step: string; readonly startedAt: number; readonly endedAt?: number }[];
}

/** What one action did; each entry holds the hash of the one before. */
export interface HistoryEntry {
  readonly number: number;
  readonly service: string;
  readonly action: string;
  readonly by: string;
  readonly version?: string;
  /** What served before the action. */
  readonly previous?: string;
  readonly why?: string;
  readonly before?: string;
  readonly hash: string;
}

/** How a command of the platform ended. */
export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  /** Progress, and the message of a failure at its end. */
  readonly stderr: string;
  readonly seconds: number;
}

export interface Begun {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  /** The first line of its progress that matches, said already or later; rejects when it ends without one. */
  said(words: RegExp): Promise<RegExpExecArray>;
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
/** Newest first. */
export const readHistory = (target: Target) =>
  command<{ readonly entries: readonly HistoryEntry[] }>(target, ['history', '--number', '1000']);
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

/** Begins a command under the target's own config or another, and goes on meanwhile; its failure is a result. */
export function begin(target: Addressed, args: readonly string[], config = target.config): Begun {
  const startedAt = performance.now();
  const child = start({ ...target, config }, args, { reject: false });
  const lines = new Lines(child.stderr);
  const seconds = () => (performance.now() - startedAt) / 1000;
  return {
    pid: child.pid ?? 0,
    ended: child.then(({ exitCode = -1, stdout, stderr }) => ({
      exitCode,
      stdout,
      stderr,
      seconds: seconds(),
    })),
    said: (words) => lines.first(words),
  };
}

/** A command to its end; its failure is a result. */
export const attempt = (target: Addressed, args: readonly string[], config?: string) =>
  begin(target, args, config).ended;

/** Throws with the command's own message unless it ends well. */
export async function mustRun(target: Addressed, args: readonly string[], config?: string): Promise<Ended> {
  const ended = await attempt(target, args, config);
  if (ended.exitCode === 0) return ended;
  throw new Error(`causeway ${args.join(' ')}: exit code ${ended.exitCode}\n${ended.stderr}`);
}

/** Runs a command of the platform as people do. */
const run = (target: Target, args: readonly string[]) => start(target, args, {});

type Addressed = Pick<Target, 'name' | 'config'>;

function start<Extra extends Options>({ name, config }: Addressed, args: readonly string[], options: Extra) {
  return execa('node', ['apps/cli/src/main.ts', ...args, '--target', name, '--config', config], {
    cwd: workspace,
    preferLocal: true,
    timeout: 15 * 60_000,
    // as from a shell, not as from a test
    env: { NODE_OPTIONS: '', VITEST: undefined, NODE_ENV: undefined },
    ...options,
  });
}
