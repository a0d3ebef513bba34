import { execa, type ResultPromise } from 'execa';
import { type Target, workspace } from '../target.ts';

/** How a command of the platform ended. */
export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  /** Progress, and the message of a failure at its end. */
  readonly stderr: string;
  readonly seconds: number;
}

export interface Started {
  readonly pid: number;
  readonly ended: Promise<Ended>;
}

type Addressed = Pick<Target, 'name' | 'config'>;

const deadline = 10 * 60_000;

/** Starts a command as people do, under the target's own config or another; its failure is a result. */
export function startCommand(target: Addressed, args: readonly string[], config = target.config): Started {
  const startedAt = performance.now();
  const child = execa(
    'node',
    ['apps/cli/src/main.ts', ...args, '--target', target.name, '--config', config],
    {
      cwd: workspace,
      preferLocal: true,
      reject: false,
      timeout: deadline,
      // as from a shell, not as from a test
      env: { NODE_OPTIONS: '', VITEST: undefined, NODE_ENV: undefined, CI: '1' },
    },
  );
  return { pid: child.pid ?? 0, ended: endOf(child, startedAt) };
}

export function runCommand(target: Addressed, args: readonly string[], config?: string): Promise<Ended> {
  return startCommand(target, args, config).ended;
}

/** Throws with the command's own message unless it ends well. */
export async function mustRun(target: Addressed, args: readonly string[], config?: string): Promise<Ended> {
  const ended = await runCommand(target, args, config);
  if (ended.exitCode === 0) return ended;
  throw new Error(`causeway ${args.join(' ')}: exit code ${ended.exitCode}\n${ended.stderr}`);
}

async function endOf(child: ResultPromise<{ reject: false }>, startedAt: number): Promise<Ended> {
  const { exitCode = -1, stdout, stderr } = await child;
  return { exitCode, stdout: String(stdout), stderr: String(stderr), seconds: since(startedAt) };
}

function since(start: number): number {
  return (performance.now() - start) / 1000;
}
