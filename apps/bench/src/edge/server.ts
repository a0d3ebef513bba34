import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

/** A program that listens, with the files that it wants to find. */
export interface ServerPlan {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly folder: string;
  /** By name, for its folder. */
  readonly files: Readonly<Record<string, string>>;
}

/** Which part of the machine it has for itself: what is measured must not wait for what measures. */
export type Side = 'measured' | 'measuring';

/** One of the processes of a measurement. */
export class Server {
  readonly name: string;
  readonly #plan: ServerPlan;
  readonly #process: ChildProcess;

  constructor(plan: ServerPlan, side: Side) {
    this.name = plan.name;
    this.#plan = plan;
    mkdirSync(plan.folder, { recursive: true });
    for (const [name, content] of Object.entries(plan.files)) writeFileSync(join(plan.folder, name), content);
    const output = openSync(this.#outputFile, 'w');
    const [program = '', ...args] = [...pinnedTo(side), plan.program, ...plan.args];
    const env = { ...process.env, ...plan.environment };
    this.#process = spawn(program, args, { stdio: ['ignore', output, output], env });
    closeSync(output);
  }

  /** Microseconds that its threads have computed so far. */
  get cpu(): number {
    const tasks = `/proc/${this.#process.pid}/task`;
    return readdirSync(tasks).reduce((sum, task) => sum + computed(join(tasks, task, 'schedstat')), 0);
  }

  get output(): string {
    return readFileSync(this.#outputFile, 'utf8');
  }

  get running(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  async stop(): Promise<void> {
    if (!this.running) return;
    this.kill();
    await once(this.#process, 'close');
  }

  kill(): void {
    this.#process.kill('SIGKILL');
  }

  get #outputFile(): string {
    return join(this.#plan.folder, 'output');
  }
}

/** Arguments that a program is put behind, so that it stays on its side of the machine. */
export function pinnedTo(side: Side): readonly string[] {
  const cores = availableParallelism();
  if (cores < 2) return [];
  return ['taskset', '--cpu-list', side === 'measured' ? '0' : `1-${cores - 1}`];
}

/** The first number is what the kernel has counted in nanoseconds. */
function computed(file: string): number {
  return Number(readFileSync(file, 'utf8').split(' ')[0]) / 1000;
}
